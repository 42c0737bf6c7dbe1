using System.Text;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Rules of the catalogue, timing, variants, goals and bundles in JSON.</summary>
public sealed class CatalogueTermsTests
{
    private const string Full = """
        {
          "version": 1, "name": "Full", "currency": "EUR", "timeZone": "Europe/Berlin",
          "quietHours": [ { "from": "21:30", "to": "08:00" }, { "from": "00:00", "to": "00:00", "days": ["sunday"] } ],
          "frequency": [ { "count": 2, "hours": 168 }, { "count": 1, "hours": 720, "scheme": "Club" } ],
          "coolDown": { "afterOfferHours": 24, "afterRedemptionHours": 72 },
          "deferDays": 10,
          "offers": [
            {
              "id": "a", "scheme": "Club", "name": "A", "kind": "percent", "value": 0.1, "priority": 7,
              "validity": { "from": "2026-12-01", "to": "2026-12-24", "local": true },
              "stacking": { "exclusive": false, "excludes": ["b"], "requires": ["c"] },
              "timing": {
                "quietHours": [ { "from": "12:00", "to": "13:00", "days": ["monday", "friday"] } ],
                "frequency": [ { "count": 3, "hours": 48 } ], "coolDown": { "afterRedemptionHours": 12 }
              },
              "variantSeed": 9,
              "variants": [
                { "id": "low" },
                { "id": "high", "weight": 3, "name": "A+", "description": "more", "value": 0.2, "cost": { "contact": 0.5 }, "hours": 24,
                  "recommendedItems": 2, "response": { "redemption": 0.7, "uplift": 0.1 } }
              ],
              "codePool": "spring",
              "goal": { "kind": "streak", "target": 3, "hours": 2000, "periodHours": 24, "counts": "review", "category": "rings" }
            },
            { "id": "b", "name": "B", "kind": "content", "goal": { "kind": "points", "target": 100, "pointsPerUnit": 2 } },
            {
              "id": "c", "name": "C", "kind": "bundle", "stacking": { "exclusive": false },
              "bundle": { "price": 25, "items": [ { "item": "x", "price": 10, "quantity": 2 }, { "item": "y", "price": 15 } ] }
            }
          ]
        }
        """;

    [Fact]
    public void Parse_EveryNewField_KeepsItsValueAndIsWrittenAgain()
    {
        OfferCatalogue catalogue = OfferCatalogue.Parse(Encoding.UTF8.GetBytes(Full));
        byte[] saved = Saved(catalogue);
        OfferCatalogue read = OfferCatalogue.Parse(saved);
        Assert.Equal(saved, Saved(read));

        CatalogueRules rules = read.Rules;
        Assert.Equal(("Europe/Berlin", 10), (rules.TimeZone, rules.DeferDays));
        Assert.Equal([(21, 30, 8), (0, 0, 0)], rules.QuietHours.Select(quiet => (quiet.From.Hour, quiet.From.Minute, quiet.To.Hour)));
        Assert.Equal([DayOfWeek.Sunday], rules.QuietHours[1].Days);
        Assert.Equal([(2, 7, ""), (1, 30, "Club")], rules.Frequency.Select(cap => (cap.Count, (int)cap.Window.TotalDays, cap.Scheme)));
        Assert.Equal(new CoolDown { AfterOffer = TimeSpan.FromDays(1), AfterRedemption = TimeSpan.FromDays(3) }, rules.CoolDown);

        Offer a = read["a"];
        Assert.Equal((7, true, "spring", 9ul), (a.Priority, a.Validity.IsLocal, a.CodePool, a.VariantSeed));
        Assert.Equal(["b", "c"], [.. a.Stacking.Excludes, .. a.Stacking.Requires]);
        Assert.Equal([DayOfWeek.Monday, DayOfWeek.Friday], Assert.Single(a.Timing.QuietHours).Days);
        Assert.Equal((3, TimeSpan.FromDays(2)), (a.Timing.Frequency[0].Count, a.Timing.Frequency[0].Window));
        Assert.Equal(TimeSpan.FromHours(12), a.Timing.CoolDown.AfterRedemption);
        Assert.Equal(
            new OfferGoal
            {
                Kind = GoalKind.Streak,
                Target = 3,
                Within = TimeSpan.FromHours(2_000),
                Period = TimeSpan.FromDays(1),
                Counts = EventType.Review,
                Category = "rings",
            },
            a.Goal);
        Assert.Equal(new OfferVariant { Id = "low" }, a.Variants[0]);
        OfferVariant high = a.Variants[1];
        Assert.Equal(
            (3, "A+", "more", .2m, .5m, TimeSpan.FromDays(1), 2, .7),
            (high.Weight, high.Name, high.Description, high.Value, high.Cost!.Contact, high.Duration, high.RecommendedItems,
                high.Response!.Redemption));
        Assert.Equal((GoalKind.Points, 2m), (read["b"].Goal!.Kind, read["b"].Goal!.PointsPerUnit));
        Assert.Equal((35m, 10m), (read["c"].Bundle!.SumOfPrices, read["c"].RedemptionCost(0)));
    }

    [Theory]
    [InlineData("\"timeZone\": \"Europe/Berlin\"", "\"timeZone\": \"Mars/North\"", "timeZone", "IANA id")]
    [InlineData("\"from\": \"21:30\"", "\"from\": \"24:00\"", "quietHours[0].from", "00:00")]
    [InlineData("\"days\": [\"sunday\"]", "\"days\": [\"someday\"]", "quietHours[1].days[0]", "day of the week")]
    [InlineData("\"count\": 2, \"hours\": 168", "\"count\": 0, \"hours\": 168", "frequency[0].count", "whole number from 1")]
    [InlineData("\"count\": 2, \"hours\": 168", "\"count\": 2", "frequency[0].hours", "within how many hours")]
    [InlineData("\"afterOfferHours\": 24", "\"afterOfferHours\": 0", "coolDown.afterOfferHours", "write a number from")]
    [InlineData("\"priority\": 7", "\"priority\": -1", "offers[0].priority", "0 to 1000")]
    [InlineData("\"id\": \"low\"", "\"id\": \"high\"", "offers[0].variants[1].id", "its own")]
    [InlineData("\"value\": 0.2", "\"value\": 2", "offers[0].variants[1].value", "0 to 1")]
    [InlineData("\"kind\": \"streak\"", "\"kind\": \"dream\"", "offers[0].goal.kind", "badge, points, streak, tier")]
    [InlineData("\"target\": 3", "\"target\": 2.5", "offers[0].goal.target", "whole numbers")]
    [InlineData("\"price\": 25", "\"price\": 36", "offers[2].bundle.price", "cost 35 one by one")]
    [InlineData(", { \"item\": \"y\", \"price\": 15 }", "", "offers[2].bundle.items", "at least two")]
    [InlineData("\"kind\": \"bundle\"", "\"kind\": \"content\"", "offers[2].bundle", "only an offer of kind bundle")]
    public void Parse_Fault_NamesWhereAndHowToMendIt(string right, string wrong, string path, string problem)
    {
        Assert.Contains(right, Full, StringComparison.Ordinal);
        string json = Full.Replace(right, wrong, StringComparison.Ordinal);

        OfferCatalogueException fault =
            Assert.Throws<OfferCatalogueException>(() => OfferCatalogue.Parse(Encoding.UTF8.GetBytes(json)));

        OfferCatalogueError error = Assert.Single(fault.Errors, error => error.Path == path);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    private static byte[] Saved(OfferCatalogue catalogue)
    {
        using MemoryStream stream = new();
        catalogue.Save(stream);
        return stream.ToArray();
    }
}
