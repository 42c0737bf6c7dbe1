using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>Says how training goes, every few seconds.</summary>
internal sealed class TrainingTold(EvaluationContext context) : IProgress<FitProgress>
{
    private long _last = Stopwatch.GetTimestamp();

    public void Report(FitProgress value)
    {
        if (Stopwatch.GetElapsedTime(_last).TotalSeconds < 5) return;
        _last = Stopwatch.GetTimestamp();
        context.Say($"{value.Stage}, {value.PerSecond:N0} a second");
    }
}
