using System.Globalization;

namespace Personalization.Clustering;

/// <summary>How far a distribution has moved.</summary>
public enum DriftLevel
{
    /// <summary>Not beyond <see cref="DriftOptions.ModerateIndex"/>, or not beyond what chance does in samples of this size.</summary>
    Stable,

    /// <summary>Moved; keep an eye on it.</summary>
    Moderate,

    /// <summary>Changed: what was learned from the old data no longer describes the new.</summary>
    Major,
}

/// <summary>How far one distribution has moved since training.</summary>
/// <param name="Name">Name of the feature, or "segments" for the shares of the clusters.</param>
/// <param name="Index">Population stability index, at least 0.</param>
/// <param name="Noise">What chance alone stays below in 99 of 100 cases.</param>
/// <param name="Level">What that means.</param>
public sealed record DriftMeasure(string Name, double Index, double Noise, DriftLevel Level);

/// <summary>How far customers have drifted from those a model was trained on. Immutable.</summary>
/// <param name="Features">Each feature, in the order of the model.</param>
/// <param name="Segments">The shares of the clusters (and of noise).</param>
/// <param name="Rows">Rows that were looked at.</param>
public sealed record DriftReport(IReadOnlyList<DriftMeasure> Features, DriftMeasure Segments, long Rows)
{
    /// <summary>Whether anything is <see cref="DriftLevel.Major"/>: time to retrain.</summary>
    public bool ShouldRetrain => Segments.Level == DriftLevel.Major || Features.Any(feature => feature.Level == DriftLevel.Major);

    /// <summary>What was found, in a sentence; the farthest moved first.</summary>
    public string Reason
    {
        get
        {
            DriftMeasure[] moved =
            [
                .. Features.Append(Segments).Where(measure => measure.Level != DriftLevel.Stable).OrderByDescending(
                    measure => measure.Index),
            ];
            string rows = Rows.ToString("N0", CultureInfo.InvariantCulture);
            if (moved.Length == 0)
                return $"Stable: no feature and no segment share moved beyond the thresholds and chance, looking at {rows} rows.";

            string list = string.Join(", ", moved.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Name} ({m.Index:0.00})")));
            return ShouldRetrain
                ? $"Retrain: {list} moved since training, looking at {rows} rows."
                : $"Watch: {list} moved a little since training, looking at {rows} rows.";
        }
    }
}
