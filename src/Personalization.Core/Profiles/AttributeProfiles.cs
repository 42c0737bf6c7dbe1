using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// What sets groups of customers (segments, clusters) apart in columns of a table: levels that they have more or less often, numbers that
/// are higher or lower. A difference is told only where it is both large (a lift of at least 1.2 or at most 1 ÷ 1.2; a standardized
/// difference of at least 0.2) and no chance: its p-value, times the number of comparisons of the table (Bonferroni), is at most 1 %.
/// Levels that fewer than five of a group would have on average aren't compared. O(columns · (customers + groups · levels)).
/// </summary>
public static class AttributeProfiles
{
    private const double Significance = .01;
    private const double FewestExpected = 5;
    private const double SmallestLift = 1.2;
    private const double SmallestDifference = .2;
    private const int MostLevels = 50;

    /// <summary>Whether a column can be compared: numbers of any kind, flags and categories.</summary>
    public static bool CanCompare(CustomerColumn column) => column is NumericColumn or CategoryColumn;

    /// <summary>Profiles of the groups of a column of names, in the order of its levels; groups without customers are left out.</summary>
    /// <param name="table">The customers.</param>
    /// <param name="groups">Name of the column of groups; a customer without one is in none.</param>
    /// <param name="columns">Names of the columns to compare; of other kinds than <see cref="CanCompare"/> they are passed over.</param>
    /// <exception cref="ArgumentException">There is no such column, or the groups aren't names.</exception>
    public static IReadOnlyList<AttributeProfile> From(CustomerTable table, string groups, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        CategoryColumn names = table.Column<CategoryColumn>(groups);
        return From(table, names.Codes.ToArray(), [.. Enumerable.Range(0, names.Levels.Count).Select(code => names.Levels[code])], columns)
            .Where(profile => profile.Size > 0).ToArray();
    }

    /// <summary>Profiles of groups by the rows' labels, in the order of the names.</summary>
    /// <param name="table">n customers.</param>
    /// <param name="labels">n labels, rows of <paramref name="groups"/>; below 0: in no group.</param>
    /// <param name="groups">Names of the groups.</param>
    /// <param name="columns">Names of the columns to compare.</param>
    /// <exception cref="ArgumentException">There is no such column, lengths disagree, or a label is too large.</exception>
    public static IReadOnlyList<AttributeProfile> From(
        CustomerTable table, IReadOnlyList<int> labels, IReadOnlyList<string> groups, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(columns);
        if (labels.Count != table.Count)
            throw new ArgumentException($"There are {labels.Count} labels for {table.Count} customers.", nameof(labels));
        int[] sizes = new int[groups.Count];
        foreach (int label in labels)
        {
            if (label >= groups.Count) throw new ArgumentException($"There is a label {label} for {groups.Count} groups.", nameof(labels));
            if (label >= 0) sizes[label]++;
        }

        List<AttributeDifference>[] found = [.. groups.Select(_ => new List<AttributeDifference>())];
        int compared = 0;
        foreach (string name in columns)
        {
            switch (table.Column<CustomerColumn>(name))
            {
                case FlagColumn flags:
                    int[] codes = Array.ConvertAll(flags.Values.ToArray(), value => value switch { true => 0, false => 1, _ => -1 });
                    compared += Levels(name, ["yes"], codes, labels, found);
                    break;
                case CategoryColumn categories:
                    compared += Levels(name, [.. categories.Levels], categories.Codes.ToArray(), labels, found);
                    break;
                case NumericColumn numbers:
                    compared += Numbers(numbers, labels, found);
                    break;
                default:
                    break;
            }
        }

        return
        [
            .. groups.Select((group, i) => new AttributeProfile(
                group, sizes[i],
                [.. found[i].Where(difference => difference.PValue * compared <= Significance && IsLarge(difference))
                    .OrderByDescending(difference => Math.Abs(difference.Z))
                    .ThenBy(difference => difference.Column, StringComparer.Ordinal)
                    .ThenBy(difference => difference.Level, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>
    /// Two-sided p-value of a standard normal deviate: erfc(|z| ÷ √2) by Press et al. (Numerical Recipes, erfcc), to 1.2e-7 of it.
    /// </summary>
    internal static double PValue(double z)
    {
        double x = Math.Abs(z) / Math.Sqrt(2), t = 1 / (1 + (x / 2));
        double polynomial = t * (1.00002368 + (t * (.37409196 + (t * (.09678418 + (t * (-.18628806 + (t * (.27886807
            + (t * (-1.13520398 + (t * (1.48851587 + (t * (-.82215223 + (t * .17087277))))))))))))))));
        double power = 0;
        DoubleLanes1.Store(DoubleFunctions.Exp(DoubleLanes1.Broadcast((-x * x) - 1.26551223 + polynomial)), ref power, 0);
        return Math.Min(1, t * power);
    }

    private static bool IsLarge(AttributeDifference difference) => difference.Level is null
        ? Math.Abs(difference.Effect) >= SmallestDifference
        : difference.Effect is >= SmallestLift or <= 1 / SmallestLift;

    /// <summary>Compares the levels that most customers have; gives how many comparisons that were.</summary>
    private static int Levels(
        string name, string[] levels, int[] codes, IReadOnlyList<int> labels, List<AttributeDifference>[] found)
    {
        int width = codes.Length == 0 ? 0 : Math.Max(levels.Length, codes.Max() + 1), compared = 0;
        int[] all = new int[width], known = new int[found.Length], inside = new int[width * found.Length];
        int everybody = 0;
        for (int row = 0; row < codes.Length; row++)
        {
            if (codes[row] < 0) continue;
            everybody++;
            all[codes[row]]++;
            if (labels[row] < 0) continue;
            known[labels[row]]++;
            inside[(labels[row] * width) + codes[row]]++;
        }

        int[] frequent = [.. Enumerable.Range(0, Math.Min(levels.Length, width)).OrderByDescending(code => all[code]).Take(MostLevels)];
        foreach (int code in frequent)
        {
            double share = (double)all[code] / everybody;
            for (int group = 0; group < found.Length; group++)
            {
                int own = known[group], others = everybody - own, have = inside[(group * width) + code];
                if (own * share < FewestExpected || own * (1 - share) < FewestExpected || others == 0) continue;
                compared++;
                double within = (double)have / own, without = (double)(all[code] - have) / others;
                double error = Math.Sqrt(share * (1 - share) * ((1.0 / own) + (1.0 / others))), z = (within - without) / error;
                found[group].Add(new AttributeDifference(
                    name, levels[code], own, within, without, share, within / share, z, PValue(z)));
            }
        }

        return compared;
    }

    private static int Numbers(NumericColumn numbers, IReadOnlyList<int> labels, List<AttributeDifference>[] found)
    {
        int compared = 0;
        int[] rows = [.. Enumerable.Range(0, numbers.Count).Where(row => !numbers.IsMissing(row))];
        double mean = StableSum.Mean(Array.ConvertAll(rows, numbers.NumberAt));
        for (int group = 0; group < found.Length; group++)
        {
            double[] inside = [.. rows.Where(row => labels[row] == group).Select(numbers.NumberAt)];
            double[] outside = [.. rows.Where(row => labels[row] != group).Select(numbers.NumberAt)];
            if (inside.Length < FewestExpected || outside.Length < FewestExpected) continue;
            double own = StableSum.Variance(inside, 1), others = StableSum.Variance(outside, 1);
            double error = Math.Sqrt((own / inside.Length) + (others / outside.Length));
            if (!(error > 0)) continue;
            compared++;
            double within = StableSum.Mean(inside), without = StableSum.Mean(outside), z = (within - without) / error;
            found[group].Add(new AttributeDifference(
                numbers.Name, null, inside.Length, within, without, mean, (within - without) / Math.Sqrt((own + others) / 2), z,
                PValue(z)));
        }

        return compared;
    }
}
