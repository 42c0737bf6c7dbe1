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

    internal PopularityModel(PopularityOptions options, ItemSpace space, FitReport report)
    {
        Options = options;
        _space = space;
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

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>What most bought, less what the customer bought, has in the basket, or saw in this session.</summary>
    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        AllowedItems allowed = _space.Allowed(request);
        Scratch scratch = _space.Scratches.Rent();
        if (!request.Filter.IncludeBought)
        {
            foreach (int item in _space.OwnedBy(request).Rows) scratch.Block(item);
        }

        List<Recommendation> list = new(Math.Min(request.Count, Items.Count));
        _space.AddPopular(list, request.Count, scratch, allowed, scale: 1);
        _space.Scratches.Return(scratch);
        return list;
    }

    /// <summary>Writes each item's popularity, whoever asks.</summary>
    /// <returns>True: it is the model's own opinion, though it isn't a personal one.</returns>
    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(request);
        ScoredLists.CheckPlaces(_space, scores);
        for (int item = 0; item < scores.Length; item++) scores[item] = (float)_space.Popularity[item];
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
        return new PopularityModel(
            new PopularityOptions { Measure = measure, HalfLifeDays = halfLife },
            ItemSpace.Read(file),
            FitReport.ClosedForm());
    }
}
