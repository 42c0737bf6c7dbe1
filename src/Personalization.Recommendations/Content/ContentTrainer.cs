using System.Diagnostics;
using Microsoft.Extensions.AI;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Learns what items are like from what is said of them: words of titles and texts, category, price band, other attributes, and vectors of
/// an embedding model where there is one. What nobody bought yet can be recommended. Stateless and thread-safe; one pass over the items.
/// </summary>
/// <param name="options">What to look at; null for the defaults.</param>
public sealed class ContentTrainer(ContentOptions? options = null)
{
    private const int TextsAtOnce = 256;

    private readonly ContentOptions _options = options ?? new ContentOptions();

    /// <summary>Fits on the items of a log, and on its purchases as what customers have.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Looked at between passes.</param>
    public ContentModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Fit(log, null, null, progress, cancellationToken);

    /// <summary>The same, with items that the log doesn't know, more words and attributes of those it does, and vectors.</summary>
    /// <param name="log">The events.</param>
    /// <param name="items">Items, each once; what they say goes before what the log says of the same item. Null for none.</param>
    /// <param name="vectors">
    /// Vectors of items, all of one length, finite: those of texts, of pictures, of a sequence model. An item without one, or with zeros,
    /// is compared by the rest. Null for none.
    /// </param>
    /// <param name="progress">Told when it is done.</param>
    /// <param name="cancellationToken">Looked at between passes.</param>
    /// <exception cref="ArgumentException">An item stands twice, or vectors are of different lengths or not finite.</exception>
    public ContentModel Fit(
        EventLog log,
        IReadOnlyCollection<ItemContent>? items,
        IReadOnlyDictionary<ItemId, ReadOnlyMemory<float>>? vectors = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        cancellationToken.ThrowIfCancellationRequested();
        long started = Stopwatch.GetTimestamp();
        (IdIndex<ItemId> ids, ItemContent[] all) = ContentBuilder.Join(log.Items, items);
        int dimensions = ContentBuilder.DimensionsOf(vectors);
        ContentVocabulary vocabulary = ContentVocabulary.Of(all, _options);
        cancellationToken.ThrowIfCancellationRequested();
        ContentRows rows = ContentBuilder.RowsOf(all, vocabulary, vectors, dimensions);
        cancellationToken.ThrowIfCancellationRequested();
        ItemSpace space = SpaceOf(log, ids, all);
        progress?.Report(new FitProgress("content", 1) { Count = all.Length, Unit = "items" });
        return new ContentModel(_options, space, vocabulary, rows, FitReport.ClosedForm(Stopwatch.GetElapsedTime(started)));
    }

    /// <summary>The same, with a vector for each item's words by an embedding model.</summary>
    /// <param name="log">The events.</param>
    /// <param name="generator">Makes vectors of texts; asked for a few hundred at a time, one call after the other.</param>
    /// <param name="items">Items, each once; what they say goes before what the log says of the same item. Null for none.</param>
    /// <param name="progress">Told of the texts embedded.</param>
    /// <param name="cancellationToken">Passed on to the generator.</param>
    /// <exception cref="InvalidOperationException">The generator gave another number of vectors than it was given texts.</exception>
    public async Task<ContentModel> FitAsync(
        EventLog log,
        IEmbeddingGenerator<string, Embedding<float>> generator,
        IReadOnlyCollection<ItemContent>? items = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(generator);
        ItemContent[] all = [.. ContentBuilder.Join(log.Items, items).Items.Where(item => item.Words.Length > 0)];
        Dictionary<ItemId, ReadOnlyMemory<float>> vectors = [];
        foreach (ItemContent[] some in all.Chunk(TextsAtOnce))
        {
            GeneratedEmbeddings<Embedding<float>> embeddings =
                await generator.GenerateAsync(some.Select(item => item.Words), null, cancellationToken).ConfigureAwait(false);
            if (embeddings.Count != some.Length)
                throw new InvalidOperationException($"The generator gave {embeddings.Count} vectors for {some.Length} texts.");
            for (int i = 0; i < some.Length; i++) vectors.Add(some[i].Id, embeddings[i].Vector);
            progress?.Report(new FitProgress("embedding", vectors.Count / (double)all.Length) { Count = vectors.Count, Unit = "texts" });
        }

        return Fit(log, items, vectors, progress, cancellationToken);
    }

    private static ItemSpace SpaceOf(EventLog log, IdIndex<ItemId> ids, ItemContent[] items)
    {
        InteractionMatrix bought = InteractionMatrix.From(log);
        double[] popularity = new double[log.Items.Count];
        for (int row = 0; row < bought.Customers.Count; row++)
        {
            foreach (int item in bought.ItemsOf(row)) popularity[item]++;
        }

        ItemSpace space = ItemSpace.Of(bought, log.Items, popularity);
        return ids.Count == log.Items.Count ? space : space.WithItems(ids, ContentBuilder.CatalogOf(items, ids));
    }
}
