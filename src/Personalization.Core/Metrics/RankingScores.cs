using System.Globalization;

namespace Personalization.Core;

/// <summary>
/// What <see cref="RankingEvaluator"/> measured: figures by name, such as <c>HR@10</c>, <c>NDCG@10</c> and <c>Recall@20</c>. Immutable and
/// thread-safe.
/// </summary>
public sealed class RankingScores
{
    internal RankingScores(int customerCount, IReadOnlyList<KeyValuePair<string, double>> figures)
    {
        CustomerCount = customerCount;
        Figures = figures;
    }

    /// <summary>Customers the means were taken over: those with at least one relevant item.</summary>
    public int CustomerCount { get; }

    /// <summary>The figures in the order of cut-offs, then of measures.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Figures { get; }

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

    /// <summary>The figures on one line, four decimals each.</summary>
    public override string ToString() =>
        string.Join("  ", Figures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} {f.Value:0.0000}")));
}
