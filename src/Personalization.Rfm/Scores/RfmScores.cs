using System.Globalization;
using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>
/// Scores of every customer of an <see cref="RfmTable"/>, row by row: 1 is worst, the number of bins is best, a recent purchase is good.
/// Without ties the bins of a measure differ by at most one customer. Immutable and thread-safe.
/// </summary>
public sealed class RfmScores
{
    private readonly byte[] _recency, _frequency, _monetary;

    internal RfmScores(RfmTable table, RfmScoreOptions options, byte[] recency, byte[] frequency, byte[] monetary)
    {
        Table = table;
        Options = options;
        _recency = recency;
        _frequency = frequency;
        _monetary = monetary;
    }

    /// <summary>What was scored.</summary>
    public RfmTable Table { get; }

    /// <summary>How it was scored.</summary>
    public RfmScoreOptions Options { get; }

    /// <summary>
    /// Of recency, frequency and monetary value those that are one and the same for all customers, and so tell nobody apart: everybody has
    /// the middle score in them. Measures with edges are never among them.
    /// </summary>
    public IReadOnlyList<string> NeutralMeasures { get; internal init; } = [];

    /// <summary>Best score of recency.</summary>
    public int RecencyBins => BinsOf(Options.RecencyEdges);

    /// <summary>Best score of frequency.</summary>
    public int FrequencyBins => BinsOf(Options.FrequencyEdges);

    /// <summary>Best score of monetary value.</summary>
    public int MonetaryBins => BinsOf(Options.MonetaryEdges);

    /// <summary>Number of customers.</summary>
    public int Count => _recency.Length;

    /// <summary>One customer's scores; 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public RfmScore this[int row]
    {
        get
        {
            int recency = _recency[row], frequency = _frequency[row], monetary = _monetary[row];
            double weights = Options.RecencyWeight + Options.FrequencyWeight + Options.MonetaryWeight;
            double weighted =
                (recency * Options.RecencyWeight) + (frequency * Options.FrequencyWeight) + (monetary * Options.MonetaryWeight);
            return new RfmScore(recency, frequency, monetary, weighted / weights);
        }
    }

    /// <summary>One customer's scores.</summary>
    /// <exception cref="KeyNotFoundException">The customer has no purchase in the log.</exception>
    public RfmScore this[CustomerId customer] =>
        Find(customer) ?? throw new KeyNotFoundException($"Customer '{customer}' has no purchase in the log.");

    /// <summary>One customer's scores; null where the customer has no purchase in the log.</summary>
    public RfmScore? Find(CustomerId customer) => Table.Customers.TryGetRow(customer, out int row) ? this[row] : null;

    /// <summary>
    /// <c>recency_score</c>, <c>frequency_score</c> and <c>monetary_score</c> as columns for the customers of a table; missing for who
    /// never bought.
    /// </summary>
    public IReadOnlyList<CustomerColumn> ToColumns(CustomerTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[] rows = table.Customers.RowsIn(Table.Customers);
        return
        [
            Column("recency_score", _recency, RecencyBins, rows),
            Column("frequency_score", _frequency, FrequencyBins, rows),
            Column("monetary_score", _monetary, MonetaryBins, rows),
        ];
    }

    private static WholeNumberColumn Column(string name, byte[] scores, int bins, int[] rows)
    {
        long[] values = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++) values[i] = rows[i] < 0 ? WholeNumberColumn.Missing : scores[rows[i]];
        return new WholeNumberColumn(name, values)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"Score among all customers who bought, 1 (worst) to {bins} (best)."),
        };
    }

    private int BinsOf(IReadOnlyList<double> edges) => edges.Count > 0 ? edges.Count + 1 : Options.Bins;
}
