using System.Globalization;

namespace Personalization.Core;

/// <summary>How one column of a <see cref="FeatureEncoding"/> becomes features, as it was fitted. Immutable.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Encoding">How its cells become features.</param>
public sealed record EncodedColumn(string Name, ColumnEncoding Encoding)
{
    internal const string Other = "other";

    /// <summary>
    /// The levels that were seen: those with a feature of their own, those with a place, or those with a share; none for numbers.
    /// </summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>For <see cref="ColumnEncoding.Frequency"/> the share of each of <see cref="Levels"/>; else empty.</summary>
    public IReadOnlyList<double> Shares { get; init; } = [];

    /// <summary>For <see cref="ColumnEncoding.OneHot"/> whether other levels share a feature.</summary>
    public bool HasOther { get; init; }

    /// <summary>The number that stands for a missing cell; null where a missing cell is an error, or needs none.</summary>
    public double? Missing { get; init; }

    /// <summary>Whether a feature says where the cell is missing.</summary>
    public bool FlagMissing { get; init; }

    /// <summary>For <see cref="ColumnEncoding.Vector"/> the length of a vector; else 0.</summary>
    public int Dimensions { get; init; }

    /// <summary>True where the feature is the column, and nothing had to be fitted.</summary>
    public bool IsPlain => Encoding == ColumnEncoding.Numbers && Missing is null && !FlagMissing;

    /// <summary>Number of features.</summary>
    public int FeatureCount => (FlagMissing ? 1 : 0) + Encoding switch
    {
        ColumnEncoding.OneHot => Levels.Count + (HasOther ? 1 : 0),
        ColumnEncoding.Vector => Dimensions,
        _ => 1,
    };

    /// <summary>Equal values, and equal levels and shares element by element.</summary>
    public bool Equals(EncodedColumn? other) =>
        other is not null
        && (Name, Encoding) == (other.Name, other.Encoding)
        && (HasOther, Missing, FlagMissing, Dimensions) == (other.HasOther, other.Missing, other.FlagMissing, other.Dimensions)
        && Levels.SequenceEqual(other.Levels, StringComparer.Ordinal)
        && Shares.SequenceEqual(other.Shares);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Name, Encoding, Levels.Count);

    /// <summary>Names of the features, in their order.</summary>
    internal IEnumerable<string> FeatureNames()
    {
        if (Encoding == ColumnEncoding.OneHot)
        {
            foreach (string level in Levels) yield return $"{Name}={level}";
            if (HasOther) yield return $"{Name}={Other}";
        }
        else if (Encoding == ColumnEncoding.Vector)
        {
            for (int i = 0; i < Dimensions; i++) yield return string.Create(CultureInfo.InvariantCulture, $"{Name}[{i}]");
        }
        else
        {
            yield return Name;
        }

        if (FlagMissing) yield return $"{Name}_missing";
    }
}
