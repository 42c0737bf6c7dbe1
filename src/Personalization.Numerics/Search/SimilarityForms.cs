using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>How one metric adds a column to a running sum and makes of the sum a similarity: the larger, the better.</summary>
internal interface ISimilarityForm
{
    /// <summary>Whether <see cref="Finish"/> looks at the scales, the inverse lengths of row and query.</summary>
    static abstract bool UsesScales { get; }

    /// <summary>Whether <see cref="Add{TLanes}"/> adds squared differences; else it adds products.</summary>
    static abstract bool AddsSquaredDifferences { get; }

    static abstract TLanes Add<TLanes>(TLanes row, TLanes query, TLanes sum)
        where TLanes : struct, ILanes<TLanes>;

    static abstract TLanes Finish<TLanes>(TLanes sum, TLanes rowScale, TLanes queryScale)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Σ x·q.</summary>
internal readonly struct DotSimilarity : ISimilarityForm
{
    public static bool UsesScales => false;

    public static bool AddsSquaredDifferences => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes row, TLanes query, TLanes sum)
        where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(row, query, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes sum, TLanes rowScale, TLanes queryScale)
        where TLanes : struct, ILanes<TLanes> => sum;
}

/// <summary>Σ x·q · (1/‖x‖ · 1/‖q‖): the scales first, so that row and query may change places without changing a bit.</summary>
internal readonly struct CosineSimilarity : ISimilarityForm
{
    public static bool UsesScales => true;

    public static bool AddsSquaredDifferences => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes row, TLanes query, TLanes sum)
        where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(row, query, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes sum, TLanes rowScale, TLanes queryScale)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.MultiplyAdd(sum, TLanes.MultiplyAdd(rowScale, queryScale, default), default);
}

/// <summary>−Σ (x − q)².</summary>
internal readonly struct EuclideanSimilarity : ISimilarityForm
{
    public static bool UsesScales => false;

    public static bool AddsSquaredDifferences => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes row, TLanes query, TLanes sum)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes difference = TLanes.Subtract(row, query);
        return TLanes.MultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes sum, TLanes rowScale, TLanes queryScale)
        where TLanes : struct, ILanes<TLanes> => TLanes.Subtract(default, sum);
}

/// <summary>−max(0, ‖x‖² + ‖q‖² − 2 · x·q), where only x·q is at hand; the scales are the squared lengths.</summary>
internal readonly struct EuclideanFromDot : ISimilarityForm
{
    public static bool UsesScales => true;

    public static bool AddsSquaredDifferences => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes row, TLanes query, TLanes sum)
        where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(row, query, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Finish<TLanes>(TLanes sum, TLanes rowScale, TLanes queryScale)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes squares = TLanes.MultiplyAdd(rowScale, TLanes.Broadcast(1), queryScale);
        TLanes similarity = TLanes.MultiplyAdd(sum, TLanes.Broadcast(2), TLanes.Subtract(default, squares));

        // Written so that NaN stays.
        return TLanes.WhereLess(default, similarity, default, similarity);
    }
}
