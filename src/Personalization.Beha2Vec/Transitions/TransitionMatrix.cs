using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// How often one step of a customer followed another, for one customer, some (a cluster) or all. A step is an event's type or category.
/// Immutable and thread-safe.
/// </summary>
public sealed class TransitionMatrix
{
    /// <summary>Name of the step of events whose type or category is unknown.</summary>
    public const string Other = "other";

    private readonly long[] _counts;
    private readonly long[] _sums;

    private TransitionMatrix(string[] steps, long[] counts)
    {
        (Steps, _counts) = (steps, counts);
        _sums = new long[steps.Length];
        for (int from = 0; from < steps.Length; from++)
        {
            for (int to = 0; to < steps.Length; to++) _sums[from] += Count(from, to);
        }
    }

    /// <summary>
    /// Names of the steps, row by row and column by column: those of the vocabulary, and <see cref="Other"/> at the end where there was
    /// one.
    /// </summary>
    public IReadOnlyList<string> Steps { get; }

    /// <summary>Transitions in all.</summary>
    public long Total => _sums.Sum();

    /// <summary>How often <paramref name="to"/> came right after <paramref name="from"/>.</summary>
    public long Count(int from, int to) => _counts[(Checked(from, nameof(from)) * Steps.Count) + Checked(to, nameof(to))];

    /// <summary>
    /// Share of <paramref name="to"/> among what came right after <paramref name="from"/>: a row sums to 1, or is 0 where nothing came.
    /// </summary>
    public double Probability(int from, int to)
    {
        long count = Count(from, to);
        return count == 0 ? 0 : (double)count / _sums[from];
    }

    /// <summary>The row of a step by its name.</summary>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public int RowOf(string step)
    {
        for (int row = 0; row < Steps.Count; row++)
        {
            if (Steps[row] == step) return row;
        }

        throw new ArgumentException($"There is no step '{step}'; there are {string.Join(", ", Steps)}.", nameof(step));
    }

    /// <summary>Counts the transitions of one customer.</summary>
    /// <param name="sequences">The events.</param>
    /// <param name="customerRow">Row in the sequences' customers.</param>
    /// <param name="steps">What a step is. Default: the event's type.</param>
    public static TransitionMatrix Of(EventSequences sequences, int customerRow, TransitionSteps steps = TransitionSteps.EventTypes) =>
        Of(sequences, [customerRow], steps);

    /// <summary>Counts the transitions of some customers, each within their own sequence. O(their events).</summary>
    /// <param name="sequences">The events.</param>
    /// <param name="customerRows">Rows in the sequences' customers; null for all.</param>
    /// <param name="steps">What a step is. Default: the event's type.</param>
    public static TransitionMatrix Of(
        EventSequences sequences, IEnumerable<int>? customerRows = null, TransitionSteps steps = TransitionSteps.EventTypes)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (!Enum.IsDefined(steps))
            throw new ArgumentException($"There are no steps {steps}; take one of the named values.", nameof(steps));
        bool byType = steps == TransitionSteps.EventTypes;
        Vocabulary names = byType ? sequences.Vocabulary.Types : sequences.Vocabulary.Categories;

        // Codes as they are, the unknown one first.
        int codes = names.Count + 1;
        long[,] counts = new long[codes, codes];
        BehaviorToken[] read = [];
        foreach (int customer in customerRows ?? Enumerable.Range(0, sequences.Customers.Count))
        {
            int length = sequences.LengthOf(customer);
            if (read.Length < length) read = new BehaviorToken[2 * length];
            sequences.Read(customer, 0, read.AsSpan(0, length));
            for (int i = 1; i < length; i++)
            {
                if (byType) counts[read[i - 1].Type, read[i].Type]++;
                else counts[read[i - 1].Category, read[i].Category]++;
            }
        }

        bool hasOther = false;
        for (int code = 0; code < codes; code++) hasOther |= counts[0, code] > 0 || counts[code, 0] > 0;
        string[] named = hasOther ? [.. names, Other] : [.. names];
        long[] flat = new long[named.Length * named.Length];
        for (int from = 0; from < named.Length; from++)
        {
            for (int to = 0; to < named.Length; to++) flat[(from * named.Length) + to] = counts[Code(from), Code(to)];
        }

        return new TransitionMatrix(named, flat);

        int Code(int row) => row < names.Count ? row + 1 : 0;
    }

    private int Checked(int row, string name) => (uint)row < (uint)Steps.Count
        ? row
        : throw new ArgumentOutOfRangeException(name, row, $"There are {Steps.Count} steps, and {row} isn't the row of one.");
}
