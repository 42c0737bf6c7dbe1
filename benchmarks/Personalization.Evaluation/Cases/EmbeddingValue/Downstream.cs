using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>A question about customers that is answered from features.</summary>
/// <param name="Name">What is asked.</param>
/// <param name="Metric">AUC, R2 or accuracy.</param>
/// <param name="Rows">Rows of the customers who are asked about.</param>
/// <param name="Targets">The answer for each of them: 0 or 1, a number, or a class from 0.</param>
internal sealed record Question(string Name, string Metric, int[] Rows, double[] Targets)
{
    private const int Folds = 5, Resamples = 1_000;

    /// <summary>Answers from each set of features, and says how far they are apart: pairs of sets on the same customers.</summary>
    public void Ask(
        EvaluationContext context, string shop, IReadOnlyList<(string Name, double[][] Features)> sets,
        IReadOnlyList<(string Better, string Than)> pairs)
    {
        int[] folds = new int[Rows.Length];
        for (int i = 0; i < folds.Length; i++) folds[i] = i % Folds;
        new RandomStream(1, "folds of " + Name).Shuffle(folds.AsSpan());
        Dictionary<string, double[]> samples = new(StringComparer.Ordinal);
        Dictionary<string, double> values = new(StringComparer.Ordinal);
        foreach ((string set, double[][] features) in sets)
        {
            Func<int[], double> measure = Measure([.. Rows.Select(row => features[row])], folds);
            values[set] = measure([.. Enumerable.Repeat(1, Rows.Length)]);
            samples[set] = [.. Enumerable.Range(0, Resamples).Select(resample => measure(Drawn(resample)))];
            double[] sorted = [.. samples[set].Order()];
            context.Figure(
                set, Metric, values[set], null, ("shop", shop), ("question", Name), ("customers", Rows.Length),
                ("low", sorted[Resamples / 40]), ("high", sorted[^(Resamples / 40)]));
        }

        foreach ((string better, string than) in pairs)
        {
            double[] differences = [.. samples[better].Zip(samples[than], (one, other) => one - other).Order()];
            int below = differences.Count(difference => difference <= 0);
            context.Figure(
                $"{better} − {than}", Metric + "_difference", values[better] - values[than], null, ("shop", shop), ("question", Name),
                ("low", differences[Resamples / 40]), ("high", differences[^(Resamples / 40)]),
                ("p", Math.Min(1, 2.0 * (Math.Min(below, Resamples - below) + 1) / (Resamples + 1))));
        }

        context.Say($"{shop}, {Name} ({Metric}, {Rows.Length} customers): "
            + string.Join(", ", sets.Select(set => FormattableString.Invariant($"{set.Name} {values[set.Name]:0.0000}"))));
    }

    /// <summary>How often each customer is drawn; the same for every set, so that differences are paired.</summary>
    private int[] Drawn(int resample)
    {
        RandomStream random = new(2, "paired bootstrap of " + Name, (ulong)resample);
        int[] counts = new int[Rows.Length];
        for (int i = 0; i < counts.Length; i++) counts[random.NextInt32(counts.Length)]++;
        return counts;
    }

    private Func<int[], double> Measure(double[][] features, int[] folds)
    {
        if (Metric == "accuracy")
        {
            int classes = (int)Targets.Max() + 1;
            double[][] scores = [.. Enumerable.Range(0, classes).Select(each => LinearLearner.OutOfFold(
                features, [.. Targets.Select(target => target == each ? 1d : 0)], folds, logistic: true))];
            bool[] right =
            [
                .. Targets.Select((target, row) => Enumerable.Range(0, classes).MaxBy(each => scores[each][row]) == (int)target),
            ];
            return counts => counts.Where((_, row) => right[row]).Sum() / (double)counts.Sum();
        }

        double[] predicted = LinearLearner.OutOfFold(features, Targets, folds, logistic: Metric == "AUC");
        if (Metric == "AUC") return AreaUnderCurve(predicted);
        return counts => RSquared(predicted, counts);
    }

    private double RSquared(double[] predicted, int[] counts)
    {
        double total = counts.Sum(), mean = 0, error = 0, spread = 0;
        for (int row = 0; row < counts.Length; row++) mean += counts[row] * Targets[row] / total;
        for (int row = 0; row < counts.Length; row++)
        {
            error += counts[row] * (predicted[row] - Targets[row]) * (predicted[row] - Targets[row]);
            spread += counts[row] * (Targets[row] - mean) * (Targets[row] - mean);
        }

        return 1 - (error / spread);
    }

    /// <summary>Chance that one with 1 is put before one with 0; ties count half.</summary>
    private Func<int[], double> AreaUnderCurve(double[] predicted)
    {
        int[] order = [.. Enumerable.Range(0, predicted.Length).OrderBy(row => predicted[row])];
        return counts =>
        {
            double ones = 0, zeros = 0, before = 0;
            for (int start = 0; start < order.Length;)
            {
                double tiedOnes = 0, tiedZeros = 0;
                int end = start;
                for (; end < order.Length && predicted[order[end]] == predicted[order[start]]; end++)
                {
                    if (Targets[order[end]] > 0) tiedOnes += counts[order[end]];
                    else tiedZeros += counts[order[end]];
                }

                before += tiedOnes * (zeros + (tiedZeros / 2));
                (ones, zeros, start) = (ones + tiedOnes, zeros + tiedZeros, end);
            }

            return before / (ones * zeros);
        };
    }
}
