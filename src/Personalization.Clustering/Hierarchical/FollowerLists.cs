namespace Personalization.Clustering;

/// <summary>Who points at whom: a doubly linked list of followers for each cluster. −1 means nobody.</summary>
internal sealed class FollowerLists
{
    private readonly int[] _first;
    private readonly int[] _next;
    private readonly int[] _previous;

    public FollowerLists(int clusters)
    {
        (_first, _next, _previous) = (new int[clusters], new int[clusters], new int[clusters]);
        _first.AsSpan().Fill(-1);
    }

    public int First(int target) => _first[target];

    public int Next(int follower) => _next[follower];

    public void Add(int follower, int target)
    {
        if (target < 0)
            return;

        int first = _first[target];
        (_first[target], _next[follower], _previous[follower]) = (follower, first, -1);
        if (first >= 0)
            _previous[first] = follower;
    }

    public void Remove(int follower, int target)
    {
        if (target < 0)
            return;

        int next = _next[follower], previous = _previous[follower];
        if (next >= 0)
            _previous[next] = previous;

        if (previous >= 0)
            _next[previous] = next;
        else
            _first[target] = next;
    }

    /// <summary>Puts all followers of one cluster before those of another.</summary>
    public void Move(int from, int to)
    {
        int first = _first[from], last = first;
        if (first < 0)
            return;

        while (_next[last] >= 0)
            last = _next[last];

        _next[last] = _first[to];
        if (_first[to] >= 0)
            _previous[_first[to]] = last;

        (_first[to], _first[from]) = (first, -1);
    }
}
