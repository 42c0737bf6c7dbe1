using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>What the past says of a recommender's items: who has how many, what is popular, what is the long tail.</summary>
internal sealed class RankingPast
{
    private readonly int[] _holders;
    private readonly bool[] _isTail;
    private readonly int _customers;

    public RankingPast(IdIndex<ItemId> items, InteractionMatrix past, double headShare)
    {
        int[] holders = new int[past.Items.Count];
        for (int row = 0; row < past.Customers.Count; row++)
        {
            ReadOnlySpan<int> own = past.ItemsOf(row);
            if (own.Length > 0) _customers++;
            foreach (int item in own) holders[item]++;
        }

        int[] place = items.RowsIn(past.Items);
        _holders = new int[items.Count];
        ByPopularity = new int[items.Count];
        for (int row = 0; row < place.Length; row++)
        {
            _holders[row] = place[row] < 0 ? 0 : holders[place[row]];
            ByPopularity[row] = row;
        }

        Array.Sort(ByPopularity, (a, b) => _holders[a] != _holders[b] ? _holders[b].CompareTo(_holders[a]) : a.CompareTo(b));

        // The head takes items up until it holds its share of all; the item that reaches it belongs to it.
        _isTail = new bool[items.Count];
        double all = 0, head = 0;
        foreach (int count in _holders) all += count;
        foreach (int row in ByPopularity)
        {
            _isTail[row] = head >= headShare * all;
            head += _holders[row];
        }
    }

    /// <summary>Rows of the recommender's items, the one that most customers have first, equal ones in row order.</summary>
    public int[] ByPopularity { get; }

    /// <summary>Number of customers who have an item.</summary>
    public int HoldersOf(int item) => _holders[item];

    public bool IsTail(int item) => _isTail[item];

    /// <summary>log₂(customers / customers who have the item), in bits; NaN where nobody has it.</summary>
    public double NoveltyOf(int item) => _holders[item] > 0 ? StableMath.Log2(_customers / (double)_holders[item]) : double.NaN;
}
