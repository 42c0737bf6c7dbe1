using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Which algorithm the next assignment of a run uses. All give the same labels, so this looks at how the work goes, and decides only how
/// long it takes.
/// </summary>
internal sealed class AlgorithmChoice(KMeansAlgorithm algorithm, int rows, int clusterCount, int columns)
{
    /// <summary>Multiply-adds for each row below which a plain assignment takes hardly longer than testing bounds.</summary>
    private const int LeastWork = 512;

    /// <summary>
    /// Without screening, which sees how near second centers are, bounds are tried once no larger share of the rows changes.
    /// </summary>
    private const double MostChanged = .02;

    /// <summary>Screening is given up beyond this share of rows that it leaves in doubt: those are looked at twice.</summary>
    private const double MostDoubtful = .25;

    private double _trust = 1;
    private bool _fresh;

    /// <summary>Whether bounds are used.</summary>
    public bool UsesBounds { get; private set; }

    /// <summary>Whether an assignment without bounds is screened, where the data were rounded for it.</summary>
    public bool Screens { get; private set; } = MayScreen(algorithm, clusterCount, columns);

    public static bool MayScreen(KMeansAlgorithm algorithm, int clusterCount, int columns) =>
        algorithm == KMeansAlgorithm.Screened
            || (algorithm == KMeansAlgorithm.Auto && RoundedTiles.IsFast && (long)clusterCount * columns >= LeastWork);

    /// <summary>Told after each assignment how it went.</summary>
    /// <param name="changed">Rows that changed.</param>
    /// <param name="looked">Rows that bounds or screening left open.</param>
    /// <param name="close">
    /// With screening, from the second assignment on: rows whose bounds wouldn't last a step as long as the last.
    /// </param>
    public void Saw(long changed, long looked, long? close)
    {
        if (algorithm != KMeansAlgorithm.Auto)
        {
            // The first assignment is plain: there are no labels yet whose bounds could be kept.
            UsesBounds = algorithm == KMeansAlgorithm.Hamerly;
            return;
        }

        if (UsesBounds)
        {
            if (!_fresh && looked > MostLookedAt() * rows)
            {
                UsesBounds = false;
                _trust /= 4;
            }

            _fresh = false;
            return;
        }

        Screens &= looked <= MostDoubtful * rows;
        if ((long)clusterCount * columns < LeastWork || !BoundsPay(changed, close))
            return;

        (UsesBounds, _fresh) = (true, true);
    }

    private bool BoundsPay(long changed, long? close)
    {
        if (close is not { } count)
            return changed <= _trust * MostChanged * rows;

        // About as many are then looked at: measured, between .8 and 1.3 times as many.
        return 1.3 * count <= _trust * MostLookedAt() * rows;
    }

    /// <summary>
    /// The share of the rows beyond which bounds are given up. A plain row takes about k · d units of time, a screened one .6 of that,
    /// testing bounds 225, and a row that is gathered and looked at 1.15 · k · d + 2,700 (measured on Zen 5 at 512 bits, where a unit is
    /// .011 ns; at 256 bits a screened row took .63 of a plain one as well). This is the share at which both take as long.
    /// </summary>
    private double MostLookedAt()
    {
        double work = (double)clusterCount * columns;
        return (((Screens ? .6 : 1) * work) - 225) / ((1.15 * work) + 2700);
    }
}
