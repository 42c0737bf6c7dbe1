using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// How the time of each clustering grows with the number of rows, over three decades: a figure for each size, the exponent (the slope of
/// log seconds over log rows from the second decade on, by least squares), and a picture of each family where <c>--pictures FOLDER</c>
/// asks for them; <c>--family NAME</c> measures one family only.
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
        Dictionary<string, List<LineSeries>> families = [];
        foreach ((string family, string name, int largest, Action<Matrix> run) in Works())
        {
            if (context.Option("family", family) != family) continue;
            List<LinePoint> points = [];
            for (int step = 3 * StepsPerDecade; step >= 0; step--)
            {
                int rows = (int)Math.Round(largest / Math.Pow(10, (double)step / StepsPerDecade));
                Matrix samples = ClusterTrainer.Clouds(rows, Columns, 1);
                double seconds = Median(() => run(samples));
                points.Add(new LinePoint(rows, seconds));
                context.Figure($"{family}, {name}", "seconds", seconds, null, ("rows", rows), ("columns", Columns));
                context.Say($"{family}, {name}: {rows:N0} rows, {seconds:0.0000} s");
            }

            double exponent = Slope(points.Skip(StepsPerDecade));
            context.Figure(
                $"{family}, {name}", "exponent", exponent, null, ("from_rows", points[StepsPerDecade].X), ("to_rows", points[^1].X));
            if (!families.TryGetValue(family, out List<LineSeries>? lines)) families.Add(family, lines = []);
            lines.Add(new LineSeries(string.Create(CultureInfo.InvariantCulture, $"{exponent:0.00} {name}"), points));
        }

        if (context.Option("pictures", "") is not { Length: > 0 } folder) return;
        foreach ((string family, List<LineSeries> lines) in families)
            File.WriteAllText(Path.Combine(folder, $"growth-{family}.svg"), Picture(family, lines).ToSvg());
    }

    private static IEnumerable<(string Family, string Name, int Largest, Action<Matrix> Run)> Works()
    {
        foreach (ClusterTrainer trainer in ClusterTrainer.All)
            yield return (trainer.Family, trainer.Name, trainer.LargestRows, samples => trainer.Fit(samples, null));

        yield return ("density", "silhouette", 100_000, samples => ClusterSilhouette.Mean(samples, HalvesOf(samples)));
    }

    /// <summary>Eight groups by the signs of the three features: any labels do for timing.</summary>
    private static int[] HalvesOf(MatrixView samples)
    {
        int[] labels = new int[samples.Rows];
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

    private static LineChart Picture(string family, List<LineSeries> lines) => new()
    {
        Title = $"Seconds by the number of rows: {family}",
        Subtitle = "3 features, 2 cores; before each name the exponent over the last two decades",
        Width = 1_000,
        Height = 420,
        Series = lines,
        X = new Axis("Rows") { Logarithmic = true },
        Y = new Axis("Seconds") { Logarithmic = true },
    };
}
