namespace Personalization.Numerics;

/// <summary>
/// An edge between two points by their mutual reachability. Edges are ordered by weight, then by the lower row, then by the other, so no
/// two are equal.
/// </summary>
/// <param name="First">The lower row.</param>
/// <param name="Second">The higher row.</param>
/// <param name="Square">The mutual reachability distance, squared.</param>
internal readonly record struct ReachabilityEdge(int First, int Second, float Square) : IComparable<ReachabilityEdge>
{
    /// <summary>Whether the one comes before the other.</summary>
    public static bool operator <(ReachabilityEdge left, ReachabilityEdge right) => left.CompareTo(right) < 0;

    /// <summary>Whether the one comes after the other.</summary>
    public static bool operator >(ReachabilityEdge left, ReachabilityEdge right) => left.CompareTo(right) > 0;

    /// <summary>Whether the one comes before the other, or is it.</summary>
    public static bool operator <=(ReachabilityEdge left, ReachabilityEdge right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the one comes after the other, or is it.</summary>
    public static bool operator >=(ReachabilityEdge left, ReachabilityEdge right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(ReachabilityEdge other) =>
        Square != other.Square ? Square.CompareTo(other.Square)
        : First != other.First ? First.CompareTo(other.First)
        : Second.CompareTo(other.Second);

    internal static ReachabilityEdge Between(int row, int other, float square) => new(Math.Min(row, other), Math.Max(row, other), square);
}
