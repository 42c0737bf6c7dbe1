using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Personalization.Evaluation;

/// <summary>
/// Where a case finds its data and tells its figures: one JSON object a line to standard output, progress to standard error.
/// </summary>
internal sealed class EvaluationContext(string caseName, string? dataFolder, IReadOnlyDictionary<string, string> options)
{
    private static readonly bool CountsProcessorTime = Environment.GetEnvironmentVariable("PEERS_CPU") == "1";

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    /// <summary>An option of the command line such as <c>--count 10000</c>, or its default.</summary>
    public int Option(string name, int fallback) =>
        options.TryGetValue(name, out string? text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : fallback;

    public string Option(string name, string fallback) => options.GetValueOrDefault(name, fallback);

    /// <summary>Full path of a data file; ends the case with a clear message where it is absent.</summary>
    public string Data(string relativePath)
    {
        string folder = dataFolder ?? Environment.GetEnvironmentVariable("PERSONALIZATION_DATA")
            ?? Path.Combine(FindRoot(), "..", "shared", "data");
        string path = Path.GetFullPath(Path.Combine(folder, relativePath));
        return File.Exists(path)
            ? path
            : throw new EvaluationException(
                $"{path} is missing; give the folder of the data with --data DIR or PERSONALIZATION_DATA "
                + "(benchmarks/README.md says what it holds).");
    }

    /// <summary>Full path of a file of the repository.</summary>
    public static string Source(string relativePath) => Path.Combine(FindRoot(), relativePath);

    /// <summary>Writes a figure. Metric names are written as in benchmarks/README.md.</summary>
    public void Figure(
        string model, string metric, double value, double? seconds = null, params ReadOnlySpan<(string Name, object Value)> more)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("case", caseName);
            json.WriteString("model", model);
            json.WriteString("metric", metric);
            json.WriteNumber("value", Round(value));
            json.WriteNumber("seconds", Round(seconds ?? _sinceStart.Elapsed.TotalSeconds));
            json.WriteNumber("peak_mb", Round(PeakMegabytes()));
            foreach ((string name, object extra) in more)
            {
                json.WritePropertyName(name);
                WriteValue(json, extra);
            }

            json.WriteEndObject();
        }

        Console.Out.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    public void Say(string message) => Console.Error.WriteLine($"[{_sinceStart.Elapsed.TotalSeconds,7:F1} s] {message}");

    /// <summary>
    /// Median seconds of some runs after one that isn't counted: of the wall clock, or of processor time where <c>compare.sh --cpu</c>
    /// asks for it.
    /// </summary>
    public static double MedianSeconds(int runs, Action action)
    {
        action();
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) seconds[i] = Seconds(action);

        Array.Sort(seconds);
        return seconds[runs / 2];
    }

    /// <summary>Seconds of one run, by the same clock.</summary>
    public static double Seconds(Action action)
    {
        double began = Clock();
        action();
        return Clock() - began;
    }

    public static double PeakMegabytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / 1e6;
    }

    private static double Clock() => CountsProcessorTime && !OperatingSystem.IsBrowser()
        ? Environment.CpuUsage.TotalTime.TotalSeconds
        : Stopwatch.GetElapsedTime(0).TotalSeconds;

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case double number: json.WriteNumberValue(Round(number)); break;
            case decimal number: json.WriteNumberValue(number); break;
            case int number: json.WriteNumberValue(number); break;
            case long number: json.WriteNumberValue(number); break;
            case bool flag: json.WriteBooleanValue(flag); break;
            default: json.WriteStringValue(value.ToString()); break;
        }
    }

    /// <summary>
    /// Ten significant digits: enough for any figure, and the lines stay readable. What isn't finite can't stand in JSON: −1.
    /// </summary>
    private static double Round(double value) =>
        double.IsFinite(value)
            ? double.Parse(
                value.ToString("G10", System.Globalization.CultureInfo.InvariantCulture), System.Globalization.CultureInfo.InvariantCulture)
            : -1;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Personalization.sln"))) return folder.FullName;
        }

        return Environment.CurrentDirectory;
    }
}

/// <summary>A case can't run, and says why in one line.</summary>
internal sealed class EvaluationException(string message) : Exception(message);
