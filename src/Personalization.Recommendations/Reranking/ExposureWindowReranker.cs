using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Limits how many of the latest lists an item may stand in, while serving: of any window of so many lists in a row, at most a share. Every
/// call of <see cref="Rerank"/> is a list of the window, shown or not. Where all other candidates are at their limits, the limit gives way,
/// and the least shown are taken.
/// </summary>
/// <remarks>
/// It remembers: the same request gives another list later, and lists asked for from several threads at once depend on who comes first.
/// Safe to share; calls wait for each other. For a batch, whose lists don't depend on that, take <see cref="ExposureLimits"/>. Memory: the
/// ids of a window of lists.
/// </remarks>
public sealed class ExposureWindowReranker : IListReranker
{
    private readonly Lock _gate = new();
    private readonly Queue<ItemId[]> _lists = [];
    private readonly Dictionary<ItemId, int> _shown = [];
    private readonly int _limit;

    /// <param name="maximumShare">Share of a window's lists that an item may stand in, above 0 and at most 1.</param>
    /// <param name="window">Lists of a window, at least 1; the limit is the share of them, rounded down, at least 1. Default 1,000.</param>
    public ExposureWindowReranker(double maximumShare, int window = 1_000)
    {
        Window = Guard.AtLeast(window, 1);
        _limit = ExposureLimits.LimitOf(maximumShare, window);
    }

    /// <summary>Lists of a window.</summary>
    public int Window { get; }

    /// <inheritdoc/>
    public RequestParts Uses => RequestParts.None;

    /// <inheritdoc/>
    public IReadOnlyList<Recommendation> Rerank(IReadOnlyList<Recommendation> candidates, RecommendationRequest request, int count)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Guard.AtLeast(count, 1);
        lock (_gate)
        {
            // This list is one of the window, so all but one of the latest are looked at.
            while (_lists.Count >= Window) Forget(_lists.Dequeue());
            List<int> chosen = [];
            for (int i = 0; i < candidates.Count && chosen.Count < count; i++)
            {
                if (_shown.GetValueOrDefault(candidates[i].Item) < _limit) ExposureLimits.Choose(candidates, i, chosen, _shown);
            }

            ExposureLimits.FillUp(candidates, count, chosen, _shown);
            Recommendation[] list = [.. chosen.Select(i => candidates[i])];
            _lists.Enqueue([.. list.Select(recommendation => recommendation.Item)]);
            return list;
        }
    }

    private void Forget(ItemId[] list)
    {
        foreach (ItemId item in list)
        {
            if (--_shown[item] == 0) _shown.Remove(item);
        }
    }
}
