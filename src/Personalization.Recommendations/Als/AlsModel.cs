using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the items whose factors have the largest dot product with the customer's. A visit is folded in: with a basket or session, the
/// customer's factors are solved anew from all that they have, as one more step of the fit, and so are those of somebody unknown. Who has
/// nothing gets what is popular. Immutable and thread-safe. Make one with <see cref="AlsTrainer"/>.
/// </summary>
public sealed class AlsModel : IScoringRecommender, ISimilarItems, IModel<AlsModel>
{
    private readonly ItemSpace _space;
    private readonly Matrix _customers;
    private readonly Matrix _items;
    private readonly FactorScores _scores;
    private readonly float[] _gram;
    private readonly Pool<RowSolver> _solvers;

    internal AlsModel(AlsOptions options, ItemSpace space, Matrix customers, Matrix items, FitReport report)
    {
        Options = options;
        Report = report;
        (_space, _customers, _items) = (space, customers, items);
        _scores = new FactorScores(items, options.Factors);
        _gram = RowSolver.GramOf(items, options.UnobservedWeight, options.Threads, CancellationToken.None);
        _solvers = new Pool<RowSolver>(() => RowSolver.Create(options.Factors, _gram));
    }

    /// <inheritdoc/>
    public static ModelKind<AlsModel> Kind { get; } = new("als", 1, FromFile);

    /// <summary>
    /// How it was fitted; a loaded model doesn't know <see cref="AlsOptions.Threads"/> and <see cref="AlsOptions.Interactions"/>.
    /// </summary>
    public AlsOptions Options { get; }

    /// <summary>Iterations and the objective after each; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => _space.Items;

    /// <summary>Factors of customers, customers × <see cref="AlsOptions.Factors"/>; zeros where a customer has nothing.</summary>
    public MatrixView CustomerFactors => _customers;

    /// <summary>Factors of items, items × <see cref="AlsOptions.Factors"/>; zeros where nobody has an item.</summary>
    public MatrixView ItemFactors => _items;

    /// <inheritdoc/>
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>
    /// The best items for a request. Items of its basket and session count as the customer's own, each with a value of 1, whatever their
    /// order. Reasons are the customer's items whose factors are most alike by cosine, at most three. O(items · factors), and with a visit
    /// O(its items · factors² + factors³) more.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, _scores.Similarity);

    /// <inheritdoc/>
    /// <remarks>A score is near 1 for what the customer has, and near 0 for what is far from it.</remarks>
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

    /// <summary>
    /// The factors of whoever asks: those of the fit for a customer without a visit, else solved from what they have. False, and nothing is
    /// written, where they have nothing that the model knows.
    /// </summary>
    /// <param name="request">Who asks, with basket and session.</param>
    /// <param name="factors">Receives <see cref="AlsOptions.Factors"/> values.</param>
    /// <exception cref="ArgumentException">There isn't one place for each factor.</exception>
    public bool TryEmbed(RecommendationRequest request, Span<float> factors)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (factors.Length == Options.Factors) return TryEmbed(request, _space.OwnedBy(request), factors);
        throw new ArgumentException(
            $"There are places for {factors.Length} values, and the model has {Options.Factors} factors.", nameof(factors));
    }

    /// <summary>Writes the model as a model file of kind <c>als</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("max_iterations", Options.Iterations);
        file.Set("regularization", Options.Regularization);
        file.Set("unobserved_weight", Options.UnobservedWeight);
        file.Set("regularization_exponent", Options.RegularizationExponent);
        file.Set("solver", Options.Solver.ToString());
        file.Set("gradient_steps", Options.GradientSteps);
        file.Set("seed", Options.Seed);
        _space.Write(file);
        FactorTensors.Write(file, "customer_factors", _customers);
        FactorTensors.Write(file, "item_factors", _items);
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    private static AlsModel FromFile(ModelFile file)
    {
        AlsOptions options = new()
        {
            Factors = file.GetMetadata<int>("factors"),
            Iterations = file.GetMetadata<int>("max_iterations"),
            Regularization = file.GetMetadata<double>("regularization"),
            UnobservedWeight = file.GetMetadata<double>("unobserved_weight"),
            RegularizationExponent = file.GetMetadata<double>("regularization_exponent"),
            Solver = file.GetEnum<AlsSolver>("solver"),
            GradientSteps = file.GetMetadata<int>("gradient_steps"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        ItemSpace space = ItemSpace.Read(file);
        Matrix customers = FactorTensors.Read(file, "customer_factors", space.Customers.Count, options.Factors);
        Matrix items = FactorTensors.Read(file, "item_factors", space.Items.Count, options.Factors);
        return new AlsModel(options, space, customers, items, file.Report());
    }

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores)
    {
        Span<float> factors = stackalloc float[Options.Factors];
        if (!TryEmbed(request, owned, factors)) return false;
        _scores.Score(factors, scores);
        return true;
    }

    private bool TryEmbed(RecommendationRequest request, OwnedItems owned, Span<float> factors)
    {
        if (owned.Rows.IsEmpty) return false;
        if (Customers.TryGetRow(request.Customer, out int row) && _space.History.Columns(row).Length == owned.Rows.Length)
        {
            _customers.Row(row).CopyTo(factors);
            return true;
        }

        RowSolver solver = _solvers.Rent();
        AlsRows.FoldIn(owned, _items, solver, Options, factors);
        _solvers.Return(solver);
        return true;
    }
}
