using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Finds the temperatures at which the events of customers whom training held out are likeliest (Guo et al. 2017): with β = 1 / temperature
/// the loss is convex, and its slope, Σ (mean logit under the softmax − logit of what came), changes sign at the best β.
/// </summary>
internal static class TemperatureFit
{
    /// <summary>Logits that are kept at most: of many items, fewer events count.</summary>
    private const int MostLogits = 1 << 24;

    private const int Halvings = 30, CustomersAtOnce = 16, MostEventsOfCustomer = 1_000;

    public static BehaviorCalibration Fit(BehaviorNetwork network, BehaviorExamples examples, CancellationToken cancellationToken)
    {
        int[] customers = examples.Calibration, starts = new int[customers.Length + 1];
        int most = network.Options.Positions == BehaviorPositions.Learned ? network.Options.MaxLength : MostEventsOfCustomer;
        for (int i = 0; i < customers.Length; i++)
            starts[i + 1] = starts[i] + Math.Min(most, examples.Sequences.LengthOf(customers[i]) - 1);
        if (starts[^1] == 0) return BehaviorCalibration.None;
        Matrix states = new(starts[^1], network.Options.Dimensions);
        BehaviorToken[] next = new BehaviorToken[starts[^1]];
        ParallelChunks.Run(
            customers.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                BehaviorWorkspace workspace = network.CreateWorkspace();
                for (int i = start; i < end; i++)
                    Read(network, workspace, examples.Sequences, customers[i], states, next.AsSpan(starts[i]..starts[i + 1]), starts[i]);
            },
            network.Options.Threads,
            cancellationToken);
        return new BehaviorCalibration(
            Temperature(Head(states, network.TypeHead), [.. next.Select(token => token.Type)]),
            ItemTemperature(network, states, next),
            Temperature(Head(states, network.GapHead), [.. next.Select(token => token.Gap)]),
            next.Length);
    }

    /// <summary>The temperature of some logits.</summary>
    /// <param name="logits">events × codes; code 0 doesn't count.</param>
    /// <param name="codes">What came; 0 where that is unknown, and the event doesn't count.</param>
    internal static double Temperature(Matrix logits, int[] codes)
    {
        if (!codes.Any(code => code > 0) || logits.Columns < 3) return 1;
        double low = 1 / BehaviorCalibration.Highest, high = 1 / BehaviorCalibration.Lowest;
        float[] row = new float[logits.Columns - 1];
        for (int i = 0; i < Halvings; i++)
        {
            double middle = Math.Sqrt(low * high);
            if (Slope(logits, codes, (float)middle, row) > 0) high = middle;
            else low = middle;
        }

        return Math.Clamp(1 / Math.Sqrt(low * high), BehaviorCalibration.Lowest, BehaviorCalibration.Highest);
    }

    private static double Slope(Matrix logits, int[] codes, float inverse, float[] probabilities)
    {
        double slope = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] == 0) continue;
            ReadOnlySpan<float> own = logits.Row(i)[1..];
            for (int j = 0; j < own.Length; j++) probabilities[j] = own[j] * inverse;
            VectorFunctions.Softmax(probabilities, probabilities);
            slope += StableSum.Dot(own, probabilities) - own[codes[i] - 1];
        }

        return slope;
    }

    private static Matrix Head(Matrix states, Linear head)
    {
        Matrix logits = new(states.Rows, head.Bias.Columns);
        head.Forward(states, logits);
        return logits;
    }

    private static double ItemTemperature(BehaviorNetwork network, Matrix states, BehaviorToken[] next)
    {
        int count = Math.Clamp(MostLogits / Math.Max(1, network.Shape.Items), 1, next.Length);
        Matrix some = new(count, states.Columns), logits = new(count, network.Shape.Items);
        int[] items = new int[count];
        for (int i = 0; i < count; i++)
        {
            int from = (int)((long)next.Length * i / count);
            states.Row(from).CopyTo(some.Row(i));
            items[i] = next[from].Item;
        }

        new ItemScorer(network.Items).Score(some, logits);
        return Temperature(logits, items);
    }

    /// <summary>Writes the states after a customer's events but the last, and what came after each.</summary>
    private static void Read(
        BehaviorNetwork network, BehaviorWorkspace workspace, EventSequences sequences, int customer, Matrix states,
        Span<BehaviorToken> next, int start)
    {
        BehaviorToken[] events = new BehaviorToken[next.Length + 1];
        sequences.Read(customer, 0, events);
        events.AsSpan(1).CopyTo(next);
        workspace.Clear();
        workspace.Add(events.AsSpan(..^1));
        network.Forward(workspace);
        for (int i = 0; i < next.Length; i++) workspace.Output.Row(i).CopyTo(states.Row(start + i));
    }
}
