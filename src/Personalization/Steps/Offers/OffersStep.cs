using System.Text.Json;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>What <see cref="OffersStep"/> offers. Immutable; every default is valid.</summary>
public sealed record OffersStepOptions
{
    /// <summary>The offers. Default: the shipped example.</summary>
    public OfferCatalogue Catalogue { get; init; } = OfferCatalogue.Example;

    /// <summary>How offers are given; budget and threads follow from the run's options.</summary>
    public AllocationOptions Allocation { get; init; } = new();

    /// <summary>
    /// Earlier offers, from which is learned what offers change; null (default): none. They count as given before where the run's options
    /// hold no history, and what was learned takes the place of what the catalogue assumes where <see cref="Allocation"/> names no
    /// responses of its own.
    /// </summary>
    public PastOffersOptions? Past { get; init; }

    /// <summary>Codes that offers hand out; null (default): offers with codes aren't held back for want of them.</summary>
    public CodePools? Codes { get; init; }
}

/// <summary>
/// Decides on an offer for each customer, within the budget. Finds <see cref="OfferPlan"/>; where there were earlier offers also
/// <see cref="LearnedOffers"/>, with the model <c>offer-effects</c>; and where groups are held to each other <see cref="ParityEffects"/>.
/// </summary>
/// <param name="options">What; null: the defaults.</param>
public sealed class OffersStep(OffersStepOptions? options = null) : IPipelineStep
{
    private readonly OffersStepOptions _options = options ?? new OffersStepOptions();

    /// <inheritdoc />
    public string Name => "offers";

    /// <inheritdoc />
    public double Weight => 3;

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        AllocationOptions allocation =
            _options.Allocation with { Budget = context.Options.Budget, Threads = context.Options.Threads };
        OfferHistory history = context.Options.History;
        if (_options.Past is { } past)
        {
            LearnedOffers learned = new PastOffersLearner(context, _options.Catalogue, past).Learn();
            context.Add(learned);
            if (learned.Model is { } model) context.AddModel(PersonalizationFiles.OfferEffects, model);
            if (learned.Responses is { } responses && allocation.Responses is AssumedResponses)
                allocation = allocation with { Responses = responses };
            if (history.All.Count == 0) history = learned.History;
        }

        EligibilityContext known = new()
        {
            At = new DateTimeOffset(context.Customers.AsOf, TimeSpan.Zero),
            Catalogue = _options.Catalogue,
            History = history,
            Consent = context.Consent,
            Events = context.Find<EventLog>(),
            Codes = _options.Codes,
        };
        OfferPlan plan = new OfferAllocator(allocation).Allocate(context.Customers, known, context.Progress, context.CancellationToken);
        context.Add(plan);
        if (allocation.Parities.Count == 0) return;
        OfferPlan without = new OfferAllocator(allocation with { Parities = [] })
            .Allocate(context.Customers, known, cancellationToken: context.CancellationToken);
        context.Add(ParityEffects.Of(without, plan));
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) =>
        OffersReport.Add(report, result.Offers, RfmGroups.Of(result), result.LearnedOffers, result.ParityEffects);

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result)
    {
        yield return new OutputFile(PersonalizationFiles.Offers, stream => OffersFile.Write(result.Offers, stream));
        if (!result.Models.ContainsKey(PersonalizationFiles.OfferEffects))
            yield return PersonalizationFiles.NoModel(PersonalizationFiles.OfferEffects);
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        summary.WriteStartObject("offers");
        summary.WriteNumber("count", result.Offers.Total.Offers);
        summary.WriteNumber("cost", result.Offers.BudgetUsed);
        summary.WriteNumber("budget", result.Offers.Budget);
        summary.WriteNumber("expected_value", result.Offers.Total.ExpectedNet);
        summary.WriteNumber("control", result.Offers.ControlCustomers);
        if (result.Find<LearnedOffers>() is { } learned)
        {
            summary.WriteStartObject("past");
            summary.WriteNumber("rounds", learned.Rounds.Count);
            summary.WriteNumber("rounds_learned", learned.Rounds.Count(round => round.LeftOut is null));
            summary.WriteNumber("given", learned.Rounds.Sum(round => round.Given));
            summary.WriteNumber("withheld", learned.Rounds.Sum(round => round.Withheld));
            summary.WriteNumber("offers_learned", learned.Model?.Treatments.Count ?? 0);
            summary.WriteBoolean("by_lot", learned.ByLot);
            summary.WriteEndObject();
        }

        summary.WriteEndObject();
    }
}

/// <summary>What <see cref="OffersStep"/> found.</summary>
public static class OffersFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>A decision for each customer, within the budget.</summary>
        public OfferPlan Offers => result.Get<OfferPlan>();

        /// <summary>What was learned of earlier offers; null where none were given.</summary>
        public LearnedOffers? LearnedOffers => result.Find<LearnedOffers>();

        /// <summary>What holding groups to each other changed; null where none are.</summary>
        public ParityEffects? ParityEffects => result.Find<ParityEffects>();
    }
}
