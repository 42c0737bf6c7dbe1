using System.Diagnostics;
using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Probability alive and expected purchases of a million customers: with times in days, as shops have them, and with times of which no two
/// are the same.
/// </summary>
internal sealed class LifetimeScoreCase : IEvaluationCase
{
    public string Name => "lifetime-score";

    public string Description => "a million customers scored by lifetime models [--customers N]";

    public void Run(EvaluationContext context)
    {
        int customers = context.Option("customers", 1_000_000);
        IPurchaseModel[] models =
        [
            BgNbdModel.Of(.243, 4.414, .793, 2.426), MbgNbdModel.Of(.525, 6.183, .891, 1.614),
            ParetoNbdModel.Of(.553, 10.578, .606, 11.669),
        ];
        foreach (bool days in (bool[])[true, false])
        {
            LifetimeSummary summary = Customers(models[2], customers, days);
            foreach (IPurchaseModel model in models)
            {
                double alive = 0;
                TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
                const int Runs = 5;
                double seconds = EvaluationContext.MedianSeconds(
                    Runs, () => alive = model.Score(summary).Column<Personalization.Core.NumberColumn>("probability_alive").Values[0]);
                double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds / (Runs + 1);
                context.Figure(
                    model.Kind.Name, "seconds", seconds, null, ("customers", customers), ("times", days ? "days" : "continuous"),
                    ("processor_s", processor), ("first_alive", alive));
            }
        }
    }

    /// <summary>Two years of joining; in weeks.</summary>
    private static LifetimeSummary Customers(IPurchaseModel model, int customers, bool days)
    {
        RandomStream random = new(1, "lifetime ages");
        double[] ages = new double[customers];
        for (int i = 0; i < customers; i++) ages[i] = days ? random.NextInt32(1, 731) / 7.0 : random.NextDouble() * 730 / 7;
        LifetimeSummary drawn = model.DrawCustomers(ages);
        if (!days) return drawn;
        LifetimeRow[] rows = new LifetimeRow[customers];
        for (int i = 0; i < customers; i++)
        {
            LifetimeRow row = drawn[i];
            rows[i] = row with { LastPurchase = Math.Floor(row.LastPurchase * 7) / 7 };
        }

        return LifetimeSummary.FromRows(rows);
    }
}
