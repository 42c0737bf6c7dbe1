namespace Personalization.Clustering;

/// <summary>
/// Which algorithm the next assignment of a run uses. All give the same labels, so this looks at how the work goes, and decides only how long it takes.
/// </summary>
internal sealed class AlgorithmChoice(KMeansAlgorithm algorithm, int rows, int clusterCount, int columns)
{
    /// <summary>Multiply-adds for each row below which a plain assignment takes hardly longer than testing bounds.</summary>
    private const int LeastWork = 512;

    /// <summary>Centers of a group: enough that a gathered tile is worth it.</summary>
    private const int GroupSize = 32;

    /// <summary>Bounds are tried once no larger share of the rows changes; they are given up while more than this share of the pairs is looked at.</summary>
    private const double MostChanged = .02, MostLookedAt = .35;

    private double _mostChanged = MostChanged;
    private bool _fresh;

    /// <summary>Groups of centers with bounds of their own; 0: no bounds.</summary>
    public int Groups { get; private set; }

    /// <summary>Told after each assignment how many rows changed, by chunk, and how many pairs of rows and centers bounds left to be looked at.</summary>
    public void Saw(ReadOnlySpan<int> changed, long? pairs)
    {
        if (algorithm != KMeansAlgorithm.Auto)
        {
            // The first assignment is plain: there are no labels yet whose bounds could be kept.
            Groups = algorithm switch { KMeansAlgorithm.Hamerly => 1, KMeansAlgorithm.Yinyang => Math.Max(1, clusterCount / GroupSize), _ => 0 };
            return;
        }

        double share = 0;
        foreach (int count in changed)
            share += (double)count / rows;

        if (pairs is { } looked && !_fresh && looked > MostLookedAt * rows * clusterCount)
        {
            Groups = 0;
            _mostChanged = share / 4;
        }
        else if (Groups == 0 && (long)clusterCount * columns >= LeastWork && share <= _mostChanged)
        {
            // One group: several save more looking, but their bounds cost more than that brought at every shape measured.
            Groups = 1;
            _fresh = true;
            return;
        }

        _fresh = false;
    }
}
