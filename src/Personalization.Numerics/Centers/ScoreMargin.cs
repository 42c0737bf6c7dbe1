using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// How near two scores of <see cref="NearestCenters"/> may lie to each other so that rounding can have put them in the wrong order. With u
/// = 2⁻²⁴, what single precision does to the score F of a center c and a point x of d features is at most
/// <para>(d + 3)·u·F + 2·ρ·√F where F = Σ (x − c)² and ρ is by how much the center was rounded; 2·√F ≤ F ÷ s + s for every s, so also for
/// the largest norm of a center;</para>
/// <para>(d + 3)·u·(½‖c‖² + ‖x‖·‖c‖) where F = ½‖c‖² − x·c. With R the largest norm of a center, that is no more than (d + 3)·u·(½‖x‖² +
/// R²), and because ‖c‖ ≤ ‖x‖ + ‖x − c‖ and ‖x − c‖² = ‖x‖² + 2F, no more than (d + 3)·u·(4‖x‖² + 3F), which an outlier among the centers
/// doesn't touch. What single precision does to the scores of all centers alike doesn't count.</para>
/// <para>All of these grow more slowly than F does: whatever is said of the second smallest score holds for the larger ones as well.</para>
/// </summary>
internal readonly struct ScoreMargin
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Beyond this, at nearly a million features, nothing is said of any score.</summary>
    private const double MostRelative = .05;

    private readonly float _perNorm;
    private readonly float _perScore;
    private readonly float _perNormAtMost;
    private readonly float _atMost;
    private readonly float _always;

    /// <param name="columns">Number of features.</param>
    /// <param name="usesDifferences">Whether scores are Σ (x − c)².</param>
    /// <param name="centers">What is known of all centers.</param>
    public ScoreMargin(int columns, bool usesDifferences, PackedCenters centers)
    {
        // Five roundings more than there are, and a hundredth, for what was neglected above and for the arithmetic with the margin itself.
        double relative = (columns + 8) * UnitRoundoff, error = relative * (1.01 + (4 * relative)), reach = centers.Reach;
        if (!double.IsFinite(reach * reach) || relative > MostRelative)
            error = double.NaN;

        // What is too small for single precision is off by that much.
        double least = (columns + 8) * Math.ScaleB(1, -140);
        if (usesDifferences)
        {
            double rounding = reach > 0 ? 1.01 * centers.Rounding : 0;
            (_perScore, _atMost, _always) =
                ((float)(error + (rounding / Math.Max(reach, double.Epsilon))), float.PositiveInfinity,
                (float)((2 * rounding * reach) + least));
        }
        else
        {
            (_perNorm, _perScore, _perNormAtMost, _atMost, _always) =
                ((float)(8 * error), (float)(3 * error), (float)error, (float)(2 * error * reach * reach), (float)least);
        }
    }

    /// <summary>Whether single precision may have missed the nearest center, or one as near that comes before.</summary>
    /// <param name="squaredNorm">‖x‖² as seen from the origin; of no matter for differences.</param>
    /// <param name="nearest">The smallest score.</param>
    /// <param name="second">The second smallest; +∞ where there is none.</param>
    public bool IsInDoubt(float squaredNorm, float nearest, float second) =>
        (InDoubt(Vector512.CreateScalar(squaredNorm), Vector512.CreateScalar(nearest), Vector512.CreateScalar(second)) & 1) != 0;

    /// <summary>The same for sixteen points, a bit for each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint InDoubt(Vector512<float> squaredNorms, Vector512<float> nearest, Vector512<float> second)
    {
        // A second that there isn't must not make the limit infinite.
        Vector512<float> finite = Vector512.Min(second, Vector512.Create(float.MaxValue));
        Vector512<float> byScores = (squaredNorms * Vector512.Create(_perNorm)) + (nearest * Vector512.Create(_perScore))
            + (finite * Vector512.Create(_perScore));
        Vector512<float> byReach = (squaredNorms * Vector512.Create(_perNormAtMost)) + Vector512.Create(_atMost);
        Vector512<float> limit = Vector512.Min(byScores, byReach) + Vector512.Create(_always);

        // Where something isn't a number there is doubt.
        return ~(uint)Vector512.GreaterThan(second - nearest, limit).ExtractMostSignificantBits() & 0xFFFF;
    }

    /// <summary>
    /// The largest score that the center of a point may have that is nearest in truth; not a number where nothing can be said.
    /// </summary>
    /// <param name="squaredNorm">‖x‖² as seen from the origin; of no matter for differences.</param>
    /// <param name="nearest">The smallest score.</param>
    public float LargestOf(float squaredNorm, float nearest)
    {
        double byScores = (((double)squaredNorm * _perNorm) + (nearest * (1.0 + _perScore)) + _always) / (1.0 - _perScore);
        double byReach = nearest + ((double)squaredNorm * _perNormAtMost) + _atMost + _always;
        float largest = MathF.BitIncrement((float)Math.Min(byScores, byReach));
        return float.IsFinite(largest) ? largest : float.NaN;
    }
}

/// <summary>What is known of all centers once they are packed.</summary>
/// <param name="Rounding">By how much, at most, one was rounded: its distance from what was given.</param>
/// <param name="Reach">The largest norm, as seen from the origin; not finite where one is too large for single precision.</param>
internal readonly record struct PackedCenters(double Rounding, double Reach)
{
    public static PackedCenters Both(PackedCenters first, PackedCenters second) =>
        new(Math.Max(first.Rounding, second.Rounding), Math.Max(first.Reach, second.Reach));
}
