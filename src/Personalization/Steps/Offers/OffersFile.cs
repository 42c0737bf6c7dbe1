using System.Globalization;
using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>The decisions as a file: what <see cref="Data.DecisionFile"/> reads again.</summary>
internal static class OffersFile
{
    public static void Write(OfferPlan plan, Stream destination)
    {
        using CsvTableWriter csv = new(
            destination,
            [
                "customer_id", "segment", "control", "withheld", "offer_id", "offer", "expected_cost", "worst_case_cost", "expected_margin",
                "expected_later_margin", "expected_value", "baseline_probability", "uplift", "uplift_error", "issued", "expires", "variant",
                "items", "put_off", "reasons",
            ],
            leaveOpen: true);
        // A row for each offer: a customer may get several.
        foreach (OfferDecision decision in plan.Decisions.SelectMany(first => first.All))
        {
            csv.Write(decision.Customer.Value).Write(decision.Profile.Segment);
            csv.Write(decision.IsControl ? "yes" : null).Write(decision.Withheld?.Id);
            csv.Write(decision.Offer?.Id).Write(decision.Offer?.Name);
            csv.Write(decision.ExpectedCost).Write(decision.WorstCaseCost).Write(decision.ExpectedMargin);
            csv.Write(decision.ExpectedLaterMargin).Write(decision.ExpectedNet);
            csv.Write(Math.Round(decision.BaselineProbability, NumberColumn.DefaultDecimals)).Write(
                Math.Round(decision.Uplift, NumberColumn.DefaultDecimals));
            csv.Write(Math.Round(decision.UpliftError, NumberColumn.DefaultDecimals));
            csv.Write(Time(plan.IssuedAt)).Write(decision.Expires is { } expires ? Time(expires) : null);
            csv.Write(decision.Variant).Write(string.Join(' ', decision.Items.Select(item => item.Value)));
            csv.Write(string.Join(" | ", decision.PutOff.Select(Words))).Write(string.Join(" | ", decision.Reasons));
            csv.EndRow();
        }
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Words(PutOffOffer put) => put.Until is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"{put.OfferId} until {until:yyyy-MM-dd'T'HH:mm}: {put.Reason}")
        : $"{put.OfferId} dropped: {put.Reason}";
}
