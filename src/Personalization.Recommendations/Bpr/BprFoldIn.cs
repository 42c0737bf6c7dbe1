using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>Factors of somebody at a visit: the steps of the fit, of the customer alone, while items stand still.</summary>
internal static unsafe class BprFoldIn
{
    /// <summary>Times that each item is compared.</summary>
    private const int Passes = 16;

    /// <param name="owned">What they have, at least one item.</param>
    /// <param name="items">Factors of items, each with its bias at the end.</param>
    /// <param name="options">How the model was fitted.</param>
    /// <param name="factors">Where to begin; receives the factors.</param>
    public static void Run(OwnedItems owned, Matrix items, BprOptions options, Span<float> factors)
    {
        int padded = BprFit.PaddedOf(options.Factors);
        BprSteps steps = new(padded, (float)options.LearningRate, (float)options.Regularization);
        RandomStream random = new(options.Seed, "bpr visit");
        float* own = stackalloc float[3 * padded], item = own + padded, other = item + padded;
        new Span<float>(own, 3 * padded).Clear();
        factors.CopyTo(new Span<float>(own, padded));
        for (int pass = 0; pass < Passes; pass++)
        {
            foreach (int row in owned.Rows)
            {
                int drawn = random.NextInt32(items.Rows), tried = 0;
                for (; tried < items.Rows && owned.Rows.BinarySearch(drawn) >= 0; tried++) drawn = drawn + 1 == items.Rows ? 0 : drawn + 1;
                if (tried == items.Rows) return;
                ReadOnlySpan<float> liked = items.Row(row), passed = items.Row(drawn);
                liked[..^1].CopyTo(new Span<float>(item, padded));
                passed[..^1].CopyTo(new Span<float>(other, padded));
                steps.StepOfCustomer(own, item, other, liked[^1] - passed[^1]);
            }
        }

        new ReadOnlySpan<float>(own, factors.Length).CopyTo(factors);
    }
}
