using System.Globalization;
using Personalization.Numerics;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// How often intervals cover the truth: populations are drawn from known parameters, a model is fitted to each, and its 90 % intervals of
/// the parameters (confidence) and of all purchases of the next 26 weeks (prediction) are held against what was drawn.
/// </summary>
internal sealed class LifetimeCoverageCase : IEvaluationCase
{
    private const double HoldOut = 26;

    public string Name => "lifetime-coverage";

    public string Description =>
        "coverage of 90 % intervals on drawn populations [--populations N] [--customers N] [--draws N] [--model bg-nbd|pareto-nbd]";

    public void Run(EvaluationContext context)
    {
        string asked = context.Option("model", "");
        if (asked is "" or "bg-nbd")
        {
            BgNbdModel truth = BgNbdModel.Of(.243, 4.414, .793, 2.426);
            Cover(context, truth, (summary, options) => new BgNbdTrainer(options).Fit(summary));
        }

        if (asked is "" or "pareto-nbd")
        {
            ParetoNbdModel truth = ParetoNbdModel.Of(.553, 10.578, .606, 11.669);
            Cover(context, truth, (summary, options) => new ParetoNbdTrainer(options).Fit(summary));
        }
    }

    private static void Cover<TModel>(
        EvaluationContext context, TModel truth, Func<LifetimeSummary, LifetimeFitOptions, TModel> fit)
        where TModel : LifetimeModel, IPurchaseModel
    {
        int populations = context.Option("populations", 200), customers = context.Option("customers", 3_000), without = 0;
        int draws = context.Option("draws", 400);
        int[] covered = new int[truth.Parameters.Count + 2];
        for (int population = 0; population < populations; population++)
        {
            RandomStream random = new((ulong)population, "lifetime coverage");
            double[] ages = new double[customers];
            for (int i = 0; i < customers; i++) ages[i] = random.NextInt32(27 * 7, (39 * 7) + 1) / 7.0;
            LifetimeSummary summary = truth.DrawCustomers(ages, HoldOut, (ulong)population);
            TModel model = fit(summary, new LifetimeFitOptions { Starts = 1 });
            if (model.Uncertainty is null)
            {
                without++;
                continue;
            }

            LifetimeDraws intervals = LifetimeDraws.Laplace(model, new() { Draws = draws, Seed = (ulong)population });
            IReadOnlyList<LifetimeInterval> parameters = intervals.OfParameters();
            for (int i = 0; i < parameters.Count; i++) covered[i] += parameters[i].Covers(truth.Parameters[i].Value) ? 1 : 0;
            long actual = 0;
            foreach (int purchases in summary.HoldOutPurchases) actual += purchases;
            covered[^2] += intervals.TotalPurchases(summary, HoldOut).Covers(actual) ? 1 : 0;
            covered[^1] += intervals.ExpectedTotal(summary, HoldOut).Covers(Expected(truth, summary)) ? 1 : 0;
            if (population % 20 == 19)
            {
                context.Say(string.Create(
                    CultureInfo.InvariantCulture, $"{truth.Kind.Name}: {population + 1} populations, {string.Join(' ', covered)}"));
            }
        }

        for (int i = 0; i < covered.Length; i++)
        {
            string what = i < truth.Parameters.Count ? truth.Parameters[i].Name
                : i == covered.Length - 2 ? "purchases_26_weeks" : "expected_26_weeks";
            context.Figure(
                truth.Kind.Name, "coverage", (double)covered[i] / populations, null, ("of", what), ("level", .9),
                ("populations", populations), ("customers", customers), ("draws", draws), ("without_intervals", without));
        }
    }

    private static double Expected(IPurchaseModel truth, LifetimeSummary summary)
    {
        double sum = 0;
        for (int row = 0; row < summary.Count; row++) sum += truth.ExpectedPurchases(summary[row], HoldOut);
        return sum;
    }
}
