using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>What became of earlier offers: figures where a lot made the comparison fair, and words where it didn't.</summary>
internal static class PastOffersBlocks
{
    private const int MostBars = 12;

    public static IEnumerable<ReportBlock> Of(LearnedOffers learned, OfferPlan plan)
    {
        yield return new HeadingBlock("What became of earlier offers");
        MeasuredOffer[] measured = [.. learned.Offers.Where(LearnedOffers.IsMeasured).OrderByDescending(offer => offer.Given)];
        if (measured.Length > 0) yield return new ChartsBlock([Chart(learned, measured, plan)], 1);
        if (learned.Offers.Count > 0) yield return Table(learned, plan);
        yield return new CalloutBlock("What can be said of them?", Words(learned, plan));
    }

    private static BarChart Chart(LearnedOffers learned, MeasuredOffer[] measured, OfferPlan plan) => new()
    {
        Title = $"Bought within {learned.HorizonDays} days of an offer",
        Subtitle = "the line marks those from whom it was withheld by lot",
        Bars =
        [
            .. measured.Take(MostBars).Select(offer => new Bar(
                Name(offer, plan), (double)offer.Bought / offer.Given, (double)offer.ControlBought / offer.Control)),
        ],
        Value = new Axis("Share who bought") { Format = ValueFormat.Percent },
        ReferenceName = "control group",
        Color = 4,
    };

    private static TableBlock Table(LearnedOffers learned, OfferPlan plan) => new(
        "Earlier offers",
        [new("Offer"), new("Given", ReportCells.Numbers), new("Bought", ReportCells.Numbers), new("Withheld", ReportCells.Numbers),
            new("Bought without", ReportCells.Numbers), new("Difference, points", ReportCells.Numbers),
            new("95 % interval", ReportCells.Numbers), new("What it says", ReportCells.Details)],
        [
            .. learned.Offers.OrderByDescending(offer => offer.Given).ThenBy(offer => offer.OfferId, StringComparer.Ordinal)
                .Select(offer => Row(offer, plan)),
        ]);

    private static IReadOnlyList<string> Row(MeasuredOffer offer, OfferPlan plan)
    {
        bool measured = LearnedOffers.IsMeasured(offer);
        return
        [
            Name(offer, plan), ReportText.Count(offer.Given), ReportText.Share(offer.Bought, offer.Given), ReportText.Count(offer.Control),
            ReportText.Share(offer.ControlBought, offer.Control), measured ? Points(offer.Difference) : "–",
            measured ? $"{Points(offer.Low)} to {Points(offer.High)}" : "–",
            !measured ? offer.Control == 0 ? "It was withheld from nobody: no comparison." : "Too few to say."
                : offer.Low > 0 ? "More buy because of it."
                : offer.High < 0 ? "Fewer buy because of it."
                : "It can't be told from no effect yet.",
        ];
    }

    private static string Words(LearnedOffers learned, OfferPlan plan)
    {
        LearnedRound[] leftOut = [.. learned.Rounds.Where(round => round.LeftOut is not null)];
        string rounds = $"{ReportText.Counted(learned.Rounds.Count - leftOut.Length, "round", "rounds")} of earlier offers "
            + $"{(learned.Rounds.Count - leftOut.Length == 1 ? "is" : "are")} looked at"
            + (leftOut.Length == 0 ? ". " : "; left out: " + string.Join(", ", leftOut.Select(
                round => $"{ReportText.Date(DateOnly.FromDateTime(round.Issued.UtcDateTime))} ({round.LeftOut})")) + ". ");
        string comparison = learned.ByLot
            ? "Who got an offer is compared with those from whom the same offer was withheld by lot: the difference is what the offer did. "
            : "There was no control group: those who got offers were chosen, so that they differ from those who got none by more than the "
                + "offer. No figure of what offers did can be given; what was learned corrects for what is known of the customers, and may "
                + "be wrong by the rest. Keep a control group to know. ";
        string used = learned.Reason ?? (plan.Options.Responses == learned.Responses
            ? $"This plan expects of {ReportText.Counted(learned.Model!.Treatments.Count, "offer", "offers")} what was learned, each drawn "
                + "to what the catalogue assumes as far as little is known, and of all others what the catalogue assumes."
            : "The plan was made with other responses, as its options ask for.");
        return rounds + comparison + used;
    }

    private static string Name(MeasuredOffer offer, OfferPlan plan) => plan.Catalogue.Find(offer.OfferId)?.Name ?? offer.OfferId;

    private static string Points(double share) =>
        (100 * share).ToString("+0.0;−0.0;0.0", System.Globalization.CultureInfo.InvariantCulture);
}
