namespace Personalization.Bandits;

/// <summary>
/// Notices that rewards have changed: the test of Page (1954) and Hinkley (1971) on both sides, in units of the rewards' own deviation. Not
/// thread-safe. O(1) a reward.
/// </summary>
/// <param name="tolerance">Change of the mean that is let pass, in deviations, at least 0. Default .1.</param>
/// <param name="threshold">
/// Sum of what goes beyond at which it rings, in deviations, above 0: the larger, the later and the surer. Default 50.
/// </param>
/// <param name="warmUp">Rewards by which mean and deviation are found first, at least 2. Default 100.</param>
public sealed class DriftAlarm(double tolerance = .1, double threshold = 50, int warmUp = 100)
{
    private readonly double _tolerance = Guard.Finite(Guard.AtLeast(tolerance, 0));
    private readonly double _threshold = Guard.Finite(Guard.Positive(threshold));
    private readonly int _warmUp = Guard.AtLeast(warmUp, 2);
    private long _count;
    private double _mean, _squares, _above, _below;

    /// <summary>How often it rang. After ringing it learns the new mean.</summary>
    public long Rung { get; private set; }

    internal void Write(Core.RecordWriter to) =>
        to.Long(_count).Double(_mean).Double(_squares).Double(_above).Double(_below).Long(Rung);

    internal void Read(ref Core.RecordReader from)
    {
        (_count, _mean, _squares) = (from.Long(), from.Double(), from.Double());
        (_above, _below, Rung) = (from.Double(), from.Double(), from.Long());
    }

    /// <summary>Takes the next reward, or what surprised about it; true where it rings.</summary>
    public bool Add(double value)
    {
        if (!double.IsFinite(value))
            throw new ArgumentException(FormattableString.Invariant($"The value is {value}; it must be finite."), nameof(value));
        if (_count >= _warmUp)
        {
            double deviation = Math.Sqrt(Math.Max(_squares / (_count - 1), 1e-12)), from = (value - _mean) / deviation;
            _above = Math.Max(0, _above + from - _tolerance);
            _below = Math.Max(0, _below - from - _tolerance);
            if (Math.Max(_above, _below) > _threshold)
            {
                (_count, _mean, _squares, _above, _below) = (0, 0, 0, 0, 0);
                Rung++;
                return true;
            }
        }

        _count++;
        double before = value - _mean;
        _mean += before / _count;
        _squares += before * (value - _mean);
        return false;
    }
}
