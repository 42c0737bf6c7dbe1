using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How <see cref="GraphFilterTrainer"/> fits. Immutable; every default is valid.</summary>
public sealed record GraphFilterOptions
{
    /// <summary>
    /// Directions that are kept of the smooth part, at least 0: the largest singular vectors of the normalized interactions (the "ideal
    /// low-pass filter" of the papers). Default 256; no more are taken than there are.
    /// </summary>
    public int Factors { get; init => field = Guard.AtLeast(value, 0); } = 256;

    /// <summary>
    /// Weight of the smooth part beside the neighbours', at least 0 (GF-CF's α, BSPM's β). Default 0.1; 0 leaves it out, and no singular
    /// vectors are sought.
    /// </summary>
    public double SmoothWeight { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = .1;

    /// <summary>
    /// How long what was blurred is sharpened again, at least 0, at most 3 (BSPM's T_s): takes away what is said of everybody's taste.
    /// Default 2.5; 0 doesn't sharpen, which is GF-CF.
    /// </summary>
    public double Sharpening { get; init => field = Guard.InRange(value, 0, 3); } = 2.5;

    /// <summary>Items kept for each item, at least 1: those that it speaks for most. Default 400.</summary>
    public int Neighbors { get; init => field = Guard.AtLeast(value, 1); } = 400;

    /// <summary>Seed of the vectors that the search for singular vectors begins with. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
