using Personalization.Core;

namespace Personalization.Neural;

/// <summary>Tells how far a run has come, a few times a second at most.</summary>
internal sealed class TrainingProgress(
    TrainingState state, IProgress<FitProgress>? progress, TimeProvider clock, string metricName, int maxEpochs, int exampleCount)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long _start;
    private long _last;
    private double _startFraction;
    private long _samples;

    private double Fraction => (state.Epoch + (state.Done / (double)exampleCount)) / maxEpochs;

    /// <summary>Starts the clock, where the state is that of a checkpoint or new.</summary>
    public void Begin()
    {
        _start = _last = clock.GetTimestamp();
        _startFraction = Fraction;
    }

    /// <summary>Counts samples that were trained on.</summary>
    public void Made(int samples)
    {
        _samples += samples;
        if (progress is not null && clock.GetElapsedTime(_last) >= Interval) Tell();
    }

    /// <summary>Tells of the state as it is.</summary>
    public void Tell() => Tell(
        FormattableString.Invariant($"epoch {Math.Min(state.Epoch + 1, maxEpochs)} of {maxEpochs}"), Fraction, Fraction - _startFraction);

    /// <summary>Tells that all is done, though fewer epochs may have been made than asked for.</summary>
    public void End() => Tell("trained", 1, null);

    private void Tell(string stage, double fraction, double? made)
    {
        if (progress is null) return;
        _last = clock.GetTimestamp();
        TimeSpan spent = clock.GetElapsedTime(_start);
        double? loss = state.Done > 0 ? state.Loss / state.Done : state.Losses is [.., double mean] ? mean : null;
        double? metric = state.Metrics is [.., double figure] ? figure : null;
        if (loss is not null) stage += FormattableString.Invariant($", loss {loss:0.0000}");
        if (metric is not null) stage += FormattableString.Invariant($", {metricName} {metric:0.0000}");
        progress.Report(new FitProgress(stage, fraction)
        {
            Count = _samples,
            Unit = "samples",
            PerSecond = spent > TimeSpan.Zero ? _samples / spent.TotalSeconds : null,
            Remaining = made is null ? TimeSpan.Zero : made > 0 ? spent * ((1 - fraction) / made.Value) : null,
            Objective = loss,
            Metric = metric,
        });
    }
}
