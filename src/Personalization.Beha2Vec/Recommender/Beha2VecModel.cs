using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// What a customer's events come to: an embedding at any point of a sequence, what comes next, and lists of items. Immutable and
/// thread-safe. Make one with <see cref="Beha2VecTrainer"/>.
/// </summary>
public sealed class Beha2VecModel
{
    private const int CustomersAtOnce = 16;

    private readonly BehaviorNetwork _network;
    private readonly Matrix _embeddings;

    private Beha2VecModel(
        Beha2VecOptions options, BehaviorNetwork network, BehaviorVocabulary vocabulary, IdIndex<CustomerId> customers, Matrix embeddings,
        FitReport report)
    {
        (Options, _network, Vocabulary, Customers, _embeddings, Report) = (options, network, vocabulary, customers, embeddings, report);
    }

    /// <summary>How it was trained.</summary>
    public Beha2VecOptions Options { get; }

    /// <summary>Epochs, why it stopped, the loss of each epoch and, where customers were held out, "ndcg@10".</summary>
    public FitReport Report { get; }

    /// <summary>The codes that events are read by.</summary>
    public BehaviorVocabulary Vocabulary { get; }

    /// <summary>The customers of the fit, row by row of <see cref="Embeddings"/>.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>Each customer's embedding after the last event, customers × dimensions; zeros where there was no event.</summary>
    public MatrixView Embeddings => _embeddings;

    internal BehaviorNetwork Network => _network;

    /// <summary>Writes the embedding after the last event of sequences of any customers, row by row.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="destination">Receives customers × dimensions; zeros where there was no event.</param>
    /// <param name="threads">Most threads, at least 1; null: one a processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes, or shapes disagree.</exception>
    public void Embed(
        EventSequences sequences, MutableMatrixView destination, int? threads = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (!ReferenceEquals(sequences.Vocabulary, Vocabulary))
            throw new ArgumentException("The sequences are read by other codes; read them by the model's Vocabulary.", nameof(sequences));
        Embed(_network, sequences, destination, threads, cancellationToken);
    }

    /// <summary>Writes the logit of each item to come next after an embedding, in the order of the vocabulary's items.</summary>
    /// <param name="embedding">As many values as there are dimensions.</param>
    /// <param name="scores">Receives one for each item.</param>
    /// <exception cref="ArgumentException">A length is off.</exception>
    public void ScoreItems(ReadOnlySpan<float> embedding, Span<float> scores)
    {
        if (embedding.Length != Options.Dimensions || scores.Length != Vocabulary.Items.Count)
        {
            throw new ArgumentException(
                $"There are {embedding.Length} values and room for {scores.Length} scores; the model has {Options.Dimensions} dimensions "
                + $"and {Vocabulary.Items.Count} items.",
                nameof(scores));
        }

        float[] all = new float[scores.Length + 1];
        NextItems.Score(_network, embedding, all);
        all.AsSpan(1).CopyTo(scores);
    }

    internal static Beha2VecModel Of(
        Beha2VecOptions options, BehaviorNetwork network, EventSequences sequences, FitReport report, CancellationToken cancellationToken)
    {
        Matrix embeddings = new(sequences.Customers.Count, options.Dimensions);
        Embed(network, sequences, embeddings, options.Threads, cancellationToken);
        return new Beha2VecModel(options, network, sequences.Vocabulary, sequences.Customers, embeddings, report);
    }

    private static void Embed(
        BehaviorNetwork network, EventSequences sequences, MutableMatrixView destination, int? threads, CancellationToken cancellationToken) =>
        ParallelChunks.Run(
            sequences.Customers.Count,
            CustomersAtOnce,
            (_, start, end) =>
            {
                BehaviorWorkspace workspace = network.CreateWorkspace();
                BehaviorToken[] read = new BehaviorToken[network.Options.Reach];
                for (int customer = start; customer < end; customer++)
                {
                    workspace.Clear();
                    workspace.Add(read.AsSpan(0, sequences.Read(customer, 0, read)));
                    if (workspace.RowCount == 0)
                    {
                        destination.Row(customer).Clear();
                        continue;
                    }

                    network.Forward(workspace);
                    workspace.Output.Row(workspace.RowCount - 1).CopyTo(destination.Row(customer));
                }
            },
            threads,
            cancellationToken);
}
