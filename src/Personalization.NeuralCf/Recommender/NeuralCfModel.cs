using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// Recommends what a network, or a dot product, scores highest for a customer. A customer whom it didn't learn from gets what is popular.
/// Immutable and thread-safe. Make one with <see cref="NeuralCfTrainer"/>.
/// </summary>
public sealed class NeuralCfModel : IScoringRecommender, IModel<NeuralCfModel>
{
    private readonly ItemSpace _space;
    private readonly NetworkShape _shape;
    private readonly Dictionary<string, Matrix> _weights;
    private readonly FeatureMaker _features;
    private readonly NeuralCfScorer _scorer;

    /// <param name="options">How it was trained.</param>
    /// <param name="space">Customers, items, and who has what.</param>
    /// <param name="shape">Which weights there are.</param>
    /// <param name="weightsOf">Gives each by its name; vectors with what features add to them.</param>
    /// <param name="features">How features are made.</param>
    /// <param name="report">How training went.</param>
    internal NeuralCfModel(
        NeuralCfOptions options, ItemSpace space, NetworkShape shape, Func<string, Matrix> weightsOf, FeatureMaker features,
        FitReport report)
    {
        Options = options;
        Report = report;
        (_space, _shape, _features) = (space, shape, features);
        _weights = shape.Weights().ToDictionary(weight => weight.Name, weight => weightsOf(weight.Name), StringComparer.Ordinal);
        _scorer = new NeuralCfScorer(shape, name => _weights[name]);
    }

    /// <inheritdoc/>
    public static ModelKind<NeuralCfModel> Kind { get; } = new("neural-cf", 1, FromFile);

    /// <summary>How it was trained; a loaded model doesn't know <see cref="NeuralCfOptions.Threads"/>.</summary>
    public NeuralCfOptions Options { get; }

    /// <summary>
    /// Epochs, why it stopped, the loss of each epoch and, where customers were held out, "ndcg@10"; a loaded model has no duration.
    /// </summary>
    public FitReport Report { get; }

    /// <summary>Names of the customers' features; empty where it was trained without.</summary>
    public IReadOnlyList<string> CustomerFeatures => _features.CustomerNames;

    /// <summary>Names of the items' features; empty where it was trained without.</summary>
    public IReadOnlyList<string> ItemFeatures => _features.Items?.FeatureNames ?? [];

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc/>
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>
    /// The best items for a request. Items of its basket and session are kept out like those that the customer bought, and change nothing
    /// else. Reasons are the customer's own items whose vectors are most alike, at most three. O(items · weights of a score).
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, _scorer.Similarity);

    /// <inheritdoc/>
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(_space, request, scores, Score);

    /// <summary>
    /// What the model thinks of each item for a customer, higher is better: a logit where it was trained on cross-entropy. Finite, in the
    /// order of <see cref="Items"/>; what the customer has is scored like the rest.
    /// </summary>
    /// <param name="customer">The customer.</param>
    /// <param name="scores">Receives a score for each of <see cref="Items"/>.</param>
    /// <returns>False, and nothing is written, where the model didn't learn from the customer.</returns>
    /// <exception cref="ArgumentException">There isn't one place for each item.</exception>
    public bool TryScore(CustomerId customer, Span<float> scores)
    {
        ScoredLists.CheckPlaces(_space, scores);
        if (!IsKnown(customer, out int row)) return false;
        ScoreBuffers buffers = _scorer.Rent();
        _scorer.Score(row, buffers);
        buffers.OfItems.CopyTo(scores);
        _scorer.Return(buffers);
        return true;
    }

    /// <summary>
    /// The same model for more customers, whose vectors are made of their features: lists for people without an event. Customers whom the
    /// model knows stay as they are.
    /// </summary>
    /// <param name="table">Has the columns that the features were made of.</param>
    /// <exception cref="InvalidOperationException">The model was trained without features of customers.</exception>
    /// <exception cref="ArgumentException">A column lacks or is of another kind, or a cell is missing that nothing stands for.</exception>
    public NeuralCfModel WithCustomers(CustomerTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (CustomerFeatures.Count == 0) throw WithoutFeatures("customers");
        IdIndex<CustomerId> all = IdIndex<CustomerId>.From(Customers.Concat(table.Customers));
        Matrix features = _features.Customers(table);
        Dictionary<string, Matrix> weights = new(_weights, StringComparer.Ordinal);
        foreach ((string customer, _, _) in _shape.Parts())
            weights[customer] = Extended(customer, all.RowsIn(Customers), features, all.RowsIn(table.Customers));
        NetworkShape shape = _shape with { Customers = Math.Max(1, all.Count) };
        return new NeuralCfModel(Options, _space.WithCustomers(all), shape, name => weights[name], _features, Report);
    }

    /// <summary>
    /// The same model for more items, whose vectors are made of their features: items that nobody has bought can be recommended. Items that
    /// the model knows stay as they are.
    /// </summary>
    /// <param name="catalog">The items.</param>
    /// <param name="vectors">Vectors of the new ones, where the model was trained with vectors; an item without one has zeros.</param>
    /// <exception cref="InvalidOperationException">The model was trained without features of items.</exception>
    /// <exception cref="ArgumentException">A vector has another length, or isn't finite.</exception>
    public NeuralCfModel WithItems(ItemCatalog catalog, IReadOnlyDictionary<ItemId, float[]>? vectors = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (_features.Items is not { } encoding) throw WithoutFeatures("items");
        IdIndex<ItemId> all = IdIndex<ItemId>.From(Items.Concat(catalog.Ids));
        Matrix features = encoding.Apply(catalog, vectors);
        Dictionary<string, Matrix> weights = new(_weights, StringComparer.Ordinal);
        foreach ((_, string item, _) in _shape.Parts())
            weights[item] = Extended(item, all.RowsIn(Items), features, all.RowsIn(catalog.Ids));
        NetworkShape shape = _shape with { Items = Math.Max(1, all.Count) };
        return new NeuralCfModel(Options, _space.WithItems(all, catalog), shape, name => weights[name], _features, Report);
    }

    /// <summary>Writes the model as a model file of kind <c>neural-cf</c>, weights under PyTorch's names; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("architecture", Options.Architecture.ToString());
        file.Set("factors", Options.Factors);
        int[] layers = [.. Options.HiddenLayers];
        file.Add("hidden_layers", layers);
        file.Set("loss", Options.Loss.ToString());
        file.Set("negative_sampling", Options.NegativeSampling.ToString());
        file.Set("negatives_per_positive", Options.NegativesPerPositive);
        file.Set("id_dropout", Options.IdDropout);
        file.Set("learning_rate", Options.LearningRate);
        file.Set("weight_decay", Options.WeightDecay);
        file.Set("batch_size", Options.BatchSize);
        file.Set("pretraining_epochs", Options.PretrainingEpochs);
        file.Set("max_epochs", Options.MaxEpochs);
        file.Set("patience", Options.Patience);
        file.Set("validation_customers", Options.ValidationCustomers);
        file.Set("seed", Options.Seed);
        _space.Write(file);
        _features.Write(file);
        foreach ((string name, int rows, int columns) in _shape.Weights()) file.Add(name, _weights[name].Values, rows, columns);
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    private static NeuralCfModel FromFile(ModelFile file)
    {
        NeuralCfOptions options = NeuralCfOptions.Valid(new()
        {
            Architecture = file.GetEnum<NeuralCfArchitecture>("architecture"),
            Factors = file.GetMetadata<int>("factors"),
            HiddenLayers = file.Int32s("hidden_layers", -1),
            Loss = file.GetEnum<NeuralCfLoss>("loss"),
            NegativeSampling = file.GetEnum<NegativeSampling>("negative_sampling"),
            NegativesPerPositive = file.GetMetadata<int>("negatives_per_positive"),
            IdDropout = file.GetMetadata<double>("id_dropout"),
            LearningRate = file.GetMetadata<double>("learning_rate"),
            WeightDecay = file.GetMetadata<double>("weight_decay"),
            BatchSize = file.GetMetadata<int>("batch_size"),
            PretrainingEpochs = file.GetMetadata<int>("pretraining_epochs"),
            MaxEpochs = file.GetMetadata<int>("max_epochs"),
            Patience = file.GetMetadata<int>("patience"),
            ValidationCustomers = file.GetMetadata<int>("validation_customers"),
            Seed = file.GetMetadata<ulong>("seed"),
        });
        ItemSpace space = ItemSpace.Read(file);
        FeatureMaker features = FeatureMaker.Read(file);
        NetworkShape shape = options.Shape(
            space.Customers.Count, space.Items.Count, features.CustomerNames.Count, features.Items?.FeatureNames.Count ?? 0);
        Dictionary<string, Matrix> weights = [];
        foreach ((string name, int rows, int columns) in shape.Weights())
        {
            float[] values = file.Floats(name, rows, columns);
            int bad = Array.FindIndex(values, value => !float.IsFinite(value));
            if (bad >= 0) throw file.Invalid($"element {bad} of '{name}' is {values[bad]}; it must be finite");
            Matrix matrix = new(rows, columns);
            values.CopyTo(matrix.Values);
            weights.Add(name, matrix);
        }

        return new NeuralCfModel(options, space, shape, name => weights[name], features, file.Report());
    }

    /// <summary>
    /// True where the model learned from the customer, or has features: a vector of somebody without either says nothing.
    /// </summary>
    private bool IsKnown(CustomerId customer, out int row) =>
        Customers.TryGetRow(customer, out row) && (CustomerFeatures.Count > 0 || !_space.History.Columns(row).IsEmpty);

    private static InvalidOperationException WithoutFeatures(string what) =>
        new($"The model was trained without features of {what}; fit it with {nameof(SideFeatures)}.");

    /// <summary>Vectors of more ids: the known ones as they are, the others made of their features.</summary>
    private Matrix Extended(string part, int[] known, Matrix features, int[] featureRows)
    {
        Matrix old = _weights[part], extended = new(Math.Max(1, known.Length), old.Columns);
        Matrix made = MatrixProduct.Multiply(features, MatrixOperand.Transpose(_weights[NetworkShape.FeaturesOf(part)]));
        for (int row = 0; row < known.Length; row++)
            (known[row] >= 0 ? old.Row(known[row]) : made.Row(featureRows[row])).CopyTo(extended.Row(row));
        return extended;
    }

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores) => TryScore(request.Customer, scores);
}
