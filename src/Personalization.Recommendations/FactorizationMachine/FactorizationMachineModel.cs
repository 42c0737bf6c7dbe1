using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what a factorization machine scores highest for a customer at a moment: ŷ = w₀ + Σ wᵢ + Σ over pairs of ⟨vᵢ, vⱼ⟩, over the
/// features customer, item, category, hour band, weekday, month, channel and columns of customers. Immutable and thread-safe. Make one with
/// <see cref="FactorizationMachineTrainer"/>.
/// </summary>
public sealed class FactorizationMachineModel : IScoringRecommender, IModel<FactorizationMachineModel>
{
    private readonly ItemSpace _space;
    private readonly ContextLayout _layout;
    private readonly CustomerCodes _codes;
    private readonly FactorizationWeights _weights;
    private readonly float[,] _means;
    private readonly FactorizationScorer _scorer;

    internal FactorizationMachineModel(
        FactorizationMachineOptions options, ItemSpace space, ContextLayout layout, CustomerCodes codes, FactorizationWeights weights,
        float[,] means, FitReport report)
    {
        (Options, Report) = (options, report);
        (_space, _layout, _codes, _weights, _means) = (space, layout, codes, weights, means);
        _scorer = new FactorizationScorer(weights, layout, codes, space, means);
    }

    /// <inheritdoc/>
    public static ModelKind<FactorizationMachineModel> Kind { get; } = new("factorization-machine", 1, FromFile);

    /// <summary>How it was trained; a loaded model doesn't know <see cref="FactorizationMachineOptions.Threads"/>.</summary>
    public FactorizationMachineOptions Options { get; }

    /// <summary>
    /// Epochs, why it stopped, the loss of each epoch and, where customers were held out, "ndcg@10"; a loaded model has no duration.
    /// </summary>
    public FitReport Report { get; }

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => _space.Items;

    /// <summary>Channels that it learned from.</summary>
    public IReadOnlyList<string> Channels => _layout.Channels;

    /// <summary>Columns of customers that it learned from; empty where it was fitted without a table.</summary>
    public IReadOnlyList<string> CustomerColumns => _codes.Names;

    /// <inheritdoc/>
    public RequestParts Uses => (Options.Context == ContextParts.None ? RequestParts.None : RequestParts.Context)
        | RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>
    /// The best items for a request. What isn't known of its context is taken as it is on average; a stranger at a known moment is taken
    /// for an average customer, and without a known moment gets what is popular. Items of basket and session are kept out like those that
    /// the customer bought, and change nothing else. Reasons are the customer's own items whose vectors are most alike, at most three.
    /// O(items · factors).
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, _scorer.Similarity);

    /// <inheritdoc/>
    /// <remarks>A score is a logit where it was trained on <see cref="FactorizationMachineLoss.Logistic"/>.</remarks>
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(_space, request, scores, Score);

    /// <summary>Writes the model as a model file of kind <c>factorization-machine</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("context", (int)Options.Context);
        file.Set("hour_band_hours", Options.HourBandHours);
        file.Set("loss", Options.Loss.ToString());
        file.Set("negatives_per_positive", Options.NegativesPerPositive);
        file.Set("learning_rate", Options.LearningRate);
        file.Set("weight_decay", Options.WeightDecay);
        file.Set("batch_size", Options.BatchSize);
        file.Set("max_epochs", Options.MaxEpochs);
        file.Set("patience", Options.Patience);
        file.Set("validation_customers", Options.ValidationCustomers);
        file.Set("seed", Options.Seed);
        file.AddStrings("options.customer_columns", Options.CustomerColumns);
        _space.Write(file);
        file.AddStrings("channels", _layout.Channels);
        _codes.Write(file);
        _weights.Write(file);
        float[] means = new float[_means.Length];
        Buffer.BlockCopy(_means, 0, means, 0, means.Length * sizeof(float));
        file.Add("context.means", means, _means.GetLength(0), _means.GetLength(1));
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    private static FactorizationMachineModel FromFile(ModelFile file)
    {
        FactorizationMachineOptions options = new()
        {
            Factors = file.GetMetadata<int>("factors"),
            Context = (ContextParts)file.GetMetadata<int>("context"),
            HourBandHours = file.GetMetadata<int>("hour_band_hours"),
            CustomerColumns = file.Strings("options.customer_columns"),
            Loss = file.GetEnum<FactorizationMachineLoss>("loss"),
            NegativesPerPositive = file.GetMetadata<int>("negatives_per_positive"),
            LearningRate = file.GetMetadata<double>("learning_rate"),
            WeightDecay = file.GetMetadata<double>("weight_decay"),
            BatchSize = file.GetMetadata<int>("batch_size"),
            MaxEpochs = file.GetMetadata<int>("max_epochs"),
            Patience = file.GetMetadata<int>("patience"),
            ValidationCustomers = file.GetMetadata<int>("validation_customers"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        ItemSpace space = ItemSpace.Read(file);
        CustomerCodes codes = CustomerCodes.Read(file, space.Customers.Count);
        Vocabulary channels = CustomerCodes.Ascending(file, "channels");
        ContextLayout layout = new(options.Context, options.HourBandHours, channels, codes.Levels);
        FactorizationWeights weights = FactorizationWeights.Read(
            file, options.Factors, space.Customers.Count, space.Items.Count, space.CategoryCount, layout.Rows);
        float[] flat = FactorizationWeights.Finite(file, "context.means", Math.Max(1, layout.Fields), options.Factors + 1);
        float[,] means = new float[Math.Max(1, layout.Fields), options.Factors + 1];
        Buffer.BlockCopy(flat, 0, means, 0, flat.Length * sizeof(float));
        return new FactorizationMachineModel(options, space, layout, codes, weights, means, file.Report());
    }

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores) => _scorer.Score(
        Customers.TryGetRow(request.Customer, out int row) ? row : -1, _layout.CellOf(request.Context), scores);
}
