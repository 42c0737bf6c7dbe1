using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives.Tests;

/// <summary>Turns of random catalogues, looked over by brute force.</summary>
public sealed class OfferSchedulePropertyTests
{
    [Fact]
    public void For_RandomRules_NoWindowPauseOrQuietHourIsBroken()
    {
        int put = 0, dropped = 0;
        for (ulong seed = 0; seed < 300; seed++)
        {
            RandomStream random = new(seed, "schedule");
            CatalogueRules rules = new()
            {
                QuietHours = [new() { From = new(random.NextInt32(24), 0), To = new(random.NextInt32(24), 30) }],
                Frequency = [new() { Count = 1 + random.NextInt32(3), Window = TimeSpan.FromHours(1 + random.NextInt32(200)) }],
                CoolDown = new() { AfterOffer = TimeSpan.FromHours(1 + random.NextInt32(60)) },
            };
            Offer[] offers = [.. Enumerable.Range(0, 8).Select(i => Given.Offer($"o{i}") with
            {
                Priority = random.NextInt32(4),
                Stacking = new() { Exclusive = random.NextInt32(8) == 0, Groups = random.NextInt32(3) == 0 ? ["g"] : [] },
                Validity = new()
                {
                    From = Given.Now.AddHours(random.NextInt32(99) - 50),
                    Duration = TimeSpan.FromHours(1 + random.NextInt32(300)),
                },
            })];
            EligibilityContext context = new() { At = Given.Now, Catalogue = new(offers, rules: rules) };

            IReadOnlyList<PutOffOffer> turns = OfferSchedule.For(Given.Customer("c"), context);

            (Offer Offer, DateTimeOffset At)[] given =
            [
                .. turns.Where(turn => !turn.IsDropped).Select(turn => (Offer: context.Catalogue[turn.OfferId], At: turn.Until!.Value))
                    .OrderBy(one => one.At),
            ];
            put += given.Length;
            dropped += turns.Count(turn => turn.IsDropped);
            Assert.Equal(turns.Select(turn => context.Catalogue[turn.OfferId].Priority).OrderDescending(),
                turns.Select(turn => context.Catalogue[turn.OfferId].Priority));
            for (int i = 0; i < given.Length; i++)
            {
                Assert.InRange(given[i].At, Given.Now.AddTicks(1), Given.Now.AddDays(rules.DeferDays));
                Assert.Null(rules.QuietHours[0].EndOf(given[i].At.DateTime));
                int first = i - rules.Frequency[0].Count;
                if (first >= 0) Assert.True(given[i].At - given[first].At >= rules.Frequency[0].Window, $"seed {seed}: too many");
                if (i > 0) Assert.True(given[i].At - given[i - 1].At >= rules.CoolDown.AfterOffer, $"seed {seed}: too soon");
                for (int k = 0; k < i; k++)
                {
                    bool isOver = given[k].Offer.ExpiresWhenIssued(given[k].At) <= given[i].At;
                    Assert.True(isOver || given[k].Offer.GoesWith(given[i].Offer), $"seed {seed}: held beside another");
                }
            }
        }

        Assert.True(put > 300 && dropped > 30, $"{put} put off, {dropped} dropped: too few to say anything");
    }
}
