using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// Passes progress on so that its fraction only rises, whatever several threads report side by side, and a finished fit ends at 1.
/// Thread-safe.
/// </summary>
internal sealed class RisingProgress : IProgress<FitProgress>
{
    private readonly IProgress<FitProgress> _listener;
    private readonly Lock _gate = new();
    private double _fraction;
    private string _stage = "";

    private RisingProgress(IProgress<FitProgress> listener) => _listener = listener;

    /// <summary>Progress for a listener; null where nobody listens.</summary>
    public static RisingProgress? For(IProgress<FitProgress>? listener) => listener is null ? null : new RisingProgress(listener);

    /// <summary>
    /// Progress of a part of the work, whose fractions from 0 to 1 become those of the whole from one to another; null where nobody
    /// listens.
    /// </summary>
    public static IProgress<FitProgress>? Part(IProgress<FitProgress>? whole, double from, double to) =>
        whole is null ? null : new PartOf(whole, from, to);

    public void Report(FitProgress value)
    {
        lock (_gate)
        {
            _stage = value.Stage;
            _fraction = Math.Max(_fraction, value.Fraction ?? 0);
            _listener.Report(value.Fraction is null ? value : value with { Fraction = _fraction });
        }
    }

    /// <summary>Tells that all is done, unless that was told.</summary>
    public void Finish()
    {
        if (_fraction < 1)
            Report(new FitProgress(_stage, 1));
    }

    private sealed class PartOf(IProgress<FitProgress> whole, double from, double to) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => whole.Report(value with { Fraction = from + ((to - from) * (value.Fraction ?? 0)) });
    }
}
