using MathNet.Numerics.Distributions;

namespace Personalization.Evaluation.Cases;

/// <summary>Mean of a figure over seeds, and the 95 % interval by Student's t.</summary>
internal readonly record struct SeedMean(double Mean, double Low, double High)
{
    public static SeedMean Of(IReadOnlyCollection<double> values)
    {
        double mean = values.Average();
        if (values.Count < 2) return new(mean, double.NegativeInfinity, double.PositiveInfinity);
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        double reach = StudentT.InvCDF(0, 1, values.Count - 1, .975) * Math.Sqrt(variance / values.Count);
        return new(mean, mean - reach, mean + reach);
    }

    /// <summary>Figures of seeds 1 and up, on all processors; each must depend on its seed alone.</summary>
    public static T[] Each<T>(int seeds, Func<ulong, T> figure) =>
        [.. Enumerable.Range(1, seeds).AsParallel().AsOrdered().Select(seed => figure((ulong)seed))];

    public void Tell(EvaluationContext context, string model, string metric, params (string Name, object Value)[] more) =>
        context.Figure(model, metric, Mean, null, [.. more, ("low", Low), ("high", High)]);
}
