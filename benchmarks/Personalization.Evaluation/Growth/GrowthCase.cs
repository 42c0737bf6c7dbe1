using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// How the time of each clustering grows with the number of rows, over three decades: a figure for each size, the exponent (the slope of log seconds over
/// log rows from the second decade on, by least squares), and a picture where <c>--picture FILE</c> asks for one.
/// </summary>
internal sealed class GrowthCase : IEvaluationCase
{
    private const int Columns = 3;

    private const int StepsPerDecade = 2;

    private const double LongEnough = .2;

    public string Name => "growth";

    public string Description => "How the time of each clustering grows with the rows, over three decades";

    public void Run(EvaluationContext context)
    {
        List<LineSeries> lines = [];
        foreach ((string name, int largest, Action<Matrix> run) in Works())
        {
            List<LinePoint> points = [];
            for (int step = 3 * StepsPerDecade; step >= 0; step--)
            {
                int rows = (int)Math.Round(largest / Math.Pow(10, (double)step / StepsPerDecade));
                Matrix samples = ClusterTrainer.Clouds(rows, Columns, 1);
                double seconds = Median(() => run(samples));
                points.Add(new LinePoint(rows, seconds));
                context.Figure(name, "seconds", seconds, null, ("rows", rows), ("columns", Columns));
                context.Say($"{name}: {rows:N0} rows, {seconds:0.0000} s");
            }

            double exponent = Slope(points.Skip(StepsPerDecade));
            context.Figure(name, "exponent", exponent, null, ("from_rows", points[StepsPerDecade].X), ("to_rows", points[^1].X));
            lines.Add(new LineSeries(string.Create(CultureInfo.InvariantCulture, $"{name}: n^{exponent:0.00}"), points));
        }

        if (context.Option("picture", "") is { Length: > 0 } file) File.WriteAllText(file, Picture(lines).ToSvg());
    }

    private static IEnumerable<(string Name, int Largest, Action<Matrix> Run)> Works()
    {
        foreach (ClusterTrainer trainer in ClusterTrainer.All)
            yield return (trainer.Name, trainer.LargestRows, samples => trainer.Fit(samples, null));

        yield return ("silhouette, exact", 100_000, samples => ClusterSilhouette.Mean(samples, HalvesOf(samples)));
    }

    /// <summary>Eight groups by the signs of the three features: any labels do for timing.</summary>
    private static int[] HalvesOf(MatrixView samples)
    {
        var labels = new int[samples.Rows];
        for (int row = 0; row < labels.Length; row++)
            labels[row] = (samples[row, 0] > 0 ? 1 : 0) + (samples[row, 1] > 0 ? 2 : 0) + (samples[row, 2] > 0 ? 4 : 0);

        return labels;
    }

    /// <summary>Short work is repeated: the median of as many runs as fit, up to seven.</summary>
    private static double Median(Action run)
    {
        Stopwatch watch = Stopwatch.StartNew();
        run();
        if (watch.Elapsed.TotalSeconds > 10 * LongEnough) return watch.Elapsed.TotalSeconds;
        return EvaluationContext.MedianSeconds(watch.Elapsed.TotalSeconds > LongEnough ? 1 : 7, run);
    }

    private static double Slope(IEnumerable<LinePoint> points)
    {
        (double X, double Y)[] logs = [.. points.Select(point => (Math.Log(point.X), Math.Log(point.Y)))];
        double meanX = logs.Average(log => log.X), meanY = logs.Average(log => log.Y);
        return logs.Sum(log => (log.X - meanX) * (log.Y - meanY)) / logs.Sum(log => (log.X - meanX) * (log.X - meanX));
    }

    private static LineChart Picture(List<LineSeries> lines) => new()
    {
        Title = "Time of a fit by the number of rows",
        Subtitle = "3 features, 2 cores; the exponent is measured over the last two decades",
        Width = 760,
        Height = 520,
        Series = lines,
        X = new Axis("Rows") { Logarithmic = true },
        Y = new Axis("Seconds") { Logarithmic = true },
    };
}
