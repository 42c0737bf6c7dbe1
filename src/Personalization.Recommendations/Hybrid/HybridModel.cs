using System.Globalization;
using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Several recommenders as one: an item's score is a weighted sum of what the parts say, with weights that were learned, for customers by
/// the length of their history. Who has none is served by what parts say to everybody, and an item that nobody has bought by the parts that
/// know new items. Immutable and thread-safe where its parts are. Make one with <see cref="HybridTrainer"/>.
/// </summary>
public sealed class HybridModel : IScoringRecommender, IModel<HybridModel>
{
    private const int MostParts = 100;
    private const string GainsName = "validation_ndcg";

    private readonly ItemSpace _space;
    private readonly IScoringRecommender[] _parts;
    private readonly bool[] _knowsNew;
    private readonly HybridFeatures _features;
    private readonly HybridWeights _weights;
    private readonly double[]? _gains;
    private readonly Pool<Matrix> _columns;

    internal HybridModel(
        HybridOptions options, ItemSpace space, IReadOnlyList<string> names, IReadOnlyList<IScoringRecommender> parts,
        IReadOnlyList<bool> knowsNew, HybridWeights weights, double[]? gains, FitReport report)
    {
        (Options, PartNames, Report) = (options, [.. names], report);
        (_space, _parts, _knowsNew, _weights, _gains) = (space, [.. parts], [.. knowsNew], weights, gains);
        _features = new HybridFeatures(space, parts, knowsNew);

        // A row for each feature, and one for the scores.
        _columns = new Pool<Matrix>(() => new Matrix(_features.Count + 1, space.Items.Count));
        Uses = RequestParts.Candidates | RequestParts.Filter;
        foreach (IScoringRecommender part in parts) Uses |= part.Uses;
    }

    /// <inheritdoc/>
    public static ModelKind<HybridModel> Kind { get; } = new("hybrid", 1, FromFile);

    /// <summary>How weights were learned; a loaded model doesn't know <see cref="HybridOptions.Threads"/>.</summary>
    public HybridOptions Options { get; }

    /// <summary>The loss after each step of learning the weights of all customers; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <summary>Names of the parts.</summary>
    public IReadOnlyList<string> PartNames { get; }

    /// <summary>The parts, in the order of <see cref="PartNames"/>.</summary>
    public IReadOnlyList<IScoringRecommender> Parts => _parts;

    /// <inheritdoc/>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc/>
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc/>
    public RequestParts Uses { get; }

    /// <summary>
    /// The best items for a request. Reasons are those of the part that spoke most for an item. It costs what the scores of all parts cost,
    /// and their lists of the few that are chosen.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OwnedItems owned = _space.OwnedBy(request);
        AllowedItems allowed = _space.Allowed(request);
        Scratch scratch = _space.Scratches.Rent();
        _space.Block(request, owned, scratch);
        Matrix columns = _columns.Rent();
        _features.Write(request, columns);
        ReadOnlySpan<double> weights = _weights.Of(owned.Rows.Length);
        Span<float> scores = columns.Row(_features.Count);
        AddUp(columns, weights, scores);
        TopItems top = new(Math.Min(request.Count, Items.Count));
        for (int item = 0; item < scores.Length; item++)
        {
            if (!scratch.IsBlocked(item) && top.Keeps(item, scores[item]) && allowed.Allow(item)) top.Add(item, scores[item]);
        }

        top.Sort();
        _space.Scratches.Return(scratch);
        Recommendation[] list = Explained(request, top, columns, weights, isKnown: owned.Rows.Length > 0);
        _columns.Return(columns);
        return list;
    }

    /// <inheritdoc/>
    public bool TryScore(RecommendationRequest request, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(request);
        ScoredLists.CheckPlaces(_space, scores);
        Matrix columns = _columns.Rent();
        _features.Write(request, columns);
        AddUp(columns, _weights.Of(_space.OwnedBy(request).Rows.Length), scores);
        _columns.Return(columns);
        return true;
    }

    /// <summary>
    /// How much a part counts for customers with a history of some length: the weight of its standardized score, of the logarithm of
    /// that and, where the part knows new items, of the score of these.
    /// </summary>
    /// <param name="part">Name of the part.</param>
    /// <param name="historyLength">Items that a customer has, at least 0.</param>
    /// <exception cref="KeyNotFoundException">There is no such part; the message lists those that there are.</exception>
    public IReadOnlyList<double> WeightsOf(string part, int historyLength)
    {
        int place = PlaceOf(part);
        ReadOnlySpan<double> all = _weights.Of(Guard.AtLeast(historyLength, 0));
        return all.Slice(_features.ColumnOf(place), _features.WidthOf(place)).ToArray();
    }

    /// <summary>
    /// NDCG@10 of a part alone on the validation slice, fitted on what comes before it: over the customers whom the weights are learned
    /// from, of what they took there for the first time. Null where the slice holds nobody who did.
    /// </summary>
    /// <param name="part">Name of the part.</param>
    /// <exception cref="KeyNotFoundException">There is no such part; the message lists those that there are.</exception>
    public double? ValidationNdcgOf(string part)
    {
        int place = PlaceOf(part);
        return _gains?[place];
    }

    /// <summary>
    /// Writes the model as a model file of kind <c>hybrid</c>, with the file of each part in it; the stream stays open.
    /// </summary>
    /// <exception cref="InvalidOperationException">A part isn't a model that can be saved.</exception>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("validation_share", Options.ValidationShare);
        file.Set("validation_customers", Options.ValidationCustomers);
        file.Set("listed_items", Options.ListedItems);
        file.Set("sampled_items", Options.SampledItems);
        file.Set("regularization", Options.Regularization);
        file.Set("seed", Options.Seed);
        file.Set("parts", _parts.Length);
        for (int part = 0; part < _parts.Length; part++)
        {
            if (_parts[part] is not IModel model)
                throw new InvalidOperationException($"The part '{PartNames[part]}' can't be saved: it isn't an {nameof(IModel)}.");
            using MemoryStream bytes = new();
            model.Save(bytes);
            file.Set(NameKey(part), PartNames[part]);
            file.Set(NewItemsKey(part), _knowsNew[part] ? 1 : 0);
            file.Add(FileKey(part), bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }

        _space.Write(file);
        _weights.Write(file);
        if (_gains is not null) file.Add(GainsName, _gains);
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    private static string NameKey(int part) => string.Create(CultureInfo.InvariantCulture, $"part.{part}.name");

    private static string NewItemsKey(int part) => string.Create(CultureInfo.InvariantCulture, $"part.{part}.knows_new_items");

    private static string FileKey(int part) => string.Create(CultureInfo.InvariantCulture, $"part.{part}");

    private static HybridModel FromFile(ModelFile file, ModelRegistry registry)
    {
        HybridOptions options = new()
        {
            ValidationShare = file.GetMetadata<double>("validation_share"),
            ValidationCustomers = file.GetMetadata<int>("validation_customers"),
            ListedItems = file.GetMetadata<int>("listed_items"),
            SampledItems = file.GetMetadata<int>("sampled_items"),
            Regularization = file.GetMetadata<double>("regularization"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        int count = file.GetMetadata<int>("parts");
        if (count is < 1 or > MostParts) throw file.Invalid($"it has {count} parts; 1 to {MostParts} are possible");
        ModelRegistry known = registry.With(HybridPart.Kinds);
        string[] names = new string[count];
        bool[] knowsNew = new bool[count];
        IScoringRecommender[] parts = new IScoringRecommender[count];
        for (int part = 0; part < count; part++)
        {
            names[part] = file.GetMetadata(NameKey(part));
            knowsNew[part] = file.GetMetadata<int>(NewItemsKey(part)) != 0;
            using ModelFile own = ModelFile.Read(new MemoryStream(file.Bytes(FileKey(part), -1), writable: false));

            // A hybrid of hybrids could be nested without end.
            if (own.Kind == Kind.Name) throw file.Invalid($"its part '{names[part]}' is a hybrid itself");
            parts[part] = known.Load(own) as IScoringRecommender
                ?? throw file.Invalid($"its part '{names[part]}' of kind '{own.Kind}' doesn't score items");
        }

        HybridWeights weights = HybridWeights.Read(file, HybridFeatures.CountOf(knowsNew));

        // Files from before they were kept have none.
        double[]? gains = file.Contains(GainsName) ? file.Doubles(GainsName, count) : null;
        if (gains is not null && Array.Find(gains, gain => !(gain is >= 0 and <= 1)) is not 0 and double wrong)
            throw file.Invalid($"a part's NDCG is {wrong}; it must be from 0 to 1");
        return new HybridModel(options, ItemSpace.Read(file), names, parts, knowsNew, weights, gains, file.Report());
    }

    private static void AddUp(Matrix columns, ReadOnlySpan<double> weights, Span<float> scores)
    {
        scores.Clear();
        for (int feature = 0; feature < weights.Length; feature++)
            TensorPrimitives.MultiplyAdd(columns.Row(feature), (float)weights[feature], scores, scores);
    }

    private Recommendation[] Explained(
        RecommendationRequest request, TopItems top, MatrixView columns, ReadOnlySpan<double> weights, bool isKnown)
    {
        ItemId[] items = new ItemId[top.Count];
        int[] speakers = new int[items.Length];
        for (int i = 0; i < items.Length; i++) (items[i], speakers[i]) = (Items[top.Rows[i]], Speaker(top.Rows[i], columns, weights));
        Recommendation[] list = new Recommendation[items.Length];
        RecommendationSource source = isKnown ? RecommendationSource.Personal : RecommendationSource.Popular;
        for (int part = 0; part < _parts.Length; part++)
        {
            HashSet<ItemId> own = [.. items.Where((_, i) => speakers[i] == part && Known(_parts[part], items[i]))];
            if (own.Count == 0) continue;
            RecommendationRequest asked = request with
            {
                Count = own.Count,
                Candidates = own,
                Filter = new RecommendationFilter { IncludeBought = request.Filter.IncludeBought },
            };
            foreach (Recommendation said in _parts[part].Recommend(asked))
            {
                int place = Array.IndexOf(items, said.Item);

                // The list is the hybrid's, whoever speaks for an item; reasons stay as they were told.
                list[place] = said with { Score = top.Scores[place], Source = source, Reasons = said.Reasons };
            }
        }

        for (int i = 0; i < list.Length; i++) list[i] ??= new Recommendation(items[i], top.Scores[i], source);

        return list;
    }

    private int PlaceOf(string part)
    {
        int place = PartNames.TakeWhile(name => name != part).Count();
        return place < PartNames.Count
            ? place
            : throw new KeyNotFoundException($"There is no part '{part}'; there are {string.Join(", ", PartNames)}.");
    }

    private static bool Known(IScoringRecommender part, ItemId item) => part.Items.Contains(item);

    /// <summary>The part that added most to an item's score; −1 where none added anything.</summary>
    private int Speaker(int item, MatrixView columns, ReadOnlySpan<double> weights)
    {
        int speaker = -1;
        double most = 0;
        for (int part = 0; part < _parts.Length; part++)
        {
            double said = 0;
            int first = _features.ColumnOf(part);
            for (int column = first; column < first + _features.WidthOf(part); column++) said += weights[column] * columns[column, item];
            if (said > most) (speaker, most) = (part, said);
        }

        return speaker;
    }
}
