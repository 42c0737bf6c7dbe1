using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>Writes each customer's embedding by a model that was trained before: at every moment the same space.</summary>
internal sealed class EmbeddingStep(Beha2VecModel model) : IPipelineStep
{
    public const string Column = "embedding";

    public string Name => "embedding";

    public void Run(PipelineContext context)
    {
        EventSequences sequences = EventSequences.From(context.Log, model.Vocabulary);
        Matrix all = new(sequences.Customers.Count, model.Options.Dimensions);
        model.Embed(sequences, all);
        int[] rows = context.Customers.Customers.RowsIn(sequences.Customers);
        Matrix embeddings = new(rows.Length, all.Columns);
        for (int row = 0; row < rows.Length; row++) all.Row(rows[row]).CopyTo(embeddings.Row(row));
        context.AddColumns(new VectorColumn(Column, embeddings) { Description = "Embedding after the last event." });
    }
}
