using System.Globalization;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// What <see cref="RankingEvaluator"/> measured: figures by name, such as <c>HR@10</c>, <c>NDCG@10</c> and <c>Recall@20</c>, of all
/// customers and of each segment, and the values of single customers. Immutable and thread-safe.
/// </summary>
public sealed class RankingScores
{
    private readonly Dictionary<string, double[]> _perCustomer;

    internal RankingScores(
        int customerCount, IReadOnlyList<KeyValuePair<string, double>> figures, IdIndex<CustomerId> customers,
        Dictionary<string, double[]> perCustomer, IReadOnlyList<KeyValuePair<string, RankingScores>> segments)
    {
        CustomerCount = customerCount;
        Figures = figures;
        Customers = customers;
        _perCustomer = perCustomer;
        Segments = segments;
    }

    /// <summary>Customers the means were taken over: those with at least one relevant item.</summary>
    public int CustomerCount { get; }

    /// <summary>The figures in the order of cut-offs, then of <see cref="RankingMeasure.All"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Figures { get; }

    /// <summary>The customers who were measured; none where <see cref="RankingOptions.KeepCustomers"/> was off.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>
    /// The figures of each segment, in ordinal order of their names; none where <see cref="RankingOptions.SegmentOf"/> wasn't given.
    /// <c>Coverage@k</c> and its like are of the lists of that segment's customers.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, RankingScores>> Segments { get; }

    /// <summary>A figure by its name; means are NaN where there was no customer to measure.</summary>
    /// <exception cref="KeyNotFoundException">It wasn't measured; the message lists what was.</exception>
    public double this[string name]
    {
        get
        {
            foreach ((string known, double value) in Figures)
            {
                if (known == name) return value;
            }

            throw new KeyNotFoundException($"'{name}' wasn't measured; {string.Join(", ", Figures.Select(f => f.Key))} were.");
        }
    }

    /// <summary>
    /// A figure's value for each of <see cref="Customers"/>, in their order; its mean is the figure. NaN where a customer has none: of
    /// <c>ARP@k</c> and <c>APLT@k</c> where the list is empty.
    /// </summary>
    /// <exception cref="KeyNotFoundException">
    /// It wasn't measured, isn't of single customers, or <see cref="RankingOptions.KeepCustomers"/> was off.
    /// </exception>
    public ReadOnlySpan<double> PerCustomer(string name) => _perCustomer.TryGetValue(name, out double[]? values)
        ? values
        : throw new KeyNotFoundException(
            _perCustomer.Count == 0
                ? $"The values of single customers weren't kept; set {nameof(RankingOptions)}.{nameof(RankingOptions.KeepCustomers)}."
                : $"'{name}' has no values of single customers; {string.Join(", ", _perCustomer.Keys)} have.");

    /// <summary>The figures on one line, four decimals each.</summary>
    public override string ToString() =>
        string.Join("  ", Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:0.0000}")));

    /// <summary>The mean of those that aren't NaN; NaN of none.</summary>
    internal static double MeanOf(double[] values) =>
        Array.Exists(values, double.IsNaN) ? StableSum.Mean([.. values.Where(value => !double.IsNaN(value))]) : StableSum.Mean(values);
}
