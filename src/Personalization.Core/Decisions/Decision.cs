using System.Text.Json;

namespace Personalization.Core;

/// <summary>
/// What was decided for a customer, with all that is needed to explain it today and to learn from it later: what else was possible and how
/// likely, what the policy saw, and the consent it stands on. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Policies may write <see cref="Alternatives"/> and <see cref="Reasons"/> when they are first read, so that millions of decisions stay
/// small.
/// </remarks>
public sealed record Decision
{
    /// <summary>Names the decision.</summary>
    public required DecisionId Id { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Name and version of the policy that decided; never empty.</summary>
    public required string PolicyVersion { get; init => field = Guard.NotBlank(value); }

    /// <summary>Id of the offer; null where the decision is to offer nothing.</summary>
    public required string? Action { get; init; }

    /// <summary>Id of the variant of the offer; null (default): the offer as it is, or none.</summary>
    public string? Variant { get; init; }

    /// <summary>
    /// Offers that the customer could have but for their time, or for others that come first: until when they wait, or that they are
    /// dropped; by turn. Default none.
    /// </summary>
    public IReadOnlyList<DecisionPutOff> PutOff { get; init; } = [];

    /// <summary>
    /// Probability, above 0 to 1, with which the policy takes <see cref="Action"/> in this place. Default 1: a policy that never tosses a
    /// coin.
    /// </summary>
    public double Propensity { get; init => field = Guard.InRange(Guard.Positive(value), 0, 1); } = 1;

    /// <summary>What else there was, each offer once, and "nothing" where something was offered.</summary>
    public IReadOnlyList<DecisionAlternative> Alternatives { get; init; } = [];

    /// <summary>What the policy saw of the customer: the columns are the features.</summary>
    public required CustomerProfile Features { get; init; }

    /// <summary>The consent that the decision stands on.</summary>
    public required DecisionConsent Consent { get; init; }

    /// <summary>Expected cost, in the shop's currency.</summary>
    public decimal ExpectedCost { get; init; }

    /// <summary>
    /// Expected margin gained over offering nothing, gross: before <see cref="ExpectedCost"/> is taken off; in the shop's currency.
    /// </summary>
    public decimal ExpectedMargin { get; init; }

    /// <summary><see cref="ExpectedMargin"/> less <see cref="ExpectedCost"/>.</summary>
    public decimal ExpectedNet => ExpectedMargin - ExpectedCost;

    /// <summary>Why, in plain words, the weightiest first; never empty.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The customer.</summary>
    public CustomerId Customer => Features.Id;

    /// <summary>The event that what was decided was shown to the customer.</summary>
    /// <param name="at">When, on the shop's clock.</param>
    /// <param name="channel">Where: web, store, app, mail…; null where unknown.</param>
    public ShopEvent Exposed(DateTime at, string? channel = null) =>
        new(Customer, at, EventType.Exposure) { Decision = Id.ToString(), Channel = channel };

    /// <summary>The event that something came of the decision.</summary>
    /// <param name="at">When, on the shop's clock.</param>
    /// <param name="amount">
    /// What it brought, in the shop's currency: of what the shop learns from, such as margin or revenue; 0 for nothing.
    /// </param>
    public ShopEvent Outcome(DateTime at, decimal amount) =>
        new(Customer, at, EventType.Outcome) { Decision = Id.ToString(), UnitPrice = amount };

    /// <summary>Writes the decision as one JSON object, names in lower snake case; features of missing cells are left out.</summary>
    public void WriteJson(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("id", Id.ToString());
        json.WriteString(CustomerTableFiles.IdName, Customer.Value);
        json.WriteString("time", Time);
        json.WriteString("policy_version", PolicyVersion);
        json.WriteString("action", Action);
        if (Variant is not null) json.WriteString("variant", Variant);
        json.WriteNumber("propensity", Propensity);
        json.WriteNumber("expected_cost", ExpectedCost);
        json.WriteNumber("expected_margin", ExpectedMargin);
        json.WriteNumber("expected_net", ExpectedNet);
        Consent.WriteJson(json);
        json.WriteStartArray("reasons");
        foreach (string reason in Reasons) json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteStartArray("alternatives");
        foreach (DecisionAlternative alternative in Alternatives) alternative.WriteJson(json);
        json.WriteEndArray();
        if (PutOff.Count > 0)
        {
            json.WriteStartArray("put_off");
            foreach (DecisionPutOff put in PutOff) put.WriteJson(json);
            json.WriteEndArray();
        }

        json.WriteStartObject("features");
        Features.WriteCells(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}

/// <summary>Something that a policy didn't decide on.</summary>
/// <param name="Action">Id of the offer; null for offering nothing.</param>
/// <param name="Propensity">Probability, 0 to 1, with which the policy takes it in this place.</param>
/// <param name="ExpectedNet">
/// Expected margin gained less expected cost, in the shop's currency; null where the customer may not have it.
/// </param>
/// <param name="Reason">What speaks against it, in plain words.</param>
public sealed record DecisionAlternative(string? Action, double Propensity, decimal? ExpectedNet, string Reason)
{
    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("action", Action);
        json.WriteNumber("propensity", Propensity);
        if (ExpectedNet is { } net) json.WriteNumber("expected_net", net);
        json.WriteString("reason", Reason);
        json.WriteEndObject();
    }
}

/// <summary>An offer that has to wait for its turn, or is dropped.</summary>
/// <param name="Action">Id of the offer.</param>
/// <param name="Until">When its turn comes; null: it is dropped.</param>
/// <param name="Reason">What holds it back, in plain words.</param>
public sealed record DecisionPutOff(string Action, DateTimeOffset? Until, string Reason)
{
    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("action", Action);
        if (Until is { } until) json.WriteString("until", until);
        else json.WriteBoolean("dropped", true);
        json.WriteString("reason", Reason);
        json.WriteEndObject();
    }
}

/// <summary>The consent that a decision stands on.</summary>
/// <param name="Purpose">What the customer was asked about.</param>
/// <param name="Agreed">The answer as it was when the decision was made; null where the shop asked elsewhere.</param>
public sealed record DecisionConsent(ConsentPurpose Purpose, bool? Agreed)
{
    internal void WriteJson(Utf8JsonWriter json)
    {
        json.WriteStartObject("consent");
        json.WriteString("purpose", JsonNamingPolicy.SnakeCaseLower.ConvertName(Purpose.ToString()));
        json.WriteString("answer", Agreed switch { true => "yes", false => "no", null => "asked_elsewhere" });
        json.WriteEndObject();
    }
}
