using System.Globalization;
using Personalization.Core;

namespace Personalization.Tool;

/// <summary>
/// Progress with the time left: one line that moves along, or, where it goes into a file, a line every few seconds, so that work that is
/// done at once says nothing.
/// </summary>
internal sealed class ProgressLine(TextWriter error, TimeProvider clock, bool moves) : IProgress<FitProgress>
{
    /// <summary>Before this much is done, or this long has passed, what is left can't be told.</summary>
    private const double EarliestFraction = 0.03, EarliestSeconds = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(80), PauseInFiles = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly long _start = clock.GetTimestamp();
    private long _last = clock.GetTimestamp();
    private string _stage = "";
    private int _width;

    public void Report(FitProgress value)
    {
        lock (_gate)
        {
            long now = clock.GetTimestamp();
            if (clock.GetElapsedTime(_last, now) < (moves ? Pause : PauseInFiles) && !(moves && value.Stage != _stage)) return;
            (_last, _stage) = (now, value.Stage);
            string line = Line(value, clock.GetElapsedTime(_start, now));
            if (!moves) error.WriteLine(line);
            else
            {
                error.Write('\r' + line.PadRight(_width));
                _width = line.Length;
            }
        }
    }

    /// <summary>Leaves the line empty for what is said next.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            if (_width > 0) error.Write('\r' + new string(' ', _width) + '\r');
            _width = 0;
        }
    }

    /// <summary>"about 3 min left"; empty where it can't be told yet.</summary>
    internal static string Left(double fraction, TimeSpan elapsed)
    {
        if (fraction is < EarliestFraction or >= 1 || elapsed.TotalSeconds < EarliestSeconds) return "";
        double seconds = elapsed.TotalSeconds * (1 - fraction) / fraction;
        CultureInfo culture = CultureInfo.InvariantCulture;
        return seconds switch
        {
            < 60 => string.Create(culture, $"about {Math.Max(1, seconds):N0} s left"),
            < 5400 => string.Create(culture, $"about {seconds / 60:N0} min left"),
            _ => string.Create(culture, $"about {seconds / 3600:N1} h left"),
        };
    }

    private static string Line(FitProgress value, TimeSpan elapsed)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string line = string.Create(culture, $"{value.Fraction,5:P0}  {value.Stage}");
        if (value is { Count: { } count, Unit: { } unit }) line += string.Create(culture, $", {count:N0} {unit}");
        if (value.PerSecond is { } rate) line += string.Create(culture, $" ({rate:N0} a second)");
        return Left(value.Fraction ?? 0, elapsed) is { Length: > 0 } left ? $"{line}, {left}" : line;
    }
}
