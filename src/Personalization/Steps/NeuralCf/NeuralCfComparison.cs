using System.Text.Json;
using Personalization.Core;
using Personalization.NeuralCf;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>
/// Neural collaborative filtering beside item neighbours and popularity. All are fitted on the events before a moment, and asked for a list
/// of what each customer hasn't bought; what the customer bought for the first time from that moment on is relevant. Every item may be
/// listed. Customers without a relevant item aren't measured. Immutable.
/// </summary>
public sealed record NeuralCfComparison
{
    /// <summary>The first moment that is held out.</summary>
    public required DateTime HeldOutSince { get; init; }

    /// <summary>Length of the lists, k in the names of <see cref="Recommenders"/>' figures.</summary>
    public required int Cutoff { get; init; }

    /// <summary>The neural model, fitted on the past; its report is the learning curve.</summary>
    public required NeuralCfModel Model { get; init; }

    /// <summary>How far its scores are from the interactions; null where it was trained to rank.</summary>
    public required InteractionError? Error { get; init; }

    /// <summary>What was measured, by the name of the kind of model: the neural one, item neighbours, popularity.</summary>
    public required IReadOnlyList<KeyValuePair<string, RankingScores>> Recommenders { get; init; }

    /// <summary>Customers that the figures are means over.</summary>
    public int CustomerCount => Recommenders[0].Value.CustomerCount;

    /// <summary>Fits and measures; null where there is nothing to learn from or to measure with.</summary>
    internal static NeuralCfComparison? Of(PipelineContext context, NeuralCfStepOptions options)
    {
        CancellationToken token = context.CancellationToken;
        int? threads = context.Options.Threads;
        EventSplit split = EventSplit.LastShare(context.Log, options.HeldOutShare);
        InteractionMatrix past = InteractionMatrix.From(split.Train), held = InteractionMatrix.From(split.Test);
        if (past.Count == 0 || !HasNew(held, past)) return null;

        NeuralCfOptions neural = (options.Model ?? NeuralCfStepOptions.ModelFor(past.Count)) with
        {
            Seed = context.Options.Seed,
            Threads = threads,
        };
        NeuralCfModel model = new NeuralCfTrainer(neural).Fit(split.Train, context.Progress, token);
        ItemNeighborsModel neighbors = new ItemNeighborsTrainer(options.Neighbors with { Threads = threads })
            .Fit(split.Train, cancellationToken: token);
        PopularityModel popularity = new PopularityTrainer().Fit(split.Train, cancellationToken: token);
        return new NeuralCfComparison
        {
            HeldOutSince = split.Test.FirstTime,
            Cutoff = options.Cutoff,
            Model = model,
            Error = InteractionError.Of(model, held, past, context.Options.Seed, threads, token),
            Recommenders =
            [
                new(NeuralCfModel.Kind.Name, Measure(model)),
                new(ItemNeighborsModel.Kind.Name, Measure(neighbors)),
                new(PopularityModel.Kind.Name, Measure(popularity)),
            ],
        };

        RankingScores Measure(IRecommender recommender) =>
            RankingEvaluator.Evaluate(recommender, held, past, [options.Cutoff], threads: threads, cancellationToken: token);
    }

    /// <summary>Writes the figures and the learning curve as one JSON object; the stream stays open.</summary>
    internal void WriteJson(Stream destination)
    {
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WritePropertyName("comparison");
        WriteFigures(json);
        json.WriteString("options", Model.Options.ToString());
        json.WriteString("stopped", Model.Report.StopReason.ToString());
        json.WriteStartObject("epochs");
        foreach (FitSeries series in Model.Report.Series)
        {
            json.WriteStartArray(series.Name);
            foreach (double value in series.Values) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes the figures as one JSON object.</summary>
    internal void WriteFigures(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("held_out_since", HeldOutSince);
        json.WriteNumber("customers", CustomerCount);
        foreach ((string name, RankingScores scores) in Recommenders)
        {
            json.WriteStartObject(name);
            if (name == NeuralCfModel.Kind.Name && Error is { } error)
            {
                json.WriteNumber("RMSE", error.RootMeanSquaredError);
                json.WriteNumber("RMSE_of_mean", error.OfMean);
            }

            foreach ((string metric, double value) in scores.Figures)
            {
                // JSON has no NaN, which novelty is where nothing that is listed was bought before.
                if (double.IsFinite(value)) json.WriteNumber(metric, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Whether anybody has anything in what was held out that isn't in the past.</summary>
    private static bool HasNew(InteractionMatrix held, InteractionMatrix past)
    {
        for (int customer = 0; customer < held.Customers.Count; customer++)
        {
            // Both are slices of one log, and have its rows.
            ReadOnlySpan<int> known = past.ItemsOf(customer);
            foreach (int item in held.ItemsOf(customer))
            {
                if (known.BinarySearch(item) < 0) return true;
            }
        }

        return false;
    }
}
