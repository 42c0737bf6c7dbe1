using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization.Evaluation.Cases;

/// <summary>Recommenders that fit in closed form, by name, with their options from the command line.</summary>
internal static class RecommenderArguments
{
    public const string Usage =
        "[--part test|validation] [--models popularity,item-neighbors,ease,graph-filter] [--neighbors] [--form] [--ease-neighbors] "
        + "[--lambda] [--factors] [--smooth] [--sharpening] [--kept]; lists of numbers, such as --lambda 200,400, are tried one by one";

    /// <summary>Fits each model with each combination of its options.</summary>
    /// <param name="context">The command line.</param>
    /// <param name="fallback">What is measured where the command line says nothing.</param>
    /// <param name="train">What to fit on.</param>
    /// <param name="measure">Is told each model, its name, its options in words and the seconds of the fit.</param>
    public static void FitAll(
        EvaluationContext context, string fallback, InteractionMatrix train, Action<IScoringRecommender, string, string, double> measure)
    {
        string[] models = context.Option("models", fallback).Split(',');
        if (models.Contains("popularity")) Fit("popularity", "", () => new PopularityTrainer().Fit(Log(train)));
        foreach (double count in models.Contains("item-neighbors") ? Numbers(context, "neighbors", "50") : [])
            Fit("item-neighbors", $"neighbors {count}", () => new ItemNeighborsTrainer(new() { NeighborCount = (int)count }).Fit(train));

        foreach (double lambda in models.Contains("ease") ? Numbers(context, "lambda", "200") : [])
        {
            foreach (double neighbors in Numbers(context, "ease-neighbors", "100"))
            {
                EaseOptions options = new()
                {
                    Form = Enum.Parse<EaseForm>(context.Option("form", nameof(EaseForm.Auto))),
                    Regularization = lambda,
                    Neighbors = (int)neighbors,
                };
                Fit("ease", $"lambda {lambda} neighbors {neighbors}", () => new EaseTrainer(options).Fit(train));
            }
        }

        foreach (GraphFilterOptions options in models.Contains("graph-filter") ? GraphFilters(context) : [])
        {
            string name = string.Create(
                CultureInfo.InvariantCulture,
                $"factors {options.Factors} smooth {options.SmoothWeight} sharpening {options.Sharpening} kept {options.Neighbors}");
            Fit("graph-filter", name, () => new GraphFilterTrainer(options).Fit(train, progress: new TrainingTold(context)));
        }

        void Fit(string name, string options, Func<IScoringRecommender> fit)
        {
            Stopwatch watch = Stopwatch.StartNew();
            IScoringRecommender model = fit();
            double seconds = watch.Elapsed.TotalSeconds;
            context.Say($"{name} {options}: fitted in {seconds:0.0} s");
            if (model is EaseModel ease) name += ease.IsDense ? "-dense" : "-sparse";
            measure(model, name, options, seconds);
        }
    }

    /// <summary>The interactions as purchases, all at one moment.</summary>
    private static EventLog Log(InteractionMatrix matrix) => EventLog.From(
        from row in Enumerable.Range(0, matrix.Customers.Count)
        from item in matrix.ItemsOf(row).ToArray()
        select new ShopEvent(matrix.Customers[row], DateTime.UnixEpoch, EventType.Purchase) { Item = matrix.Items[item] });

    private static IEnumerable<GraphFilterOptions> GraphFilters(EvaluationContext context) =>
        from factors in Numbers(context, "factors", "256")
        from smooth in Numbers(context, "smooth", ".1")
        from sharpening in Numbers(context, "sharpening", "2.5")
        from kept in Numbers(context, "kept", "400")
        select new GraphFilterOptions
        {
            Factors = (int)factors,
            SmoothWeight = smooth,
            Sharpening = sharpening,
            Neighbors = (int)kept,
        };

    private static double[] Numbers(EvaluationContext context, string name, string fallback) =>
        [.. context.Option(name, fallback).Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
}
