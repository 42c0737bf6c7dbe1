using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends by rules of baskets: what others had beside what lies in the basket now, then beside what the customer bought before; what no
/// rule speaks for is filled up with what most baskets hold. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// An item's score is the strength of the strongest rule whose left side the customer has, above 0 and at most 1; 1 more where that side is
/// in basket and session alone. Make a model with <see cref="BasketRulesTrainer"/>.
/// </remarks>
public sealed class BasketRulesModel : IScoringRecommender, IModel<BasketRulesModel>
{
    /// <inheritdoc/>
    public static ModelKind<BasketRulesModel> Kind { get; } = new("basket-rules", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly FrequentSets _sets;
    private readonly RuleTable _rules;

    internal BasketRulesModel(FrequentBasketsOptions options, ItemSpace space, FrequentSets sets, int minedItemCount, FitReport report)
    {
        Options = options;
        MinedItemCount = minedItemCount;
        Report = report;
        _space = space;
        _sets = sets;
        _rules = new RuleTable(sets, space.Items.Count, options);
    }

    /// <summary>Which sets and rules were looked for; a loaded model doesn't know <see cref="FrequentBasketsOptions.Threads"/>.</summary>
    public FrequentBasketsOptions Options { get; }

    /// <summary>
    /// What the fit did; a loaded model has no duration. Its stop reason is <see cref="StopReason.IterationLimit"/> where
    /// <see cref="FrequentBasketsOptions.MaximumSets"/> was reached.
    /// </summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>Number of baskets that were looked at.</summary>
    public int BasketCount => _sets.BasketCount;

    /// <summary>
    /// How many of the frequent items, the most bought first, have all their sets here; all unless the limit was reached.
    /// </summary>
    public int MinedItemCount { get; }

    /// <summary>Number of rules.</summary>
    public int RuleCount => _rules.Count;

    /// <summary>All rules, the strongest first.</summary>
    public IEnumerable<AssociationRule> Rules => Enumerable.Range(0, _rules.Count).Select(RuleAt);

    /// <summary>All frequent sets by length, then by their items, those of a single item first.</summary>
    public IEnumerable<FrequentItemSet> ItemSets => Enumerable.Range(0, _sets.Count)
        .Select(set => new FrequentItemSet(Names(set), _sets.CountOf(set), _sets.CountOf(set) / (double)BasketCount));

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        Dictionary<int, int> strongest = [];
        return FilledLists.Make(_space, request, (asked, owned, scratch) => Score(asked, owned, scratch, strongest), _ => Explain);

        (IReadOnlyList<ItemId> BecauseOf, IReadOnlyList<RecommendationReason> Reasons) Explain(int item)
        {
            AssociationRule rule = RuleAt(strongest[item]);
            return (rule.Items, [RecommendationReason.OfRule(rule.Items, rule.Confidence, rule.Lift)]);
        }
    }

    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores) =>
        FilledLists.TryScore(_space, request, scores, (asked, owned, scratch) => Score(asked, owned, scratch, []));

    /// <summary>
    /// Items to sell together: frequent sets of two and more items with known prices, those first that are bought together most often
    /// beyond chance (baskets − baskets expected if each item were bought by itself). A set that has two items in common with one before it
    /// is passed over.
    /// </summary>
    /// <param name="count">
    /// Most bundles, at least 1; fewer where there are fewer that are bought together more often than by chance.
    /// </param>
    /// <param name="discount">Share of the summed price that the bundle is cheaper by, 0 to 1.</param>
    public IReadOnlyList<ItemBundle> Bundles(int count, decimal discount = 0)
    {
        Guard.AtLeast(count, 1);
        Guard.InRange(discount, 0m, 1m);
        List<(int Set, double Beyond)> candidates = [];
        for (int set = 0; set < _sets.Count; set++)
        {
            double lift = _sets[set].Length < 2 ? 0 : _sets.Lift(set);
            if (lift > 1 && PriceOf(set) is not null) candidates.Add((set, _sets.CountOf(set) * (1 - (1 / lift))));
        }

        candidates.Sort((a, b) => a.Beyond != b.Beyond ? b.Beyond.CompareTo(a.Beyond) : a.Set.CompareTo(b.Set));
        HashSet<(int, int)> pairs = [];
        List<ItemBundle> bundles = [];
        foreach ((int set, _) in candidates)
        {
            if (bundles.Count == count) break;
            (int, int)[] own = [.. PairsOf(_sets[set].ToArray())];
            if (pairs.Overlaps(own)) continue;
            pairs.UnionWith(own);
            decimal price = PriceOf(set)!.Value;
            decimal bundlePrice = Math.Round(price * (1 - discount), 2, MidpointRounding.AwayFromZero);
            bundles.Add(new ItemBundle(Names(set), price, bundlePrice, _sets.CountOf(set), _sets.Lift(set)));
        }

        return bundles;
    }

    /// <summary>Writes the model as a model file of kind <c>basket-rules</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("minimum_support", Options.MinimumSupport);
        file.Set("minimum_count", Options.MinimumCount);
        file.Set("maximum_length", Options.MaximumLength);
        file.Set("maximum_sets", Options.MaximumSets);
        file.Set("minimum_confidence", Options.MinimumConfidence);
        file.Set("minimum_lift", Options.MinimumLift);
        file.Set("strength", Options.Strength.ToString());
        file.Set("mined_items", MinedItemCount);
        file.Set("limit_reached", Report.StopReason == StopReason.IterationLimit ? "yes" : "no");
        _space.Write(file);
        _sets.Write(file);
        file.WriteTo(destination);
    }

    private static BasketRulesModel FromFile(ModelFile file)
    {
        FrequentBasketsOptions options = new()
        {
            MinimumSupport = file.GetMetadata<double>("minimum_support"),
            MinimumCount = file.GetMetadata<int>("minimum_count"),
            MaximumLength = file.GetMetadata<int>("maximum_length"),
            MaximumSets = file.GetMetadata<int>("maximum_sets"),
            MinimumConfidence = file.GetMetadata<double>("minimum_confidence"),
            MinimumLift = file.GetMetadata<double>("minimum_lift"),
            Strength = file.GetEnum<RuleStrength>("strength"),
        };
        ItemSpace space = ItemSpace.Read(file);
        FrequentSets sets = FrequentSets.Read(file, space.Items.Count);
        int mined = file.GetMetadata<int>("mined_items");
        if (mined < 0 || mined > space.Items.Count) throw file.Invalid($"it has mined {mined} of {space.Items.Count} items");
        StopReason reason = file.GetMetadata("limit_reached") switch
        {
            "yes" => StopReason.IterationLimit,
            "no" => StopReason.ClosedForm,
            string other => throw file.Invalid($"metadata 'limit_reached' is '{other}'; 'yes' or 'no' is expected"),
        };
        return new BasketRulesModel(
            options, space, sets, mined, new FitReport(0, reason, Array.Empty<FitSeries>(), TimeSpan.Zero));
    }

    /// <param name="request">What is asked.</param>
    /// <param name="owned">What its customer has, with the visit.</param>
    /// <param name="scratch">Receives the scores.</param>
    /// <param name="strongest">Receives the strongest rule for each item that one speaks for.</param>
    private void Score(RecommendationRequest request, OwnedItems owned, Scratch scratch, Dictionary<int, int> strongest)
    {
        SortedSet<int> visit = [];
        foreach (ItemId item in request.Basket.Concat(request.Session))
        {
            if (Items.TryGetRow(item, out int row)) visit.Add(row);
        }

        int[] rows = [.. visit];
        _rules.Match(rows, strongest);
        HashSet<int> now = [.. strongest.Keys];
        if (owned.Rows.Length > rows.Length) _rules.Match(owned.Rows, strongest);
        foreach ((int item, int rank) in strongest) scratch.Add(item, _rules[rank].Strength + (now.Contains(item) ? 1 : 0));
    }

    private AssociationRule RuleAt(int rank)
    {
        RuleTable.Rule rule = _rules[rank];
        double share = _sets.CountOf(_sets.Find([rule.Then])) / (double)BasketCount;
        return new AssociationRule(
            Names(rule.Left), Items[rule.Then], _sets.CountOf(rule.Set), _sets.CountOf(rule.Set) / (double)BasketCount, rule.Confidence,
            rule.Lift, rule.Confidence < 1 ? (1 - share) / (1 - rule.Confidence) : double.PositiveInfinity);
    }

    private ItemId[] Names(int set)
    {
        ItemId[] names = new ItemId[_sets[set].Length];
        for (int i = 0; i < names.Length; i++) names[i] = Items[_sets[set][i]];
        return names;
    }

    /// <summary>The summed price of a set; null where one isn't known.</summary>
    private decimal? PriceOf(int set)
    {
        if (_space.Prices.IsEmpty) return null;
        decimal sum = 0;
        foreach (int item in _sets[set])
        {
            if (_space.Prices[item] == 0) return null;
            sum += MoneyUnits.ToDecimal(_space.Prices[item]);
        }

        return sum;
    }

    private static IEnumerable<(int, int)> PairsOf(int[] items) =>
        from a in items
        from b in items
        where a < b
        select (a, b);
}
