using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the items that score highest, the dot product of the customer's factors and the item's plus its bias. A visit is folded in:
/// with a basket or session, the customer's factors go on learning from all that they have, sixteen comparisons an item while items stand
/// still; those of somebody unknown begin at zero. Who has nothing gets what is popular. Immutable and thread-safe. Make one with
/// <see cref="BprTrainer"/>.
/// </summary>
public sealed class BprModel : IScoringRecommender, IModel<BprModel>
{
    private readonly ItemSpace _space;
    private readonly Matrix _customers;
    private readonly Matrix _items;
    private readonly FactorScores _scores;

    /// <param name="options">How it was fitted.</param>
    /// <param name="space">Customers, items, and who has what.</param>
    /// <param name="customers">Factors of customers.</param>
    /// <param name="items">Factors of items, each with its bias at the end.</param>
    /// <param name="report">How the fit went.</param>
    internal BprModel(BprOptions options, ItemSpace space, Matrix customers, Matrix items, FitReport report)
    {
        Options = options;
        Report = report;
        (_space, _customers, _items) = (space, customers, items);
        _scores = new FactorScores(items, options.Factors);
    }

    /// <inheritdoc/>
    public static ModelKind<BprModel> Kind { get; } = new("bpr", 1, FromFile);

    /// <summary>
    /// How it was fitted; a loaded model doesn't know <see cref="BprOptions.Threads"/> and <see cref="BprOptions.Interactions"/>.
    /// </summary>
    public BprOptions Options { get; }

    /// <summary>
    /// Epochs, and of each the mean loss and "auc", the share of comparisons that came out right, each before its step: over pairs of an
    /// item that a customer has and one that they don't, an estimate of the area under the curve. A loaded model has no duration.
    /// </summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => _space.Items;

    /// <summary>Factors of customers, customers × <see cref="BprOptions.Factors"/>; zeros where a customer has nothing.</summary>
    public MatrixView CustomerFactors => _customers;

    /// <summary>Factors of items, items × <see cref="BprOptions.Factors"/>.</summary>
    public MatrixView ItemFactors => new(_items.View.Memory, _items.Rows, Options.Factors, _items.Columns);

    /// <inheritdoc/>
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>What an item's scores have beside the dot product; 0 for an unknown item.</summary>
    public float BiasOf(ItemId item) => Items.TryGetRow(item, out int row) ? _items.Row(row)[^1] : 0;

    /// <summary>
    /// The best items for a request. Items of its basket and session count as the customer's own, whatever their order. Reasons are the
    /// customer's items whose factors are most alike by cosine, at most three. O(items · factors).
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, _scores.Similarity);

    /// <inheritdoc/>
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(_space, request, scores, Score);

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

    /// <summary>Writes the model as a model file of kind <c>bpr</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("epochs", Options.Epochs);
        file.Set("learning_rate", Options.LearningRate);
        file.Set("regularization", Options.Regularization);
        file.Set("seed", Options.Seed);
        _space.Write(file);
        FactorTensors.Write(file, "customer_factors", _customers);
        FactorTensors.Write(file, "item_factors_and_biases", _items);
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    private static BprModel FromFile(ModelFile file)
    {
        BprOptions options = new()
        {
            Factors = file.GetMetadata<int>("factors"),
            Epochs = file.GetMetadata<int>("epochs"),
            LearningRate = file.GetMetadata<double>("learning_rate"),
            Regularization = file.GetMetadata<double>("regularization"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        ItemSpace space = ItemSpace.Read(file);
        Matrix customers = FactorTensors.Read(file, "customer_factors", space.Customers.Count, options.Factors);
        Matrix items = FactorTensors.Read(file, "item_factors_and_biases", space.Items.Count, options.Factors + 1);
        return new BprModel(options, space, customers, items, file.Report());
    }

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores)
    {
        if (owned.Rows.IsEmpty) return false;
        Span<float> vector = stackalloc float[Options.Factors + 1], factors = vector[..^1];
        factors.Clear();
        bool isKnown = Customers.TryGetRow(request.Customer, out int row);
        if (isKnown) _customers.Row(row).CopyTo(factors);
        if (!isKnown || _space.History.Columns(row).Length != owned.Rows.Length) BprFoldIn.Run(owned, _items, Options, factors);
        vector[^1] = 1;
        _scores.Score(vector, scores);
        return true;
    }
}
