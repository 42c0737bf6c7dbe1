using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Embeddings of whole sequences.</summary>
internal static class SequenceEmbedding
{
    private const int CustomersAtOnce = 16;

    /// <summary>Writes each customer's embedding after the last event, row by row; zeros where there was none.</summary>
    public static void Embed(
        BehaviorNetwork network, EventSequences sequences, MutableMatrixView destination, int? threads,
        CancellationToken cancellationToken) =>
        ParallelChunks.Run(
            sequences.Customers.Count,
            CustomersAtOnce,
            (_, start, end) =>
            {
                BehaviorWorkspace workspace = network.CreateWorkspace();
                BehaviorToken[] read = new BehaviorToken[network.Options.Reach];
                for (int customer = start; customer < end; customer++)
                    Embed(network, workspace, read.AsSpan(0, sequences.Read(customer, 0, read)), destination.Row(customer));
            },
            threads,
            cancellationToken);

    /// <summary>Writes the embedding after the last of some events; zeros where there is none.</summary>
    public static void Embed(
        BehaviorNetwork network, BehaviorWorkspace workspace, ReadOnlySpan<BehaviorToken> events, Span<float> destination)
    {
        workspace.Clear();
        workspace.Add(events);
        if (workspace.RowCount == 0)
        {
            destination.Clear();
            return;
        }

        network.Forward(workspace);
        workspace.Output.Row(workspace.RowCount - 1).CopyTo(destination);
    }
}
