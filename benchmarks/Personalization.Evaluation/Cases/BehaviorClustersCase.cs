using Personalization.Beha2Vec;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Clusters of behaviour on the simulated shop, as the step of the pipeline makes them, against the personas that the log doesn't show:
/// adjusted Rand index beside that of the clusters by recency, frequency and spend, what each part of the signature adds, and how many
/// clusters are named after the persona that most of their customers have; and how well the next event's type is calibrated.
/// What the signature is made of was chosen on seeds 11 to 14.
/// </summary>
internal sealed class BehaviorClustersCase : IEvaluationCase
{
    private static readonly (string Name, BehaviorSignatureOptions Options)[] Parts =
    [
        ("traits", new() { Steps = 0, Activity = false, Season = false }),
        ("no traits", new() { Traits = 0 }),
        ("no steps", new() { Steps = 0 }),
        ("no activity", new() { Activity = false }),
        ("no season", new() { Season = false }),
    ];

    /// <summary>Which persona a name means; a name that isn't here agrees with none.</summary>
    private static readonly Dictionary<string, Persona> Meaning = new(StringComparer.Ordinal)
    {
        ["Luxury buyers"] = Persona.LuxuryBuyer,
        ["Lapsed customers"] = Persona.Lapsed,
        ["Discount hunters"] = Persona.BargainHunter,
        ["Gift buyers"] = Persona.GiftBuyer,
        ["Explorers"] = Persona.Explorer,
        ["Occasional buyers"] = Persona.OccasionalBuyer,
        ["Occasional splurgers"] = Persona.OccasionalBuyer,
    };

    private static readonly PipelineSteps Steps = PipelineSteps.Empty
        .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new SegmentsStep()).Add(new ClustersStep())
        .Add(new Beha2VecStep());

    public string Name => "behavior-clusters";

    public string Description =>
        "Simulated shop: clusters of behaviour and of RFM against the true personas [--seeds 1,2,3,4,5] "
        + "[--customers 2000] [--parts 1]";

    public void Run(EvaluationContext context)
    {
        List<double> rfm = [], behavior = [];
        int agree = 0, named = 0;
        foreach (string seed in context.Option("seeds", "1,2,3,4,5").Split(','))
        {
            SimulatedShop shop = JewelryShop.Simulate(new()
            {
                CustomerCount = context.Option("customers", 2_000),
                Seed = ulong.Parse(seed, System.Globalization.CultureInfo.InvariantCulture),
            });
            PersonalizationResult result = new PersonalizationPipeline(new() { Seed = 1 }, Steps).Run(shop.Log);
            int[] personas = [.. result.Customers.Customers.Select(customer => (int)shop.Truth.Find(customer)!.Persona)];
            BehaviorClusters found = result.BehaviorClusters!;
            double seconds = result.Seconds.First(step => step.Key == "beha2vec").Value;
            KMeansModel beside = result.Clusters!.Model;
            rfm.Add(ClusterAgreement.Between(beside.TrainingLabels.Span, personas).AdjustedRand);
            behavior.Add(ClusterAgreement.Between([.. found.Labels], personas).AdjustedRand);
            Tell("rfm", rfm[^1], beside.ClusterCount);
            Tell("behavior", behavior[^1], found.Profiles.Count);
            foreach ((string name, BehaviorSignatureOptions options) in context.Option("parts", 1) > 0 ? Parts : [])
                TellPart(name, options, found, shop.Log, result.Customers, personas);
            (double ofLikeliest, double ofAll, int events) = Calibration(shop);
            context.Figure(
                "Beha2VecModel", "next_type_ece", ofLikeliest, null, ("seed", seed), ("of_all_types", ofAll), ("events", events),
                ("bins", CalibrationMetrics.DefaultBins));
            for (int cluster = 0; cluster < found.Profiles.Count; cluster++)
            {
                (Persona most, double share) = Majority(cluster, found, personas);
                bool agrees = Meaning.TryGetValue(found.Names[cluster].Split(" (")[0], out Persona meant) && meant == most;
                (agree, named) = (agree + (agrees ? 1 : 0), named + 1);
                context.Figure(
                    found.Names[cluster], "share_of_majority_persona", share, seconds, ("seed", seed), ("persona", most),
                    ("agrees", agrees), ("customers", found.Profiles[cluster].Size), ("sets_apart", found.Profiles[cluster].Summary));
            }

            void Tell(string model, double value, int clusters) => context.Figure(
                model, "adjusted_rand", value, seconds, ("seed", seed), ("clusters", clusters), ("customers", personas.Length));

            void TellPart(
                string name, BehaviorSignatureOptions options, BehaviorClusters whole, EventLog log, CustomerTable customers, int[] truth)
            {
                FeatureTable part = BehaviorSignatures.Of(
                    whole.Model, EventSequences.From(log, whole.Model.Vocabulary), customers.Customers, customers.AsOf, options);
                ClusterSelection chosen = new ClusterSelector(new() { MinClusters = 3, KMeans = new() { Seed = 1 } }).Fit(part);
                double agreement = ClusterAgreement.Between(chosen.Model.TrainingLabels.Span, truth).AdjustedRand;
                Tell("signature, " + name, agreement, chosen.Model.ClusterCount);
            }
        }

        context.Figure("rfm", "mean_adjusted_rand", rfm.Average());
        context.Figure("behavior", "mean_adjusted_rand", behavior.Average(), null, ("above_rfm", behavior.Average() - rfm.Average()));
        context.Figure("behavior", "names_that_agree", agree, null, ("of", named));
    }

    /// <summary>
    /// Expected calibration error of the next event's type: learned from all but the last 60 days, told of each event since, which the
    /// state then takes. First of how sure the likeliest type is, then of every type.
    /// </summary>
    private static (double OfLikeliest, double OfAll, int Events) Calibration(SimulatedShop shop)
    {
        EventLog past = shop.Log.Before(shop.Options.End.AddDays(-60)), since = shop.Log.Since(shop.Options.End.AddDays(-60));
        Beha2VecModel model = new Beha2VecTrainer(Beha2VecStepOptions.ModelFor(past) with { Seed = 1 }).Fit(EventSequences.From(past));
        EventSequences sequences = EventSequences.From(past, model.Vocabulary);
        List<double> confidences = [], probabilities = [];
        List<bool> hits = [], happened = [];
        for (int customer = 0; customer < past.Customers.Count; customer++)
        {
            if (sequences.LengthOf(customer) == 0) continue;
            BehaviorState state = model.Start(sequences, customer);
            CustomerEvents events = since.EventsOf(customer);
            for (int i = 0; i < events.Count; i++)
            {
                ShopEvent next = events[i];
                IReadOnlyList<Likely<EventType>> types = model.PredictNext(state, 1).Types;
                confidences.Add(types[0].Probability);
                hits.Add(types[0].Value == next.Type);
                foreach (Likely<EventType> type in types)
                {
                    probabilities.Add(type.Probability);
                    happened.Add(type.Value == next.Type);
                }

                model.Append(state, next);
            }
        }

        return (
            CalibrationMetrics.ExpectedCalibrationError([.. confidences], [.. hits]),
            CalibrationMetrics.ExpectedCalibrationError([.. probabilities], [.. happened]), hits.Count);
    }

    private static (Persona Persona, double Share) Majority(int cluster, BehaviorClusters found, int[] personas)
    {
        int[] counts = new int[Enum.GetValues<Persona>().Length];
        for (int row = 0; row < personas.Length; row++)
        {
            if (found.Labels[row] == cluster) counts[personas[row]]++;
        }

        int most = Array.IndexOf(counts, counts.Max());
        return ((Persona)most, (double)counts[most] / Math.Max(1, counts.Sum()));
    }
}
