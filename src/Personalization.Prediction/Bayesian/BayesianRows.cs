using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// The decisions that a Bayesian model of uplift learns from, ordered by customer, so that all of one customer's are met together.
/// </summary>
internal sealed class BayesianRows
{
    private readonly MatrixView[] _features;
    private readonly (int Slice, int Row)[] _places;

    public BayesianRows(RegressionTerms terms, UpliftData data)
    {
        Data = data;
        _features = [.. data.Slices.Select(slice => terms.Features(slice.Customers))];
        string[] ids = [.. data.Slices.SelectMany(slice => slice.Customers.Customers.Values)];
        int[] order = [.. Enumerable.Range(0, ids.Length)];
        // By id, then slice, then row: a stable order that doesn't know how the slices were cut.
        Array.Sort(order, (a, b) => string.CompareOrdinal(ids[a], ids[b]) is not 0 and int by ? by : a.CompareTo(b));
        (int Slice, int Row)[] all =
            [.. data.Slices.SelectMany((slice, place) => Enumerable.Range(0, slice.Customers.Count).Select(row => (place, row)))];
        _places = [.. order.Select(own => all[own])];
        List<int> starts = [];
        List<string> customers = [];
        for (int i = 0; i < order.Length; i++)
        {
            if (i > 0 && ids[order[i]] == ids[order[i - 1]]) continue;
            starts.Add(i);
            customers.Add(ids[order[i]]);
        }

        starts.Add(order.Length);
        (Starts, Customers) = ([.. starts], [.. customers]);
    }

    public UpliftData Data { get; }

    /// <summary>Ids, ordinal.</summary>
    public string[] Customers { get; }

    /// <summary>First decision of each customer, and behind the last.</summary>
    public int[] Starts { get; }

    /// <summary>Features, treatment (−1: none) and outcome of a decision.</summary>
    public (MatrixView Features, int Row, int Treatment, bool Happened) this[int place]
    {
        get
        {
            (int slice, int row) = _places[place];
            UpliftSlice own = Data.Slices[slice];
            return (_features[slice], row, own.Treatments[row], own.Outcomes[row] > 0);
        }
    }
}
