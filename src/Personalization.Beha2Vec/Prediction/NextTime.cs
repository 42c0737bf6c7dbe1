using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// How long until the next event, as a density over time: the probabilities of below a minute and of each doubling from there on, evenly
/// spread within the first minute, log-evenly within each doubling, and falling as 1 / time² from 364 days on. Immutable.
/// </summary>
/// <remarks>
/// Static members take the probabilities of <see cref="Beha2VecModel.PredictTimes"/> and allocate nothing.
/// </remarks>
public sealed class NextTime
{
    /// <summary>Spans of time: below 1 minute, 1 to 2, 2 to 4 … minutes, and 2¹⁹ minutes (364 days) or more.</summary>
    public const int Bins = BehaviorVocabulary.GapCodes - 1;

    private readonly float[] _probabilities;

    /// <summary>Makes a density of probabilities.</summary>
    /// <param name="probabilities">One for each of <see cref="Bins"/>, at least 0; they are scaled to a sum of 1.</param>
    /// <exception cref="ArgumentException">There are more or fewer, one is negative or no number, or all are 0.</exception>
    public NextTime(ReadOnlySpan<float> probabilities)
    {
        Check(probabilities);
        _probabilities = probabilities.ToArray();
    }

    /// <summary>Probability of each of <see cref="Bins"/>.</summary>
    public ReadOnlySpan<float> Probabilities => _probabilities;

    /// <summary>Before it, the next event is as likely as after it.</summary>
    public TimeSpan Median => Quantile(.5);

    /// <summary>The time within which the next event comes with a probability.</summary>
    /// <param name="probability">0 to 1.</param>
    public TimeSpan Quantile(double probability) => Quantile(_probabilities, probability);

    /// <summary>The interval in whose middle the median lies and that holds the next event with a probability.</summary>
    /// <param name="probability">0 to 1. Default .8: from the 10 % to the 90 % quantile.</param>
    public (TimeSpan From, TimeSpan To) Interval(double probability = .8)
    {
        Guard.InRange(probability, 0, 1);
        return (Quantile((1 - probability) / 2), Quantile((1 + probability) / 2));
    }

    /// <summary>The probability that the next event comes within a time.</summary>
    /// <param name="time">From the last event on; 0 where it is negative.</param>
    public double ProbabilityWithin(TimeSpan time) => ProbabilityWithin(_probabilities, time);

    /// <inheritdoc cref="Quantile(double)"/>
    /// <param name="probabilities">One for each of <see cref="Bins"/>.</param>
    /// <param name="probability">0 to 1.</param>
    public static TimeSpan Quantile(ReadOnlySpan<float> probabilities, double probability)
    {
        double sum = Check(probabilities), left = Guard.InRange(probability, 0, 1) * sum;
        int last = Bins - 1;
        while (last > 0 && probabilities[last] == 0) last--;
        for (int bin = 0; bin <= last; bin++)
        {
            double own = probabilities[bin];
            if ((own == 0 || left > own) && bin < last)
            {
                left -= own;
                continue;
            }

            double share = own == 0 ? 0 : Math.Min(1, left / own);
            return FromMinutes(bin switch
            {
                0 => share,
                Bins - 1 => Start(bin) / (1 - share),
                _ => Start(bin) * StableMath.Exp2(share),
            });
        }

        return TimeSpan.Zero;
    }

    /// <inheritdoc cref="ProbabilityWithin(TimeSpan)"/>
    /// <param name="probabilities">One for each of <see cref="Bins"/>.</param>
    /// <param name="time">From the last event on; 0 where it is negative.</param>
    public static double ProbabilityWithin(ReadOnlySpan<float> probabilities, TimeSpan time)
    {
        double sum = Check(probabilities), minutes = time.TotalMinutes, within = 0;
        if (minutes <= 0) return 0;
        for (int bin = 0; bin < Bins && minutes > Start(bin); bin++)
        {
            double share = bin switch
            {
                0 => minutes,
                Bins - 1 => 1 - (Start(bin) / minutes),
                _ => StableMath.Log2(minutes / Start(bin)),
            };
            within += probabilities[bin] * Math.Min(1, share);
        }

        return Math.Min(1, within / sum);
    }

    /// <summary>Minutes at which a bin begins.</summary>
    private static double Start(int bin) => bin == 0 ? 0 : 1 << (bin - 1);

    private static TimeSpan FromMinutes(double minutes) =>
        minutes < TimeSpan.MaxValue.TotalMinutes ? TimeSpan.FromMinutes(minutes) : TimeSpan.MaxValue;

    private static double Check(ReadOnlySpan<float> probabilities)
    {
        if (probabilities.Length != Bins)
            throw new ArgumentException($"There are {probabilities.Length} probabilities; {Bins} are expected.", nameof(probabilities));
        double sum = 0;
        foreach (float probability in probabilities)
        {
            if (!(probability >= 0) || !float.IsFinite(probability))
                throw new ArgumentException($"A probability is {probability}; it must be at least 0.", nameof(probabilities));
            sum += probability;
        }

        return sum > 0 ? sum : throw new ArgumentException("All probabilities are 0.", nameof(probabilities));
    }
}
