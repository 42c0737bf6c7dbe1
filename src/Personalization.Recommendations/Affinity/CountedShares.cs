using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How often each customer bought of each of some groups of items, beside the whole shop. Immutable and thread-safe.</summary>
internal sealed class CountedShares
{
    private readonly RaggedRows _counts;
    private readonly double[] _sums;
    private readonly double[] _shares;
    private readonly double _prior;

    private CountedShares(IReadOnlyList<string> names, RaggedRows counts, double[] sums, double[] shares, double prior) =>
        (Names, _counts, _sums, _shares, _prior) = (names, counts, sums, shares, prior);

    /// <summary>Groups that somebody bought of, in the order that they were given in.</summary>
    public IReadOnlyList<string> Names { get; }

    public bool IsEmpty => Names.Count == 0;

    /// <summary>Counts.</summary>
    /// <param name="matrix">Who bought what.</param>
    /// <param name="names">The groups.</param>
    /// <param name="groupOf">The group of each item; −1 for none.</param>
    /// <param name="prior">Purchases that say nothing.</param>
    /// <param name="cancellationToken">Looked at between customers.</param>
    public static CountedShares Of(
        InteractionMatrix matrix, IReadOnlyList<string> names, int[] groupOf, double prior, CancellationToken cancellationToken)
    {
        double[] all = new double[names.Count], own = new double[names.Count], sums = new double[matrix.Customers.Count];
        foreach ((int row, int item, float value) in Elements(matrix, cancellationToken))
        {
            if (groupOf[item] < 0) continue;
            all[groupOf[item]] += value;
            sums[row] += value;
        }

        // Groups that nobody bought of are left out, so that no share is 0.
        int[] kept = [.. Enumerable.Range(0, names.Count).Where(group => all[group] > 0)];
        double total = all.Sum();
        List<int> columns = [];
        List<float> values = [];
        int[] offsets = new int[sums.Length + 1];
        for (int row = 0; row < sums.Length; row++)
        {
            ReadOnlySpan<int> items = matrix.ItemsOf(row);
            for (int i = 0; i < items.Length; i++)
            {
                if (groupOf[items[i]] >= 0) own[groupOf[items[i]]] += matrix.ValuesOf(row)[i];
            }

            for (int group = 0; group < kept.Length; group++)
            {
                if (own[kept[group]] <= 0) continue;
                columns.Add(group);
                values.Add((float)own[kept[group]]);
                own[kept[group]] = 0;
            }

            offsets[row + 1] = columns.Count;
        }

        return new CountedShares(
            [.. kept.Select(group => names[group])], new RaggedRows(offsets, [.. columns], [.. values]), sums,
            [.. kept.Select(group => all[group] / total)], prior);
    }

    public double ShareOf(string name)
    {
        for (int group = 0; group < Names.Count; group++)
        {
            if (Names[group] == name) return _shares[group];
        }

        return 0;
    }

    /// <summary>The groups that a customer bought of, the highest lift first, of equals the first.</summary>
    public Affinity[] Of(int row) =>
        [.. Enumerable.Range(0, _counts.Columns(row).Length).Select(place => At(row, place)).OrderByDescending(group => group.Lift)];

    /// <summary>The first of them; null where there is none.</summary>
    public Affinity? Best(int row)
    {
        Affinity? best = null;
        for (int place = 0; place < _counts.Columns(row).Length; place++)
        {
            Affinity affinity = At(row, place);
            if (best is null || affinity.Lift > best.Lift) best = affinity;
        }

        return best;
    }

    private Affinity At(int row, int place)
    {
        int group = _counts.Columns(row)[place];
        double count = _counts.Values(row)[place], share = _shares[group];
        return new Affinity(
            Names[group], (count + (_prior * share)) / (_sums[row] + _prior), (count + _prior) / ((_sums[row] * share) + _prior));
    }

    private static IEnumerable<(int Row, int Item, float Value)> Elements(InteractionMatrix matrix, CancellationToken cancellationToken)
    {
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = matrix.ItemsOf(row).Length;
            for (int i = 0; i < count; i++) yield return (row, matrix.ItemsOf(row)[i], matrix.ValuesOf(row)[i]);
        }
    }
}
