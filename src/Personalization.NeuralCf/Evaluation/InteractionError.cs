using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// How far a model's scores are from the interaction matrix of what came later: 1 where a customer took an item for the first time, 0 where
/// the customer has it neither before nor then. Immutable.
/// </summary>
/// <param name="RootMeanSquaredError">
/// √(Σ(y − p)² / n) over both kinds of pairs, at least 0; p is the score where the model was trained on squared error, and
/// 1 / (1 + e^−score) where it was trained on cross-entropy.
/// </param>
/// <param name="Positives">Pairs with y = 1: new items of customers whom the model learned from.</param>
/// <param name="Negatives">
/// Pairs with y = 0: as many for each of the former as <see cref="NeuralCfOptions.NegativesPerPositive"/>, drawn with repeats from all
/// items that the customer has neither in the past nor in what was held out, each as likely as any other.
/// </param>
/// <remarks>
/// The figure depends on how many negatives are drawn, so it compares only with the same number; <see cref="OfMean"/> says what is to
/// be beaten. It says nothing of the order of items, which is what a list is made of: see <see cref="RankingEvaluator"/>.
/// </remarks>
public sealed record InteractionError(double RootMeanSquaredError, long Positives, long Negatives)
{
    private const int CustomersAtOnce = 16;

    /// <summary>The error of always saying the mean of all pairs: √(m (1 − m)), with m the share of positives.</summary>
    public double OfMean => Math.Sqrt((double)Positives * Negatives) / (Positives + Negatives);

    /// <summary>Measures a model.</summary>
    /// <param name="model">The model, fitted on the past alone.</param>
    /// <param name="held">
    /// What was held out. Customers whom the model didn't learn from, and items that it doesn't know, don't count.
    /// </param>
    /// <param name="past">What the model learned from: items that a customer has there are neither positive nor negative.</param>
    /// <param name="seed">Seed of the negatives, which are drawn anew for each customer. Default 0.</param>
    /// <param name="threads">Threads at most, at least 1; the figure doesn't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <returns>
    /// The error; null where there is no positive pair, or where the model was trained to rank (
    /// <see cref="NeuralCfLoss.BayesianPersonalizedRanking"/>, <see cref="NeuralCfLoss.SampledSoftmax"/>): such scores only compare items.
    /// </returns>
    public static InteractionError? Of(
        NeuralCfModel model, InteractionMatrix held, InteractionMatrix past, ulong seed = 0, int? threads = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(past);
        if (model.Options.Loss is not (NeuralCfLoss.SquaredError or NeuralCfLoss.BinaryCrossEntropy)) return null;
        Pairs pairs = new(model, held, past, seed);
        (double sum, long positives, long negatives) = ParallelChunks.Reduce(
            held.Customers.Count,
            CustomersAtOnce,
            pairs.Measure,
            (a, b) => (a.Sum + b.Sum, a.Positives + b.Positives, a.Negatives + b.Negatives),
            threads,
            cancellationToken);
        return positives == 0 ? null : new(Math.Sqrt(sum / (positives + negatives)), positives, negatives);
    }

    /// <summary>The pairs of customers and items, and how well they are scored.</summary>
    private sealed class Pairs(NeuralCfModel model, InteractionMatrix held, InteractionMatrix past, ulong seed)
    {
        private readonly int[] _heldItems = held.Items.RowsIn(model.Items);
        private readonly int[] _pastItems = past.Items.RowsIn(model.Items);

        /// <summary>Squared errors and numbers of pairs of some customers.</summary>
        public (double Sum, long Positives, long Negatives) Measure(int start, int end)
        {
            float[] scores = new float[model.Items.Count];
            HashSet<int> owned = [], added = [];
            RandomStream random = new(seed, "evaluation negatives");
            double sum = 0;
            long positives = 0, negatives = 0;
            for (int row = start; row < end; row++)
            {
                CustomerId customer = held.Customers[row];
                if (held.ItemsOf(row).IsEmpty || !model.TryScore(customer, scores)) continue;
                (int[] taken, int[] missing) = Items(row, customer, owned, added);
                random.Restart((ulong)row);
                foreach (int item in taken)
                {
                    sum += Square(1 - Prediction(scores[item]));
                    positives++;
                    for (int i = 0; i < model.Options.NegativesPerPositive && missing.Length > 0; i++)
                    {
                        sum += Square(Prediction(scores[missing[random.NextInt32(missing.Length)]]));
                        negatives++;
                    }
                }
            }

            return (sum, positives, negatives);
        }

        /// <summary>What the customer took for the first time, and what the customer never had; rows of the model, rising.</summary>
        private (int[] Taken, int[] Missing) Items(int row, CustomerId customer, HashSet<int> owned, HashSet<int> added)
        {
            owned.Clear();
            added.Clear();
            if (past.Customers.TryGetRow(customer, out int pastRow))
            {
                foreach (int item in past.ItemsOf(pastRow)) owned.Add(_pastItems[item]);
            }

            foreach (int item in held.ItemsOf(row))
            {
                int known = _heldItems[item];
                if (known >= 0 && !owned.Contains(known)) added.Add(known);
            }

            int[] missing =
            [
                .. Enumerable.Range(0, model.Items.Count).Where(item => !owned.Contains(item) && !added.Contains(item)),
            ];
            return ([.. added.Order()], missing);
        }

        private double Prediction(float score) =>
            model.Options.Loss == NeuralCfLoss.SquaredError ? score : 1 / (1 + StableMath.Exp(-(double)score));

        private static double Square(double value) => value * value;
    }
}
