using System.Text.Json;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// Shows on the shop's own visits how a policy learns which category to show whom (<see cref="Bandits.Ranker"/>), and what evaluation
/// before the switch would have said. Finds <see cref="PolicyTrial"/> where there are enough visits with categories. Not among the default
/// steps: <c>PipelineSteps.Default.AddAfter&lt;RecommendationsStep&gt;(new PolicyTrialStep())</c>.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class PolicyTrialStep(PolicyTrialOptions? options = null) : IPipelineStep
{
    private readonly PolicyTrialOptions _options = options ?? new PolicyTrialOptions();

    /// <inheritdoc />
    public string Name => "policy_trial";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        if (PolicyTrialRun.Of(context, _options) is { } trial) context.Add(trial);
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.PolicyTrial is { } trial) PolicyTrialReport.Add(report, trial);
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.PolicyTrial is not { } trial) return;
        PolicyTrialPart last = trial.LastQuarter;
        summary.WriteStartObject("policy_trial");
        summary.WriteString("policy", trial.Policy);
        summary.WriteNumber("visits", trial.Visits);
        summary.WriteNumber("categories", trial.Categories.Count);
        summary.WriteStartObject("hits_of_last_quarter");
        summary.WriteNumber("policy", Math.Round(last.Policy, 4));
        summary.WriteNumber("own_favorite", Math.Round(last.OwnFavorite, 4));
        summary.WriteNumber("most_looked_at", Math.Round(last.MostLookedAt, 4));
        summary.WriteNumber("even", Math.Round(last.Even, 4));
        summary.WriteEndObject();
        summary.WriteEndObject();
    }
}

/// <summary>What <see cref="PolicyTrialStep"/> found.</summary>
public static class PolicyTrialFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>How a policy learned; null where the step didn't run, or there were too few visits or categories.</summary>
        public PolicyTrial? PolicyTrial => result.Find<PolicyTrial>();
    }
}
