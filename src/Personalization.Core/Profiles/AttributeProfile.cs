namespace Personalization.Core;

/// <summary>What sets one group of customers apart from the others in columns of a table. Immutable.</summary>
/// <param name="Group">Name of the group.</param>
/// <param name="Size">Customers in it.</param>
/// <param name="Differences">
/// Differences that are neither small nor by chance, see <see cref="AttributeProfiles"/>; the surest first.
/// </param>
public sealed record AttributeProfile(string Group, int Size, IReadOnlyList<AttributeDifference> Differences)
{
    private const int Told = 4;

    /// <summary>The surest differences in a sentence.</summary>
    public string Summary => Differences.Count == 0
        ? "nothing sets them apart"
        : string.Join("; ", Differences.Take(Told).Select(difference => difference.Sentence));
}
