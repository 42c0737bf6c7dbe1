using Personalization.Incentives;

namespace Personalization;

/// <summary>What <see cref="BusinessCaseStep"/> assumes beside the plan. Immutable; every default is valid.</summary>
public sealed record BusinessCaseOptions
{
    /// <summary>Years that are looked ahead, 1 to 30. Default 3.</summary>
    public int Years { get; init => field = Guard.InRange(value, 1, 30); } = 3;

    /// <summary>
    /// Campaigns a year of which each costs and brings what this plan is expected to, 1 to 366. Default 1: nothing is taken for granted
    /// beyond the plan at hand, once a year.
    /// </summary>
    public int CampaignsPerYear { get; init => field = Guard.InRange(value, 1, 366); } = 1;

    /// <summary>Discount a year, as a fraction, 0 to 10. Default .08.</summary>
    public decimal Rate { get; init => field = Guard.InRange(value, 0m, 10m); } = .08m;

    /// <summary>
    /// Standard error of the margin as a share of it, at least 0, where the plan's reactions are assumptions that know no error. Default
    /// .5: an assumed effect may as well be nothing as twice as large.
    /// </summary>
    public decimal AssumedError { get; init => field = Guard.InRange(value, 0m, 100m); } = .5m;

    /// <summary>
    /// What it costs and returns beside the offers themselves, such as people, software and mail; periods are years. Default: nothing.
    /// </summary>
    public IReadOnlyList<CashItem> Items { get; init => field = [.. value]; } = [];
}
