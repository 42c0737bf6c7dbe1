using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// When epochs ended, by what progress tells. The first holds what is compiled on the way, so it counts only where there is no other.
/// </summary>
internal sealed class EpochTimes(int epochs) : IProgress<FitProgress>
{
    private readonly List<double> _seconds = [];
    private long _last = Stopwatch.GetTimestamp();

    public double MedianSeconds => (_seconds.Count > 1 ? _seconds[1..] : _seconds).Order().ElementAt((_seconds.Count - 1) / 2);

    public void Report(FitProgress value)
    {
        if (_seconds.Count == epochs || !(value.Fraction * epochs > _seconds.Count + 1 - 1e-9)) return;
        _seconds.Add(Stopwatch.GetElapsedTime(_last).TotalSeconds);
        _last = Stopwatch.GetTimestamp();
    }
}
