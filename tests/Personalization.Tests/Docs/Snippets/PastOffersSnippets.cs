using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Tests;

/// <summary>The code of the page on past offers.</summary>
[Collection("current directory")]
public sealed class PastOffersSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_PastOffers_MeasuresThem()
    {
        string earlier = "offers-earlier.csv";
        EventLog log = Data.EventFile.Read("orders.csv").Log;
        DateTime at = log.LastTime.Date.AddDays(-40);
        File.WriteAllLines(
            earlier,
            [
                "customer_id,issued,offer_id,control,withheld",
                .. log.Before(at).Customers.Values.Select(
                    (id, row) => $"{id},{at:yyyy-MM-dd},{(row % 4 == 0 ? ",yes,welcome" : "welcome,,")}"),
            ]);

        OffersStep offers = new(new OffersStepOptions
        {
            Allocation = new() { ControlShare = .1 },
            Past = new() { Files = [earlier], HorizonDays = 30 },
        });
        PersonalizationResult result = new PersonalizationPipeline(steps: PipelineSteps.Default.Replace(offers)).Run(log);

        foreach (MeasuredOffer offer in result.LearnedOffers!.Offers.Where(LearnedOffers.IsMeasured))
            Console.WriteLine($"{offer.OfferId}: {offer.Difference:P1} more buy, {offer.Low:P1} to {offer.High:P1}");

        LearnedOffers learned = result.LearnedOffers!;
        Assert.True(learned.ByLot);
        Assert.Equal("welcome", Assert.Single(learned.Offers).OfferId);
    }
}
