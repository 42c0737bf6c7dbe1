using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>How telling the next item is judged: a loss of states against targets of a chunk. Immutable; any thread.</summary>
internal abstract class ItemLoss
{
    /// <summary>Whether gradients go to the rows of some items only.</summary>
    public abstract bool IsSparse { get; }

    public static ItemLoss Of(Beha2VecOptions options, BehaviorShape shape, BehaviorExamples examples)
    {
        int items = shape.Items - 1;
        return options.ItemLoss switch
        {
            BehaviorItemLoss.BinaryCrossEntropy => new BinaryItemLoss(options.Seed, items),
            BehaviorItemLoss.SampledSoftmax when options.Negatives < items => SampledSoftmaxItemLoss.Of(options, examples, items),
            _ => new SoftmaxItemLoss(),
        };
    }

    /// <summary>Called on one thread before the chunks of a step.</summary>
    public virtual void BeginStep(Parameter items)
    {
    }

    /// <summary>Draws what the chunk needs, and names the rows of items that it reads beside targets.</summary>
    /// <param name="chunk">With its sequences and targets.</param>
    /// <param name="step">The optimizer's step.</param>
    /// <param name="first">Place of the chunk's first example in the epoch.</param>
    /// <returns>Codes of items; any may come many times.</returns>
    public virtual ReadOnlySpan<int> Draw(BehaviorChunk chunk, long step, int first) => [];

    /// <summary>Adds gradients of items, writes those of states, and returns the sum of losses.</summary>
    /// <param name="chunk">States and targets that are known, and room for the states' gradients.</param>
    /// <param name="items">The items' embeddings.</param>
    /// <param name="scale">Factor of all gradients.</param>
    /// <param name="gradients">Where those of items go.</param>
    public abstract double Accumulate(BehaviorChunk chunk, Parameter items, float scale, Gradients gradients);
}
