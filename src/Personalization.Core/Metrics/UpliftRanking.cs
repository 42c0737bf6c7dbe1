using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>Customers of a trial in the order of their predicted effects, the highest first; equal ones share a group.</summary>
internal sealed class UpliftRanking
{
    private const int ResamplesAtOnce = 8;

    private readonly int[] _groups;
    private readonly bool[] _treated;
    private readonly double[] _outcomes;

    private UpliftRanking(int[] groups, bool[] treated, double[] outcomes)
    {
        (_groups, _treated, _outcomes) = (groups, treated, outcomes);
        IsBinary = Array.TrueForAll(outcomes, value => value is 0 or 1);
    }

    public bool IsBinary { get; }

    public static UpliftRanking Of(ReadOnlySpan<double> predicted, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes)
    {
        if (predicted.Length != treated.Length || predicted.Length != outcomes.Length)
        {
            throw new ArgumentException(
                $"There are {predicted.Length} predictions, {treated.Length} treatments and {outcomes.Length} outcomes; as many of each.",
                nameof(outcomes));
        }

        for (int i = 0; i < predicted.Length; i++)
        {
            if (!double.IsFinite(predicted[i]) || !double.IsFinite(outcomes[i]))
            {
                throw new ArgumentException(
                    $"Customer {i} has the prediction {predicted[i]} and the outcome {outcomes[i]}; both must be finite.",
                    nameof(outcomes));
            }
        }

        if (!treated.Contains(true) || !treated.Contains(false))
            throw new ArgumentException("One arm of the trial is empty: there is nothing to compare.", nameof(treated));
        double[] keys = new double[predicted.Length];
        int[] order = new int[keys.Length], groups = new int[keys.Length];
        for (int i = 0; i < keys.Length; i++) (keys[i], order[i]) = (-predicted[i], i);
        Array.Sort(keys, order);
        bool[] arms = new bool[keys.Length];
        double[] values = new double[keys.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            (arms[i], values[i]) = (treated[order[i]], outcomes[order[i]]);
            if (i > 0) groups[i] = groups[i - 1] + (keys[i] == keys[i - 1] ? 0 : 1);
        }

        return new UpliftRanking(groups, arms, values);
    }

    /// <summary>The curve.</summary>
    public List<UpliftPoint> Points() => Points(_groups);

    /// <summary>The curve of the order that knows outcomes (0 or 1): treated with one, then without any, then untreated with one.</summary>
    public List<UpliftPoint> BestQini() => Ordered((treated, outcome) => outcome == 0 ? 1 : treated ? 0 : 2);

    /// <summary>The curve of scikit-uplift's perfect order for it.</summary>
    public List<UpliftPoint> BestUplift()
    {
        int responders = 0, silent = 0;
        for (int i = 0; i < _treated.Length; i++)
        {
            if (!_treated[i] && _outcomes[i] == 1) responders++;
            if (_treated[i] && _outcomes[i] == 0) silent++;
        }

        bool byOutcome = responders > silent;
        return Ordered(
            (treated, outcome) => 3 - ((treated == (outcome == 1) ? 2 : 0) + ((byOutcome ? outcome == 1 : treated) ? 1 : 0)));
    }

    /// <summary>A figure of as many customers drawn with replacement, many times over.</summary>
    public double[] Resampled(
        Func<UpliftRanking, IReadOnlyList<UpliftPoint>, double> figure, ulong seed, int resamples, int? threads,
        CancellationToken cancellationToken)
    {
        double[] values = new double[resamples];
        ParallelChunks.Run(
            resamples,
            ResamplesAtOnce,
            (_, start, end) =>
            {
                RandomStream random = new(seed, "uplift bootstrap");
                int[] weights = new int[_treated.Length];
                for (int resample = start; resample < end; resample++)
                {
                    random.Restart((ulong)resample);
                    Array.Clear(weights);
                    for (int i = 0; i < weights.Length; i++) weights[random.NextInt32(weights.Length)]++;
                    UpliftRanking drawn = Weighted(weights);
                    values[resample] = drawn._treated.Contains(true) && drawn._treated.Contains(false)
                        ? figure(drawn, drawn.Points())
                        : double.NaN;
                }
            },
            threads,
            cancellationToken);
        return values;
    }

    /// <summary>Ends of the middle 95 %; samples without a value are left out.</summary>
    public static (double Low, double High) Ends(double[] values)
    {
        double[] known = Array.FindAll(values, double.IsFinite);
        if (known.Length == 0) return (double.NaN, double.NaN);
        double[] ends = Quantiles.Of(known, [.025, .975]);
        return (ends[0], ends[1]);
    }

    private UpliftRanking Weighted(int[] weights)
    {
        int[] groups = new int[weights.Length];
        bool[] treated = new bool[weights.Length];
        double[] outcomes = new double[weights.Length];
        int next = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            for (int copy = 0; copy < weights[i]; copy++)
                (groups[next], treated[next], outcomes[next++]) = (_groups[i], _treated[i], _outcomes[i]);
        }

        return new UpliftRanking(groups, treated, outcomes);
    }

    private List<UpliftPoint> Ordered(Func<bool, double, int> group)
    {
        int[] groups = new int[_treated.Length], order = new int[groups.Length];
        for (int i = 0; i < groups.Length; i++) (groups[i], order[i]) = (group(_treated[i], _outcomes[i]), i);
        Array.Sort(groups, order);
        return new UpliftRanking(groups, Array.ConvertAll(order, i => _treated[i]), Array.ConvertAll(order, i => _outcomes[i])).Points();
    }

    private List<UpliftPoint> Points(int[] groups)
    {
        List<UpliftPoint> points = [default];
        double treated = 0, untreated = 0, treatedSum = 0, untreatedSum = 0;
        for (int i = 0; i < groups.Length; i++)
        {
            if (_treated[i]) (treated, treatedSum) = (treated + 1, treatedSum + _outcomes[i]);
            else (untreated, untreatedSum) = (untreated + 1, untreatedSum + _outcomes[i]);
            if (i + 1 < groups.Length && groups[i + 1] == groups[i]) continue;
            double mean = treated > 0 ? treatedSum / treated : 0, other = untreated > 0 ? untreatedSum / untreated : 0;
            points.Add(new UpliftPoint(i + 1, (mean - other) * (i + 1), treatedSum - (other * treated)));
        }

        return points;
    }
}
