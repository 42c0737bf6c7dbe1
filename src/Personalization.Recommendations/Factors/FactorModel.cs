using System.Buffers;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the items whose factors have the largest dot product with the customer's. A visit is folded in: with a basket or session, the
/// factors are worked out anew from all that the customer has. Who has nothing gets what is popular. Immutable and thread-safe.
/// </summary>
public abstract class FactorModel : IScoringRecommender, ISimilarItems, IBlockRecommender
{
    /// <summary>Scores at most of customers at once: they stay in the cache until lists are made of them.</summary>
    private const int ScoresAtOnce = 1 << 17;

    /// <summary>Customers at once, at least and at most: multiples of the rows that the product takes at a time.</summary>
    private const int FewestRows = 6, MostRows = 48;

    private const string CustomersName = "customer_factors";

    private readonly int _factors;
    private readonly FactorScores _scores;
    private readonly Func<int, int, double> _similarity;

    /// <param name="space">Customers, items, and who has what.</param>
    /// <param name="customers">Factors of customers.</param>
    /// <param name="items">Factors of items, and at the end what else an item's scores have.</param>
    /// <param name="factors">Number of factors.</param>
    /// <param name="report">How the fit went.</param>
    private protected FactorModel(ItemSpace space, Matrix customers, Matrix items, int factors, FitReport report)
    {
        (Space, CustomerMatrix, ItemMatrix, _factors) = (space, customers, items, factors);
        Report = report;
        _scores = new FactorScores(items, factors);
        _similarity = _scores.Similarity;
    }

    /// <summary>What the fit did, step by step; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => Space.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => Space.Items;

    /// <summary>Factors of customers, customers × factors; zeros where a customer has nothing.</summary>
    public MatrixView CustomerFactors => CustomerMatrix;

    /// <summary>Factors of items, items × factors.</summary>
    public MatrixView ItemFactors => new(ItemMatrix.View.Memory, ItemMatrix.Rows, _factors, ItemMatrix.Columns);

    /// <inheritdoc/>
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    private protected ItemSpace Space { get; }

    private protected Matrix CustomerMatrix { get; }

    private protected Matrix ItemMatrix { get; }

    /// <summary>
    /// The best items for a request. Items of its basket and session count as the customer's own, each with a value of 1, whatever their
    /// order. Reasons are the customer's items whose factors are most alike by cosine, at most three. O(items · factors), and with a visit
    /// what it costs to fold it in. Many customers are better asked for by <see cref="RecommendationLists"/>, which gives the same lists.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(Space, request, Score, _similarity);

    /// <inheritdoc/>
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(Space, request, scores, Score);

    /// <summary>
    /// The items whose factors are most like an item's by cosine, the nearest first, with the cosine as the score; only those above 0. None
    /// for an unknown item. O(items · factors).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public IReadOnlyList<Recommendation> SimilarItems(ItemId item, int count)
    {
        Guard.AtLeast(count, 1, nameof(count));
        return Items.TryGetRow(item, out int row) ? _scores.Similar(row, count, Items) : [];
    }

    void IBlockRecommender.Recommend(
        RecommendationRequest anybody, IReadOnlyList<CustomerId> customers, int first, Span<CustomerRecommendations> lists)
    {
        int rows = Math.Clamp(ScoresAtOnce / Math.Max(1, Items.Count), FewestRows, MostRows) / FewestRows * FewestRows;
        float[] vectors = ArrayPool<float>.Shared.Rent(rows * ItemMatrix.Columns);
        float[] scores = ArrayPool<float>.Shared.Rent(rows * Items.Count);
        Span<bool> isScored = stackalloc bool[rows];
        for (int start = 0; start < lists.Length; start += rows)
        {
            Span<CustomerRecommendations> some = lists[start..Math.Min(start + rows, lists.Length)];
            Fill(anybody, customers, first + start, some, vectors, scores, isScored);
        }

        ArrayPool<float>.Shared.Return(vectors);
        ArrayPool<float>.Shared.Return(scores);
    }

    /// <summary>Writes what an item's row is multiplied with: the factors of whoever asks, and what stands beside them.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="owned">What they have, with the visit.</param>
    /// <param name="vector">Receives as many values as <see cref="ItemMatrix"/> has columns.</param>
    /// <returns>False where they have nothing.</returns>
    private protected abstract bool TryVector(RecommendationRequest request, OwnedItems owned, Span<float> vector);

    private protected void WriteFactors(ModelFileWriter file, string itemsName)
    {
        Space.Write(file);
        FactorTensors.Write(file, CustomersName, CustomerMatrix);
        FactorTensors.Write(file, itemsName, ItemMatrix);
        file.AddReport(Report);
    }

    private protected static (ItemSpace Space, Matrix Customers, Matrix Items) ReadFactors(
        ModelFile file, int factors, string itemsName, int itemColumns)
    {
        ItemSpace space = ItemSpace.Read(file);
        Matrix customers = FactorTensors.Read(file, CustomersName, space.Customers.Count, factors);
        return (space, customers, FactorTensors.Read(file, itemsName, space.Items.Count, itemColumns));
    }

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores)
    {
        Span<float> vector = stackalloc float[ItemMatrix.Columns];
        if (!TryVector(request, owned, vector)) return false;
        _scores.Score(vector, scores);
        return true;
    }

    private void Fill(
        RecommendationRequest anybody, IReadOnlyList<CustomerId> customers, int first, Span<CustomerRecommendations> lists,
        Span<float> vectors, Span<float> scores, Span<bool> isScored)
    {
        int columns = ItemMatrix.Columns, items = Items.Count;
        for (int i = 0; i < lists.Length; i++)
        {
            RecommendationRequest request = anybody with { Customer = customers[first + i] };
            Span<float> vector = vectors.Slice(i * columns, columns);
            isScored[i] = TryVector(request, Space.OwnedBy(request), vector);
            if (!isScored[i]) vector.Clear();
        }

        _scores.Score(vectors[..(lists.Length * columns)], lists.Length, scores[..(lists.Length * items)]);
        for (int i = 0; i < lists.Length; i++)
        {
            RecommendationRequest request = anybody with { Customer = customers[first + i] };
            lists[i] = new CustomerRecommendations(request.Customer, ScoredLists.Make(
                Space, request, Space.OwnedBy(request), isScored[i], scores.Slice(i * items, items), _similarity));
        }
    }
}
