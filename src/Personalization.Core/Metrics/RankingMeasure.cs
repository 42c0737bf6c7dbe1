namespace Personalization.Core;

/// <summary>What a figure of <see cref="RankingScores"/> is: its name, its formula, and whose definition it is. Immutable.</summary>
/// <param name="Name">The name before <c>@k</c>.</param>
/// <param name="Formula">The formula, in the letters of <see cref="RankingMetrics"/>.</param>
/// <param name="Source">Whose definition it is.</param>
/// <param name="HigherIsBetter">Whether more is better; where it isn't, less is.</param>
/// <param name="IsMeanOverCustomers">
/// Whether it is the mean of one value a customer, so that <see cref="RankingScores.PerCustomer"/> has them and two models can be compared
/// customer by customer. Otherwise it is of all lists together.
/// </param>
public sealed record RankingMeasure(string Name, string Formula, string Source, bool HigherIsBetter = true, bool IsMeanOverCustomers = true)
{
    /// <summary>Every measure, in the order of <see cref="RankingScores.Figures"/>.</summary>
    public static IReadOnlyList<RankingMeasure> All { get; } =
    [
        new("HR", "1 where any rel(i), i ≤ k, else 0", "Deshpande and Karypis 2004"),
        new("Precision", "Σ rel(i) / k", "Herlocker et al. 2004; short lists are divided by k too"),
        new("Recall", "Σ rel(i) / |R|", "He et al. 2020 (LightGCN), BARS"),
        new("F1", "2 Σ rel(i) / (k + |R|)", "van Rijsbergen 1979, of each customer"),
        new("CappedRecall", "Σ rel(i) / min(k, |R|)", "Liang et al. 2018 (Mult-VAE), Steck 2019 (EASE)"),
        new("NDCG", "Σ rel(i) / log₂(i + 1), over the same of an ideal list of min(k, |R|)", "Järvelin and Kekäläinen 2002, binary gains"),
        new("MRR", "1 / position of the first relevant item where it is at most k, else 0", "Voorhees 1999"),
        new("MAP", "Σ rel(i) · Precision@i / min(k, |R|)", "the MAP@k of Kaggle's competitions"),
        new("UncutNDCG", "Σ rel(i) / log₂(i + 1), over the same of an ideal list of |R|", "Järvelin and Kekäläinen 2002, uncut ideal"),
        new("UncutMAP", "Σ rel(i) · Precision@i / |R|", "trec_eval's map_cut"),
        new("GradedNDCG", "Σ (2^g(i) − 1) / log₂(i + 1), over the same of an ideal list cut at k", "Burges et al. 2005"),
        new("UncutGradedNDCG", "Σ (2^g(i) − 1) / log₂(i + 1), over the same of all graded items", "Burges et al. 2005, uncut ideal"),
        new("Diversity", "mean of 1 − similarity over the pairs of the list", "Smyth and McClave 2001"),
        new("Serendipity", "|{i: rᵢ ∈ R, not among the k most popular}| / k", "Ge et al. 2010"),
        new("Miscalibration", "Σ p(c) ln(p(c) / ((1 − α) q(c) + α p(c))), α = .01", "Steck 2018, no ranks", HigherIsBetter: false),
        new("ARP", "mean over the list of the number of customers who have the item", "Yin et al. 2012", HigherIsBetter: false),
        new("APLT", "share of the list in the long tail", "Abdollahpouri et al. 2019"),
        new("Coverage", "items in at least one list / items", "Ge et al. 2010 (catalogue coverage)", IsMeanOverCustomers: false),
        new("Gini", "Σ (2i − n − 1) xᵢ / (n Σ x) of items' exposures x, rising", "Fleder and Hosanagar 2009; Shani and Gunawardana 2011",
            HigherIsBetter: false, IsMeanOverCustomers: false),
        new("Novelty", "mean over all recommended items of log₂(customers / customers who have the item)", "Zhou et al. 2010",
            IsMeanOverCustomers: false),
    ];

    /// <summary>The measure that a figure such as <c>NDCG@10</c> is of.</summary>
    /// <exception cref="KeyNotFoundException">There is no such measure; the message lists those that are.</exception>
    public static RankingMeasure Of(string figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        string name = figure.Split('@')[0];
        return All.FirstOrDefault(measure => measure.Name == name)
            ?? throw new KeyNotFoundException(
                $"'{figure}' is no measure; there are {string.Join(", ", All.Select(measure => measure.Name))}.");
    }
}
