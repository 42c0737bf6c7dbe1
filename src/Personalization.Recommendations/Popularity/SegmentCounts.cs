using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Counts popularity by segment while customers are counted one by one.</summary>
/// <param name="names">The segments.</param>
/// <param name="segmentOf">The segment of each customer; −1 for none.</param>
/// <param name="itemCount">Number of items.</param>
internal sealed class SegmentCounts(Vocabulary names, int[] segmentOf, int itemCount)
{
    private readonly double[][] _popularity = [.. names.Select(_ => new double[itemCount])];
    private readonly int[] _customers = new int[names.Count];
    private int _customersInAll;
    private int _segment = -1;
    private bool _bought;

    /// <summary>Adds what an item is worth by one customer; 0 where it was added before.</summary>
    public void Add(int customer, int item, double weight)
    {
        _segment = segmentOf[customer];
        _bought = true;
        if (_segment >= 0) _popularity[_segment][item] += weight;
    }

    /// <summary>Counts the customer whose items were added.</summary>
    public void EndCustomer()
    {
        if (!_bought) return;
        _customersInAll++;
        if (_segment >= 0) _customers[_segment]++;
        _bought = false;
    }

    /// <summary>N (popularity in the segment + m · popularity / N) / (customers of the segment + m), N being all customers.</summary>
    public SegmentPopularity Shrink(double[] all, double shrinkage)
    {
        for (int segment = 0; segment < _popularity.Length; segment++)
        {
            double[] own = _popularity[segment];
            double customers = _customers[segment] + shrinkage;
            for (int item = 0; item < own.Length; item++)
                own[item] = customers > 0 ? ((own[item] * _customersInAll) + (shrinkage * all[item])) / customers : all[item];
        }

        return new SegmentPopularity(names, segmentOf, _popularity);
    }
}
