using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Data;
using Personalization.Prediction;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Who buys nothing within 90 days: learned at earlier moments, judged at the last one whose outcome is known. By columns (RFM and how they
/// buy; with lifetime; with the embedding of a model that was trained before the first moment) and by kind of model, with paired
/// bootstraps. Also of the customers alone who had bought within the horizon before. Nothing is tuned.
/// </summary>
internal sealed class ChurnCase(IReadOnlyList<IProbabilityTrainer>? others = null) : IEvaluationCase
{
    private const int Resamples = 1_000;

    private readonly IReadOnlyList<IProbabilityTrainer> _trainers =
    [
        new LogisticRegressionTrainer(), new WithKnots(0), new WithKnots(4), new WithCalibration(CalibrationKind.Isotonic),
        .. others ?? [],
    ];

    public string Name => "churn";

    public string Description => "Who buys nothing within 90 days, Online Retail II and the simulated shop: AUC and calibration by columns "
        + "and models, paired bootstraps [--part retail|shop] [--horizon 90] [--moments 8] [--customers 5000]";

    public void Run(EvaluationContext context)
    {
        string part = context.Option("part", "");
        if (part is "" or "retail") Measure(context, "retail", EventFile.Read(context.Data(Retail.File)).Log);
        if (part is "" or "shop")
        {
            Measure(
                context, "shop",
                JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = context.Option("customers", 5_000), Seed = 1 }).Log);
        }
    }

    private void Measure(EvaluationContext context, string part, EventLog log)
    {
        ChurnStepOptions options = new() { HorizonDays = context.Option("horizon", 90), MaximumMoments = context.Option("moments", 8) };
        IReadOnlyList<DateTime> moments = Run(log, options).Moments;
        LifetimeStep lifetime = new(new() { Choice = new() { Models = [LifetimeModelType.BgNbd], Fit = new() { Starts = 1 } } });
        PipelineSteps without =
            PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new BehaviorStep());
        Beha2VecModel behavior = new Beha2VecTrainer(new() { Dimensions = 16, MaxEpochs = 5, Seed = 1 })
            .Fit(EventSequences.From(log.Before(moments[0])));
        EmbeddingStep embedding = new(behavior);
        (string Name, PipelineSteps Steps)[] columns =
        [
            ("rfm", without),
            ("rfm+lifetime", without.Add(lifetime)),
            ("rfm+embedding", without.Add(embedding)),
            ("all", without.Add(lifetime).Add(embedding)),
        ];
        Dictionary<string, ProbabilityValidation> found = [];
        foreach ((string name, PipelineSteps steps) in columns)
        {
            foreach (IProbabilityTrainer trainer in _trainers)
            {
                ChurnStepOptions own = options with { Features = steps, Trainer = trainer };
                if (name is "rfm+embedding" or "all") own = own with { Columns = WithEmbedding(log, own) };
                ChurnEstimate estimate = Run(log, own);
                found[$"{trainer.Name}, {name}"] = estimate.Validation!;
                Tell(context, part, trainer.Name, name, estimate, log);
            }
        }

        string first = $"logistic, {columns[0].Name}";
        foreach ((string name, ProbabilityValidation validation) in found.Where(own => own.Key != first))
        {
            PairedDifference difference = AucBootstrap.Compare(
                [.. validation.Probabilities], [.. found[first].Probabilities], [.. validation.Happened], 1, Resamples);
            context.Figure(
                name, "AUC_difference", difference.Mean, null, ("part", part), ("against", first), ("low", difference.Low),
                ("high", difference.High), ("p", difference.PValue));
        }
    }

    /// <summary>Vectors aren't among the columns that are taken of themselves, so all are named.</summary>
    private static FeatureColumn[] WithEmbedding(EventLog log, ChurnStepOptions options) =>
    [
        .. Run(log, options).Model!.ColumnNames.Select(
            name => new FeatureColumn(name) { Missing = MissingNumber.Median, FlagMissing = true }),
        EmbeddingStep.Column,
    ];

    private static ChurnEstimate Run(EventLog log, ChurnStepOptions options)
    {
        PipelineSteps steps = PipelineSteps.Empty.Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new ChurnStep(options));
        return new PersonalizationPipeline(steps: steps).Run(log).Churn;
    }

    private static void Tell(EvaluationContext context, string part, string model, string columns, ChurnEstimate estimate, EventLog log)
    {
        (string Who, ProbabilityValidation Own)[] parts = [("all", estimate.Validation!), ("active", Active(estimate, log))];
        foreach ((string who, ProbabilityValidation own) in parts)
        {
            context.Figure(
                model, "AUC", own.Auc, null, ("part", part), ("columns", columns), ("who", who), ("customers", own.Happened.Count),
                ("share", own.Happened.Count(happened => happened) / (double)own.Happened.Count),
                ("calibration_error", own.CalibrationError), ("log_loss", own.LogLoss), ("brier", own.Brier),
                ("top_decile_lift", own.Lift is [LiftPoint first, ..] ? first.Lift : double.NaN));
        }
    }

    /// <summary>Of those alone who had bought within the horizon before the moment: who hadn't is easily told.</summary>
    private static ProbabilityValidation Active(ChurnEstimate estimate, EventLog log)
    {
        DateTime moment = estimate.Moments[^1];
        RfmTable then = RfmTable.From(log.Before(moment), new RfmOptions { ReferenceDate = moment });
        int[] rows = [.. Enumerable.Range(0, then.Count).Where(row => then.RecencyDays[row] < estimate.HorizonDays)];
        ProbabilityValidation all = estimate.Validation!;
        return all with
        {
            Probabilities = [.. rows.Select(row => all.Probabilities[row])],
            Happened = [.. rows.Select(row => all.Happened[row])],
        };
    }

    private sealed class WithKnots(int knots) : IProbabilityTrainer
    {
        public string Name => $"logistic, {knots} knots";

        public IProbabilityModel Fit(ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
            new LogisticRegressionTrainer(new() { Knots = knots }).Fit(data, progress, cancellationToken);
    }

    private sealed class WithCalibration(CalibrationKind kind) : IProbabilityTrainer
    {
        public string Name => $"logistic, {kind.ToString().ToLowerInvariant()}";

        public IProbabilityModel Fit(ProbabilityData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken) =>
            new LogisticRegressionTrainer(new() { Calibration = kind }).Fit(data, progress, cancellationToken);
    }
}
