namespace Personalization.Incentives;

/// <summary>One end of a limit as sign · Σ amount ≤ bound.</summary>
/// <param name="Limit">Place of the limit among the problem's.</param>
/// <param name="IsLeast">Whether it is the lower end: the sign is −1.</param>
/// <param name="Column">Place of its amounts among those by candidate; −1: they go by place.</param>
/// <param name="ByPlace">Amounts by cell and offer where there is no column; null: each offer counts 1.</param>
/// <param name="Bound">What sign · sum must not exceed.</param>
internal sealed record AllocationRow(int Limit, bool IsLeast, int Column, long[]? ByPlace, long Bound)
{
    public long Sign => IsLeast ? -1 : 1;

    /// <summary>Whether giving nothing satisfies it: then it is never broken.</summary>
    public bool IsHard => Bound >= 0;
}
