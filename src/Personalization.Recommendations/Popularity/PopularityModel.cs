using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what most bought and the customer didn't; an unknown customer gets what most bought. A score is the number of customers or
/// purchases, after decay. Immutable and thread-safe.
/// </summary>
public sealed class PopularityModel : IScoringRecommender, IModel<PopularityModel>
{
    /// <inheritdoc/>
    public static ModelKind<PopularityModel> Kind { get; } = new("popularity", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly SegmentPopularity? _segments;

    internal PopularityModel(PopularityOptions options, ItemSpace space, SegmentPopularity? segments, FitReport report)
    {
        Options = options;
        _space = space;
        _segments = segments;
        Report = report;
    }

    /// <summary>How it was counted.</summary>
    public PopularityOptions Options { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <summary>An item's popularity; 0 where it is unknown or nobody bought it.</summary>
    public double PopularityOf(ItemId item) => Items.TryGetRow(item, out int row) ? _space.Popularity[row] : 0;

    /// <summary>
    /// An item's popularity with a segment, as if all customers were of it: customers (or purchases) of all × (its share in the segment,
    /// shrunk). 0 where the item is unknown.
    /// </summary>
    /// <exception cref="ArgumentException">The model doesn't know the segment.</exception>
    public double PopularityOf(ItemId item, string segment)
    {
        int code = CodeOf(segment);
        return Items.TryGetRow(item, out int row) ? _segments!.Scores[code][row] : 0;
    }

    /// <summary>Segments that popularity was counted for; empty where it was fitted without a table.</summary>
    public IReadOnlyList<string> Segments => _segments?.Names.ToArray() ?? [];

    /// <summary>The segment that a customer was in when the model was fitted; null where it knows none.</summary>
    public string? SegmentOf(CustomerId customer) =>
        _segments is not null && SegmentCode(customer) is >= 0 and int code ? _segments.Names[code] : null;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>
    /// What most bought, of the customer's segment where that is known, less what the customer bought, has in the basket, or saw in this
    /// session.
    /// </summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Make(request, SegmentCode(request.Customer));
    }

    /// <summary>What most customers of a segment bought, whoever asks: for somebody new whose segment is known otherwise.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="segment">One of <see cref="Segments"/>.</param>
    /// <exception cref="ArgumentException">The model doesn't know the segment, or no categories where the filter asks for some.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request, string segment)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Make(request, CodeOf(segment));
    }

    /// <summary>What most bought of a category, the start of a category's page.</summary>
    /// <param name="category">The category; one that the model doesn't know has no items.</param>
    /// <param name="count">Length of the list, at least 1.</param>
    /// <exception cref="ArgumentException">The model knows no categories.</exception>
    public IReadOnlyList<Recommendation> RecommendFrom(string category, int count)
    {
        HashSet<string> categories = new(StringComparer.Ordinal) { Guard.NotBlank(category, nameof(category)) };
        RecommendationRequest request =
            new() { Count = Guard.AtLeast(count, 1, nameof(count)), Filter = new() { Categories = categories } };
        RecommendationReason[] reasons = [RecommendationReason.Popular($"customers of category {category}")];
        return [.. Make(request, -1).Select(item => item with { Reasons = reasons })];
    }

    private List<Recommendation> Make(RecommendationRequest request, int segment)
    {
        AllowedItems allowed = _space.Allowed(request);
        Scratch scratch = _space.Scratches.Rent();
        _space.Block(request, _space.OwnedBy(request), scratch);
        List<Recommendation> list = new(Math.Min(request.Count, Items.Count));
        if (segment < 0) _space.AddPopular(list, request.Count, scratch, allowed, scale: 1);
        else _segments!.AddTo(list, segment, Items, request.Count, scratch, allowed);
        _space.Scratches.Return(scratch);
        return list;
    }

    /// <summary>Writes each item's popularity, with the customer's segment where that is known.</summary>
    /// <returns>True: it is the model's own opinion, though it isn't a personal one.</returns>
    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(request);
        ScoredLists.CheckPlaces(_space, scores);
        ReadOnlySpan<double> popularity =
            SegmentCode(request.Customer) is >= 0 and int segment ? _segments!.Scores[segment] : _space.Popularity;
        for (int item = 0; item < scores.Length; item++) scores[item] = (float)popularity[item];
        return true;
    }

    /// <summary>Writes the model as a model file of kind <c>popularity</c>; the stream stays open.</summary>
    public void Save(Stream destination) => ToFile().WriteTo(destination);

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("measure", Options.Measure == PopularityMeasure.Customers ? "customers" : "purchases");
        if (Options.HalfLifeDays is { } halfLife) file.Set("half_life_days", halfLife);
        _space.Write(file);
        if (_segments is null) return file;
        file.Set("segment_column", Options.SegmentColumn);
        file.Set("segment_shrinkage", Options.SegmentShrinkage);
        _segments.Write(file);
        return file;
    }

    private static PopularityModel FromFile(ModelFile file)
    {
        PopularityMeasure measure = file.GetMetadata("measure") switch
        {
            "customers" => PopularityMeasure.Customers,
            "purchases" => PopularityMeasure.Purchases,
            string other => throw file.Invalid($"its measure is '{other}'; 'customers' or 'purchases' is expected"),
        };
        double? halfLife = file.TryGetMetadata("half_life_days", out _) ? file.GetMetadata<double>("half_life_days") : null;
        PopularityOptions options = new() { Measure = measure, HalfLifeDays = halfLife };
        ItemSpace space = ItemSpace.Read(file);
        if (!file.TryGetMetadata("segment_column", out string? column))
            return new PopularityModel(options, space, null, FitReport.ClosedForm());
        options = options with { SegmentColumn = column, SegmentShrinkage = file.GetMetadata<double>("segment_shrinkage") };
        return new PopularityModel(
            options, space, SegmentPopularity.Read(file, space.Customers.Count, space.Items.Count), FitReport.ClosedForm());
    }

    private int SegmentCode(CustomerId customer) =>
        _segments is not null && Customers.TryGetRow(customer, out int row) ? _segments.SegmentOf[row] : -1;

    private int CodeOf(string segment)
    {
        Guard.NotBlank(segment, nameof(segment));
        if (_segments is not null && _segments.Names.TryGetRow(segment, out int code)) return code;
        string known = _segments is null ? "none: fit it with a customer table" : string.Join(", ", _segments.Names);
        throw new ArgumentException($"The model doesn't know segment '{segment}'; it knows {known}.", nameof(segment));
    }
}
