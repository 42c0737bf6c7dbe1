using Personalization.Numerics;
using Personalization.VectorIndex;

namespace Personalization.Beha2Vec;

/// <content>Embeddings of customers, at any point of a sequence, and of items.</content>
public sealed partial class Beha2VecModel
{
    /// <summary>Each customer's embedding after the last event, customers × dimensions; zeros where there was no event.</summary>
    public MatrixView Embeddings => _embeddings;

    /// <summary>Each item's embedding, items × dimensions: a customer's dot product with it is the item's logit.</summary>
    public MatrixView ItemEmbeddings => _network.Items.Values.View.Slice(1, Items.Count);

    /// <summary>Writes the embedding after the last event of sequences of any customers, row by row.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="destination">Receives customers × dimensions; zeros where there was no event.</param>
    /// <param name="threads">Most threads, at least 1; null: one a processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes, or shapes disagree.</exception>
    public void Embed(
        EventSequences sequences, MutableMatrixView destination, int? threads = null, CancellationToken cancellationToken = default)
    {
        Check(sequences);
        if (destination.Rows != sequences.Customers.Count || destination.Columns != Options.Dimensions)
        {
            throw new ArgumentException(
                $"It is {destination.Rows} × {destination.Columns}; {sequences.Customers.Count} customers × {Options.Dimensions} "
                + "dimensions are expected.",
                nameof(destination));
        }

        SequenceEmbedding.Embed(_network, sequences, destination, threads, cancellationToken);
    }

    /// <summary>Writes a customer's embedding as it was at a moment.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="customerRow">Row of the customer in them.</param>
    /// <param name="before">Events before it count, others don't.</param>
    /// <param name="destination">Receives as many values as there are dimensions; zeros where there was no event yet.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes, or the length is off.</exception>
    public void Embed(EventSequences sequences, int customerRow, DateTime before, Span<float> destination)
    {
        Check(sequences);
        EmbedWithout(sequences, customerRow, sequences.CountSince(customerRow, before.Ticks), destination);
    }

    /// <summary>Writes a customer's embedding as it was after some events.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="customerRow">Row of the customer in them.</param>
    /// <param name="events">Number of key events that count, from the first on, 0 to <see cref="EventSequences.LengthOf"/>.</param>
    /// <param name="destination">Receives as many values as there are dimensions; zeros where no event counts.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes, or the length is off.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The customer has fewer events.</exception>
    public void Embed(EventSequences sequences, int customerRow, int events, Span<float> destination)
    {
        Check(sequences);
        int length = sequences.LengthOf(customerRow);
        Guard.InRange(events, 0, length);
        EmbedWithout(sequences, customerRow, length - events, destination);
    }

    /// <summary>An index of the customers who had an event: keys are rows of <see cref="Customers"/>.</summary>
    /// <param name="options">How to store and search; dimensions are the model's. Null: exact, by cosine.</param>
    public EmbeddingIndex ToCustomerIndex(EmbeddingIndexOptions? options = null) =>
        ToIndex([.. Enumerable.Range(0, Customers.Count).Where(row => _recent.CountOf(row) > 0)], Embeddings, options);

    /// <summary>An index of the items: keys are rows of <see cref="Items"/>.</summary>
    /// <param name="options">
    /// How to store and search; dimensions are the model's. Null: exact, by cosine, which finds items that are alike. To find what a
    /// customer's embedding makes likeliest, take <see cref="VectorMetric.Dot"/>.
    /// </param>
    public EmbeddingIndex ToItemIndex(EmbeddingIndexOptions? options = null) =>
        ToIndex([.. Enumerable.Range(0, Items.Count).Where(row => ItemEmbeddings.Row(row).ContainsAnyExcept(0f))], ItemEmbeddings, options);

    private EmbeddingIndex ToIndex(int[] rows, MatrixView vectors, EmbeddingIndexOptions? options)
    {
        long[] keys = [.. rows.Select(row => (long)row)];
        Matrix chosen = new(rows.Length, Options.Dimensions);
        for (int i = 0; i < rows.Length; i++) vectors.Row(rows[i]).CopyTo(chosen.Row(i));
        EmbeddingIndex index = new((options ?? new EmbeddingIndexOptions()) with { Dimensions = Options.Dimensions });
        index.Add(keys, chosen);
        return index;
    }

    private void EmbedWithout(EventSequences sequences, int customerRow, int skipLast, Span<float> destination)
    {
        if (destination.Length != Options.Dimensions)
        {
            throw new ArgumentException(
                $"There is room for {destination.Length} values; the model has {Options.Dimensions} dimensions.", nameof(destination));
        }

        BehaviorToken[] read = new BehaviorToken[Options.Reach];
        _stepper.Embed(read.AsSpan(0, sequences.Read(customerRow, skipLast, read)), destination);
    }

    private void Check(EventSequences sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (!ReferenceEquals(sequences.Vocabulary, Vocabulary))
            throw new ArgumentException("The sequences are read by other codes; read them by the model's Vocabulary.", nameof(sequences));
    }
}
