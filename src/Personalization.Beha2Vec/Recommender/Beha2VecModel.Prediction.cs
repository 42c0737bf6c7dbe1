using System.Buffers;
using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <content>What comes next after an embedding.</content>
public sealed partial class Beha2VecModel
{
    /// <summary>What is expected of a customer's next event.</summary>
    /// <param name="state">A state of this model, with at least one event.</param>
    /// <param name="count">Items and categories to name at most, at least 1. Default 5.</param>
    /// <exception cref="ArgumentException">The state is another model's, or has no event that something could follow.</exception>
    public NextStep PredictNext(BehaviorState state, int count = 5)
    {
        Check(state);
        if (state.EventCount == 0) throw new ArgumentException("The state has no event; append one first.", nameof(state));
        return PredictNext(state.Embedding, count);
    }

    /// <summary>What is expected after an embedding.</summary>
    /// <param name="embedding">As many values as there are dimensions.</param>
    /// <param name="count">Items and categories to name at most, at least 1. Default 5.</param>
    /// <exception cref="ArgumentException">There are more or fewer values.</exception>
    /// <remarks>
    /// Probabilities are softmaxes at the temperatures of <see cref="Calibration"/>. Those of items mean something for a model trained on a
    /// softmax; <see cref="BehaviorItemLoss.BinaryCrossEntropy"/> ranks items and doesn't weigh them.
    /// </remarks>
    public NextStep PredictNext(ReadOnlySpan<float> embedding, int count = 5)
    {
        Guard.AtLeast(count, 1);
        float[] types = new float[Vocabulary.Types.Count], times = new float[NextTime.Bins];
        PredictTypes(embedding, types);
        PredictTimes(embedding, times);
        float[] rented = ArrayPool<float>.Shared.Rent(Items.Count);
        Span<float> items = rented.AsSpan(0, Items.Count);
        PredictItems(embedding, items);
        double[] categories = new double[_space.CategoryCount];
        for (int item = 0; item < items.Length; item++)
        {
            if (_space.CategoryOfItem[item] is >= 0 and int category) categories[category] += items[item];
        }

        NextStep next = new(
            Best(types.Length, row => types[row], types.Length, row => new EventType(Vocabulary.Types[row])),
            Best(items.Length, row => rented[row], count, row => Items[row]),
            Best(categories.Length, row => categories[row], count, _space.CategoryName),
            new NextTime(times));
        ArrayPool<float>.Shared.Return(rented);
        return next;
    }

    /// <summary>Writes the probability of each event type to come next, without allocating.</summary>
    /// <param name="embedding">As many values as there are dimensions.</param>
    /// <param name="probabilities">Receives one for each of the vocabulary's types, in their order; they are 1 in all.</param>
    /// <exception cref="ArgumentException">A length is off.</exception>
    public void PredictTypes(ReadOnlySpan<float> embedding, Span<float> probabilities)
    {
        Check(embedding, probabilities, Vocabulary.Types.Count);
        HeadProbabilities.Write(_network.TypeHead, embedding, Calibration.Type, probabilities);
    }

    /// <summary>Writes the probability of each item to come next, given that it is one that the model knows, without allocating.</summary>
    /// <param name="embedding">As many values as there are dimensions.</param>
    /// <param name="probabilities">Receives one for each of <see cref="Items"/>, in their order; they are 1 in all.</param>
    /// <exception cref="ArgumentException">A length is off.</exception>
    public void PredictItems(ReadOnlySpan<float> embedding, Span<float> probabilities)
    {
        Check(embedding, probabilities, Items.Count);
        _scores.Write(embedding, probabilities);
        HeadProbabilities.Softmax(probabilities, Calibration.Item);
    }

    /// <summary>Writes the probability of each span of time until the next event, without allocating.</summary>
    /// <param name="embedding">As many values as there are dimensions.</param>
    /// <param name="probabilities">Receives <see cref="NextTime.Bins"/>, for <see cref="NextTime"/> to read; they are 1 in all.</param>
    /// <exception cref="ArgumentException">A length is off.</exception>
    public void PredictTimes(ReadOnlySpan<float> embedding, Span<float> probabilities)
    {
        Check(embedding, probabilities, NextTime.Bins);
        HeadProbabilities.Write(_network.GapHead, embedding, Calibration.Gap, probabilities);
    }

    private static Likely<T>[] Best<T>(int rows, Func<int, double> probabilityOf, int count, Func<int, T> nameOf)
    {
        TopItems top = new(Math.Min(rows, count));
        for (int row = 0; row < rows; row++)
        {
            if (top.Keeps(row, probabilityOf(row))) top.Add(row, probabilityOf(row));
        }

        top.Sort();
        Likely<T>[] best = new Likely<T>[top.Count];
        for (int i = 0; i < best.Length; i++) best[i] = new Likely<T>(nameOf(top.Rows[i]), Math.Min(1, top.Scores[i]));
        return best;
    }

    private void Check(ReadOnlySpan<float> embedding, ReadOnlySpan<float> places, int count)
    {
        if (embedding.Length == Options.Dimensions && places.Length == count) return;
        throw new ArgumentException(
            $"There are {embedding.Length} values and {places.Length} places; {Options.Dimensions} and {count} are expected.",
            nameof(embedding));
    }
}
