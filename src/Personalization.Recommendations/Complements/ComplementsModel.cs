using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what goes with what a customer looks at: companions of the item seen last and of the basket; where there is neither, of what
/// the customer has. What that can't fill is filled with what most customers have. Immutable and thread-safe.
/// </summary>
/// <remarks>An item's score is the sum of its scores beside each of those. Make a model with <see cref="ComplementsTrainer"/>.</remarks>
public sealed class ComplementsModel : IScoringRecommender, IModel<ComplementsModel>
{
    private const int MostReasons = 3;

    /// <inheritdoc/>
    public static ModelKind<ComplementsModel> Kind { get; } = new("complements", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly CompanionTable _companions;
    private readonly PriceLevels _prices;

    internal ComplementsModel(ComplementsOptions options, ItemSpace space, CompanionTable companions, FitReport report)
    {
        Options = options;
        Report = report;
        _space = space;
        _companions = companions;
        _prices = new PriceLevels(space);
    }

    /// <summary>What counts as together; a loaded model doesn't know <see cref="ComplementsOptions.Threads"/>.</summary>
    public ComplementsOptions Options { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        FilledLists.Make(_space, request, Score, asked =>
        {
            int[] anchors = AnchorsOf(asked, _space.OwnedBy(asked));
            return item => Explain(item, anchors);
        });

    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores) => FilledLists.TryScore(_space, request, scores, Score);

    /// <summary>
    /// What goes with an item, the best first, each with its lift in the reason: only what has a lift above
    /// <see cref="ComplementsOptions.MinimumLift"/>, of other categories unless <see cref="ComplementsOptions.OtherCategoriesOnly"/> is
    /// off. None for an unknown item.
    /// </summary>
    /// <param name="item">The item looked at.</param>
    /// <param name="count">Most items, at least 1; never more than <see cref="ComplementsOptions.ListLength"/>.</param>
    public IReadOnlyList<Recommendation> GoesWith(ItemId item, int count)
    {
        Guard.AtLeast(count, 1);
        if (!Items.TryGetRow(item, out int row)) return [];
        ReadOnlySpan<Companion> companions = _companions[row];
        Recommendation[] list = new Recommendation[Math.Min(count, companions.Length)];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = new Recommendation(Items[companions[i].Item], companions[i].Score)
            {
                BecauseOf = [item],
                Reasons = [ReasonOf(row, companions[i])],
            };
        }

        return list;
    }

    /// <summary>
    /// Dearer items of the same category that the customer's own purchases say are within reach: each purchase has a place among the prices
    /// of its category, 0 for the cheapest item and 1 for the dearest; an upsell's place is at most <see
    /// cref="ComplementsOptions.PriceStretch"/> above that which <see cref="ComplementsOptions.PriceQuantile"/> of the purchases lie at or
    /// below. The most bought come first. For a customer without purchases it is at most that far above the item.
    /// </summary>
    /// <param name="customer">The customer; one who is unknown has no purchases.</param>
    /// <param name="item">The item looked at.</param>
    /// <param name="count">Most items, at least 1.</param>
    /// <returns>None where nothing dearer is within reach, or the item's category or price isn't known.</returns>
    public IReadOnlyList<UpsellItem> Upsell(CustomerId customer, ItemId item, int count)
    {
        Guard.AtLeast(count, 1);
        return Items.TryGetRow(item, out int row) ? _prices.Upsell(customer, row, count, Options) : [];
    }

    /// <summary>Writes the model as a model file of kind <c>complements</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("window_days", Options.WindowDays);
        file.Set("list_length", Options.ListLength);
        file.Set("shrinkage", Options.Shrinkage);
        file.Set("caution", Options.Caution);
        file.Set("minimum_lift", Options.MinimumLift);
        file.Set("other_categories_only", Options.OtherCategoriesOnly ? "yes" : "no");
        file.Set("price_quantile", Options.PriceQuantile);
        file.Set("price_stretch", Options.PriceStretch);
        _space.Write(file);
        _companions.Write(file);
        file.WriteTo(destination);
    }

    private static ComplementsModel FromFile(ModelFile file)
    {
        ComplementsOptions options = new()
        {
            WindowDays = file.GetMetadata<int>("window_days"),
            ListLength = file.GetMetadata<int>("list_length"),
            Shrinkage = file.GetMetadata<double>("shrinkage"),
            Caution = file.GetMetadata<double>("caution"),
            MinimumLift = file.GetMetadata<double>("minimum_lift"),
            OtherCategoriesOnly = file.GetMetadata("other_categories_only") switch
            {
                "yes" => true,
                "no" => false,
                string other => throw file.Invalid($"metadata 'other_categories_only' is '{other}'; 'yes' or 'no' is expected"),
            },
            PriceQuantile = file.GetMetadata<double>("price_quantile"),
            PriceStretch = file.GetMetadata<double>("price_stretch"),
        };
        ItemSpace space = ItemSpace.Read(file);
        return new ComplementsModel(options, space, CompanionTable.Read(file, space.Items.Count), FitReport.ClosedForm());
    }

    private void Score(RecommendationRequest request, OwnedItems owned, Scratch scratch)
    {
        foreach (int anchor in AnchorsOf(request, owned))
        {
            foreach (Companion companion in _companions[anchor]) scratch.Add(companion.Item, companion.Score);
        }
    }

    /// <summary>Rows of the items whose companions are meant, rising.</summary>
    private int[] AnchorsOf(RecommendationRequest request, OwnedItems owned)
    {
        SortedSet<int> anchors = [];
        for (int i = request.Session.Count - 1; i >= 0 && anchors.Count == 0; i--)
        {
            if (Items.TryGetRow(request.Session[i], out int seen)) anchors.Add(seen);
        }

        foreach (ItemId item in request.Basket)
        {
            if (Items.TryGetRow(item, out int row)) anchors.Add(row);
        }

        return anchors.Count > 0 ? [.. anchors] : owned.Rows.ToArray();
    }

    private (IReadOnlyList<ItemId> BecauseOf, IReadOnlyList<RecommendationReason> Reasons) Explain(int item, int[] anchors)
    {
        (int Anchor, Companion Companion)[] best =
        [
            .. from anchor in anchors
               let found = _companions.Find(anchor, item)
               where found is not null
               orderby found.Value.Score descending, anchor
               select (anchor, found.Value),
        ];
        best = best[..Math.Min(best.Length, MostReasons)];
        return ([.. best.Select(pair => Items[pair.Anchor])], [.. best.Select(pair => ReasonOf(pair.Anchor, pair.Companion))]);
    }

    private RecommendationReason ReasonOf(int item, Companion companion) => companion.Count > 0
        ? RecommendationReason.OfRule([Items[item]], companion.Count / (double)_companions.Holding(item), companion.Lift)
        : RecommendationReason.Popular($"those who buy {_space.CategoryAt(item)}");
}
