using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Scores of customers by a model that didn't learn from them, with what came of each: what calibration and the choice of options go by.
/// </summary>
internal static class HeldOutScores
{
    private const int Folds = 5;

    /// <summary>
    /// Of several slices the last, scored by a model of those before; of one slice all customers, in five parts by the hash of their ids,
    /// each scored by a model of the others. Null where a part has nothing to tell apart.
    /// </summary>
    /// <param name="data">What is known.</param>
    /// <param name="fit">Fits to some of it and gives what scores a table, in log-odds.</param>
    public static (double[] Scores, bool[] Happened)? Of(ProbabilityData data, Func<ProbabilityData, Func<CustomerTable, double[]>> fit)
    {
        if (data.Slices.Count > 1)
        {
            ProbabilityData before = data.Take(0, data.Slices.Count - 1);
            ProbabilitySlice last = data.Slices[^1];
            return HasBoth(before) && last.Customers.Count > 0 ? (fit(before)(last.Customers), [.. last.Happened]) : null;
        }

        List<double> scores = [];
        List<bool> happened = [];
        for (int fold = 0; fold < Folds; fold++)
        {
            ProbabilitySlice rest = Part(data.Slices[0], part => part != fold), own = Part(data.Slices[0], part => part == fold);
            if (own.Customers.Count == 0) continue;
            if (rest.Customers.Count == 0) return null;
            ProbabilityData training = new(data.Outcome, data.Columns, rest);
            if (!HasBoth(training)) return null;
            scores.AddRange(fit(training)(own.Customers));
            happened.AddRange(own.Happened);
        }

        return ([.. scores], [.. happened]);
    }

    private static bool HasBoth(ProbabilityData data) => data.Happened > 0 && data.Happened < data.Count;

    private static ProbabilitySlice Part(ProbabilitySlice slice, Func<int, bool> takes)
    {
        List<CustomerId> customers = [];
        List<bool> happened = [];
        for (int row = 0; row < slice.Customers.Count; row++)
        {
            CustomerId customer = slice.Customers.Customers[row];
            if (!takes((int)(StableHash.Mix(StableHash.Fnv1a(customer.Value)) % Folds))) continue;
            customers.Add(customer);
            happened.Add(slice.Happened[row]);
        }

        return new ProbabilitySlice(slice.Customers.ForCustomers(customers), happened);
    }
}
