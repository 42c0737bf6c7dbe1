using Personalization.Core;
using Personalization.Insights;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>What <see cref="RecommendationsStep"/> recommends. Immutable; every default is valid.</summary>
public sealed record RecommendationsStepOptions
{
    /// <summary>Items recommended to each customer, 1 to 1,000. Default 10.</summary>
    public int Count { get; init => field = Guard.InRange(value, 1, 1_000); } = 10;

    /// <summary>What may be recommended. Default: every item that the customer has not bought yet.</summary>
    public RecommendationFilter Filter { get; init; } = RecommendationFilter.NotBought;
}

/// <summary>
/// Makes each customer's list with the run's <see cref="IRecommender"/>. Finds the lists, writes the column recommended_items and the file
/// of them. Customers without consent to personalization get none.
/// </summary>
/// <param name="options">What; null: the defaults.</param>
public sealed class RecommendationsStep(RecommendationsStepOptions? options = null) : IPipelineStep
{
    private readonly RecommendationsStepOptions _options = options ?? new RecommendationsStepOptions();

    /// <inheritdoc />
    public string Name => "recommendations";

    /// <inheritdoc />
    public double Weight => 4;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        IRecommender recommender = context.Get<IRecommender>();
        IReadOnlyList<CustomerRecommendations> lists = recommender.RecommendAll(
            _options.Count, _options.Filter, context.Options.Threads, context.Progress, context.CancellationToken);
        if (context.Consent is { } consent)
        {
            lists = [.. lists.Select(list => consent.Allows(list.Customer, ConsentPurpose.Personalization)
                ? list
                : list with { Recommendations = [] })];
        }

        context.Add(lists);
        context.AddColumns(recommender.ToColumn(lists, context.Customers.Customers));
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) =>
        RecommendationsReport.Add(
            report, result.Recommendations, result.Log, RfmGroups.Of(result), result.Recommender as HybridModel);

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        [new OutputFile(PersonalizationFiles.Recommendations, stream => Write(result, stream))];

    private static void Write(PersonalizationResult result, Stream destination)
    {
        using CsvTableWriter csv = new(
            destination, ["customer_id", "rank", "item_id", "item_title", "score", "source", "because_of"], leaveOpen: true);
        foreach (CustomerRecommendations list in result.Recommendations)
        {
            for (int i = 0; i < list.Recommendations.Count; i++)
            {
                Recommendation recommendation = list.Recommendations[i];
                csv.Write(list.Customer.Value).Write(i + 1).Write(recommendation.Item.Value).Write(
                    result.Log.Items.Find(recommendation.Item)?.Title);
                csv.Write(Math.Round(recommendation.Score, NumberColumn.DefaultDecimals));
                csv.Write(recommendation.Source == RecommendationSource.Personal ? "personal" : "popular");
                csv.Write(string.Join(' ', recommendation.BecauseOf.Select(item => item.Value)));
                csv.EndRow();
            }
        }
    }
}

/// <summary>What the steps of recommendations found.</summary>
public static class RecommendationsFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>The recommender.</summary>
        public IRecommender Recommender => result.Get<IRecommender>();

        /// <summary>Each customer's recommendations, best first.</summary>
        public IReadOnlyList<CustomerRecommendations> Recommendations => result.Get<IReadOnlyList<CustomerRecommendations>>();
    }
}
