using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends by a linear model of items on items: score(j) = Σ over the customer's items i of value(i) · B(i, j). Scores are those of the
/// fit itself for whatever a customer has now: a new customer, basket or visit needs no fitting anew. Immutable and thread-safe.
/// </summary>
/// <remarks>Make a model with <see cref="EaseTrainer"/>. A list's reasons are the customer's items that speak most for each.</remarks>
public sealed class EaseModel : IScoringRecommender, IModel<EaseModel>
{
    /// <inheritdoc/>
    public static ModelKind<EaseModel> Kind { get; } = new("ease", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly ItemWeights _weights;

    internal EaseModel(EaseOptions options, ItemSpace space, ItemWeights weights, FitReport report)
    {
        Options = options;
        _space = space;
        _weights = weights;
        Report = report;
    }

    /// <summary>How it was fitted; a loaded model doesn't know <see cref="EaseOptions.Threads"/>.</summary>
    public EaseOptions Options { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <summary>True where every item has a weight for every other; false where only neighbours have.</summary>
    public bool IsDense => _weights.IsDense;

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>
    /// How much having an item speaks for another, B(owned, item): below 0 where it speaks against it, 0 for the item itself and where one
    /// of them isn't known.
    /// </summary>
    /// <param name="owned">What a customer has.</param>
    /// <param name="item">What may be recommended.</param>
    public double WeightOf(ItemId owned, ItemId item) =>
        Items.TryGetRow(owned, out int from) && Items.TryGetRow(item, out int to) ? _weights.Of(from, to) : 0;

    /// <summary>
    /// The best items for a request. Items of its basket and session count as the customer's own, each as if bought once. Ids that the
    /// model doesn't know are passed over, and where nothing is left, the list is what is popular.
    /// </summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, (item, own) => _weights.Of(own, item));

    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(_space, request, scores, Score);

    /// <summary>Writes the model as a model file of kind <c>ease</c>; the stream stays open.</summary>
    public void Save(Stream destination) => ToFile().WriteTo(destination);

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores) => _weights.Score(owned, scores);

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("form", Options.Form.ToString());
        file.Set("regularization", Options.Regularization);
        file.Set("neighbors", Options.Neighbors);
        file.Set("max_dense_items", Options.MaxDenseItems);
        file.Set("weights_form", (IsDense ? EaseForm.Dense : EaseForm.Sparse).ToString());
        _space.Write(file);
        _weights.Write(file);
        return file;
    }

    private static EaseModel FromFile(ModelFile file)
    {
        ItemSpace space = ItemSpace.Read(file);
        EaseForm form = file.GetEnum<EaseForm>("weights_form");
        if (form == EaseForm.Auto) throw file.Invalid($"its 'weights_form' is {form}; Dense or Sparse is expected");
        ItemWeights weights = ItemWeights.Read(file, space.Items.Count, form == EaseForm.Dense);
        EaseOptions options = new()
        {
            Form = file.GetEnum<EaseForm>("form"),
            Regularization = file.GetMetadata<double>("regularization"),
            Neighbors = file.GetMetadata<int>("neighbors"),
            MaxDenseItems = file.GetMetadata<int>("max_dense_items"),
        };
        return new EaseModel(options, space, weights, FitReport.ClosedForm());
    }
}
