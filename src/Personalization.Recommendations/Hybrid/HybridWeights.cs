using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// A hybrid's weights, for customers by the length of their history: who has nothing needs others than who has a hundred items.
/// </summary>
internal sealed class HybridWeights(double[][] weights)
{
    private static readonly int[] From = [0, 1, 4, 8, 16, 32, 64, 128];

    /// <summary>Groups of customers by the length of their history.</summary>
    public static int GroupCount => From.Length;

    public static int GroupOf(int historyLength) => Array.FindLastIndex(From, from => historyLength >= from);

    public ReadOnlySpan<double> Of(int historyLength) => weights[GroupOf(historyLength)];

    public void Write(ModelFileWriter file)
    {
        double[] all = [.. weights.SelectMany(group => group)];
        file.Add("weights", all, weights.Length, weights[0].Length);
    }

    public static HybridWeights Read(ModelFile file, int count)
    {
        double[] all = file.Doubles("weights", GroupCount, count);
        int bad = Array.FindIndex(all, weight => !double.IsFinite(weight));
        if (bad >= 0) throw file.Invalid($"element {bad} of 'weights' is {all[bad]}; it must be finite");
        return new HybridWeights([.. all.Chunk(count)]);
    }
}
