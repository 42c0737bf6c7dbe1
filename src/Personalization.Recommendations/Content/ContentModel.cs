using System.Buffers;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends what is like what a customer has, by what is said of the items: a score is the cosine of an item with the weighted sum of the
/// customer's. What has nothing in common with it is filled up with what most customers have. Immutable and thread-safe.
/// </summary>
/// <remarks>Make a model with <see cref="ContentTrainer"/>.</remarks>
public sealed class ContentModel : IScoringRecommender, ISimilarItems, IModel<ContentModel>
{
    /// <inheritdoc/>
    public static ModelKind<ContentModel> Kind { get; } = new("content", 1, FromFile);

    private readonly ItemSpace _space;
    private readonly ContentVocabulary _vocabulary;
    private readonly ContentRows _rows;

    internal ContentModel(ContentOptions options, ItemSpace space, ContentVocabulary vocabulary, ContentRows rows, FitReport report)
    {
        Options = options;
        Report = report;
        _space = space;
        _vocabulary = vocabulary;
        _rows = rows;
    }

    /// <summary>What was looked at.</summary>
    public ContentOptions Options { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report { get; }

    /// <inheritdoc />
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <inheritdoc />
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc />
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    /// <summary>Number of words and attributes that count.</summary>
    public int TermCount => _vocabulary.Terms.Count;

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The filter asks for categories or prices, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        FilledLists.Make(_space, request, Score, asked =>
        {
            OwnedItems owned = _space.OwnedBy(asked);
            (int[] items, float[] values) = (owned.Rows.ToArray(), owned.Values.ToArray());
            ContentReasons reasons = new(_rows, _vocabulary, Items, items, values);
            return reasons.Explain;
        });

    /// <inheritdoc />
    public bool TryScore(RecommendationRequest request, Span<float> scores) => FilledLists.TryScore(_space, request, scores, Score);

    /// <summary>The items most like an item, with their cosine as the score, above 0. None for an unknown item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="count">Most items, at least 1.</param>
    public IReadOnlyList<Recommendation> SimilarItems(ItemId item, int count)
    {
        Guard.AtLeast(count, 1);
        if (!Items.TryGetRow(item, out int row)) return [];
        ContentProfile profile = new(_rows, [row], [1f]);
        if (profile.Length == 0) return [];
        double[] scores = new double[Items.Count];
        _rows.Score(profile, scores);
        TopItems top = new(Math.Min(count, scores.Length));
        for (int other = 0; other < scores.Length; other++)
        {
            if (other != row && scores[other] > 0 && top.Keeps(other, scores[other])) top.Add(other, scores[other]);
        }

        top.Sort();
        ContentReasons reasons = new(_rows, _vocabulary, Items, [row], [1f]);
        Recommendation[] list = new Recommendation[top.Count];
        for (int i = 0; i < list.Length; i++)
        {
            list[i] = new Recommendation(Items[top.Rows[i]], top.Scores[i])
            {
                BecauseOf = [item],
                Reasons = reasons.Explain(top.Rows[i]).Reasons,
            };
        }

        return list;
    }

    /// <summary>
    /// The same model with more items, which nobody has yet, by the words, attributes and price bands that it knows: a new collection gets
    /// into lists on its first day. Items that the model knows are passed over.
    /// </summary>
    /// <param name="items">The items, each once.</param>
    /// <param name="vectors">Their vectors, as long as those of the fit; null for none.</param>
    /// <exception cref="ArgumentException">An item stands twice, or a vector has another length or isn't finite.</exception>
    public ContentModel WithItems(
        IReadOnlyCollection<ItemContent> items, IReadOnlyDictionary<ItemId, ReadOnlyMemory<float>>? vectors = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        int dimensions = ContentBuilder.DimensionsOf(vectors);
        if (dimensions > 0 && dimensions != _rows.Dimensions)
            throw new ArgumentException($"Vectors have {dimensions} values; those of the fit have {_rows.Dimensions}.", nameof(vectors));
        Dictionary<ItemId, ItemContent> given = ContentBuilder.ById(items);
        IdIndex<ItemId> all = IdIndex<ItemId>.From(Items.Concat(given.Keys));
        int[] known = all.RowsIn(Items);
        ItemContent?[] added = [.. Enumerable.Range(0, all.Count).Select(row => known[row] < 0 ? given[all[row]] : null)];
        ContentRows rows = ContentBuilder.RowsOf(added, _vocabulary, vectors, _rows.Dimensions, known, _rows);
        ItemContent[] described = [.. added.OfType<ItemContent>()];
        ItemCatalog catalog = ContentBuilder.CatalogOf(described, IdIndex<ItemId>.From(described.Select(item => item.Id)));
        return new ContentModel(Options, _space.WithItems(all, catalog), _vocabulary, rows, Report);
    }

    /// <summary>Writes the model as a model file of kind <c>content</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("weighting", Options.Weighting.ToString());
        file.Set("minimum_items", Options.MinimumItems);
        file.Set("price_bands", Options.PriceBands);
        file.Set("text_weight", Options.TextWeight);
        file.Set("attribute_weight", Options.AttributeWeight);
        file.Set("vector_weight", Options.VectorWeight);
        file.AddStrings("stop_words", [.. Options.StopWords.Order(StringComparer.Ordinal)]);
        _space.Write(file);
        _vocabulary.Write(file);
        _rows.Write(file);
        file.WriteTo(destination);
    }

    private static ContentModel FromFile(ModelFile file)
    {
        ContentOptions options = new()
        {
            Weighting = file.GetEnum<TextWeighting>("weighting"),
            MinimumItems = file.GetMetadata<int>("minimum_items"),
            PriceBands = file.GetMetadata<int>("price_bands"),
            TextWeight = file.GetMetadata<double>("text_weight"),
            AttributeWeight = file.GetMetadata<double>("attribute_weight"),
            VectorWeight = file.GetMetadata<double>("vector_weight"),
            StopWords = file.Strings("stop_words"),
        };
        ItemSpace space = ItemSpace.Read(file);
        ContentVocabulary vocabulary = ContentVocabulary.Read(file, options);
        ContentRows rows = ContentRows.Read(file, space.Items.Count, vocabulary.Terms.Count);
        return new ContentModel(options, space, vocabulary, rows, FitReport.ClosedForm());
    }

    private void Score(RecommendationRequest request, OwnedItems owned, Scratch scratch)
    {
        ContentProfile profile = new(_rows, owned.Rows, owned.Values);
        if (profile.Length == 0) return;
        double[] rented = ArrayPool<double>.Shared.Rent(Items.Count);
        Span<double> scores = rented.AsSpan(0, Items.Count);
        _rows.Score(profile, scores);
        for (int item = 0; item < scores.Length; item++)
        {
            if (scores[item] > 0 && double.IsFinite(scores[item])) scratch.Add(item, scores[item]);
        }

        ArrayPool<double>.Shared.Return(rented);
    }
}
