using System.Text;
using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>A rule that can never match, or contradicts another, is found and named.</summary>
public sealed class CatalogueCheckTests
{
    private static readonly StackingRule Together = new() { Exclusive = false };
    private static readonly Offer A = Given.Offer("a") with { Stacking = Together };
    private static readonly Offer B = Given.Offer("b") with { Stacking = Together };
    private static readonly QuietHours Always = new() { From = new(9, 0), To = new(9, 0) };

    public static TheoryData<string, Offer[], string, string> Contradictions() => new()
    {
        { "ends first", [A with { Validity = new() { From = Given.Now, To = Given.Now } }], "validity", "swap them" },
        { "always quiet", [A with { Timing = new() { QuietHours = [Always] } }], "timing.quietHours", "no moment of the week" },
        {
            "quiet while valid",
            [A with
            {
                Validity = new() { From = Given.Now, To = Given.Now.AddHours(2), IsLocal = true },
                Timing = new() { QuietHours = [new() { From = new(11, 0), To = new(14, 0) }] },
            }],
            "timing.quietHours", "lies in quiet hours"
        },
        { "requires itself", [A with { Stacking = Together with { Requires = ["a"] } }], "stacking.requires", "itself" },
        { "requires nobody's", [A with { Stacking = Together with { Requires = ["z"] } }], "stacking.requires", "no offer 'z'" },
        { "exclusive requires", [A with { Stacking = new() { Requires = ["b"] } }, B], "stacking.requires", "'a' is exclusive" },
        {
            "requires of its group",
            [A with { Stacking = Together with { Groups = ["g"], Requires = ["b"] } },
                B with { Stacking = Together with { Groups = ["g"] } }],
            "stacking.requires", "both are of the group 'g'"
        },
        {
            "requires what it excludes", [A with { Stacking = Together with { Requires = ["b"], Excludes = ["b"] } }, B],
            "stacking.requires", "'a' excludes 'b'"
        },
        {
            "requires in a circle",
            [A with { Stacking = Together with { Requires = ["b"] } }, B with { Stacking = Together with { Requires = ["a"] } }],
            "stacking.requires", "neither can come first"
        },
        {
            "requires two that don't go together",
            [A with { Stacking = Together with { Requires = ["b", "c"] } }, B with { Stacking = Together with { Excludes = ["c"] } },
                A with { Id = "c" }],
            "stacking.requires", "'b' excludes 'c'"
        },
        {
            "requires what is over",
            [A with { Stacking = Together with { Requires = ["b"] }, Validity = new() { From = Given.Now } },
                B with { Validity = new() { To = Given.Now } }],
            "stacking.requires", "before this begins"
        },
        { "requires what is off", [A with { Stacking = Together with { Requires = ["b"] } }, B with { Caps = new() { Total = 0 } }],
            "stacking.requires", "never given" },
        { "more than all off", [A with { Value = 1.5m }], "value", "more than the whole order" },
        { "floor above all margins", [A with { Value = .8m, MarginFloor = .3m }], "marginFloor", "at most 20 %" },
        { "variants alike", [A with { Variants = [new() { Id = "v" }, new() { Id = "v" }] }], "variants", "'v' stands twice" },
        { "bundle without items", [A with { Kind = OfferKind.Bundle }], "bundle", "missing" },
        { "no whole number", [A with { Eligibility = new() { Frequency = new(1.2m, 1.8m) } }], "eligibility.frequency", "no whole number" },
        { "never ordered", [A with { Eligibility = new() { Frequency = new(null, 0) } }], "eligibility.frequency", "never ordered" },
        { "negative", [A with { Eligibility = new() { RecencyDays = new(null, -1) } }], "eligibility.recencyDays", "begins at 0" },
        {
            "spends less than an order", [A with { Eligibility = new() { Monetary = new(null, 50), AverageOrder = new(60, null) } }],
            "eligibility.monetary", "can't come of orders"
        },
        {
            "spends more than its orders",
            [A with { Eligibility = new() { Monetary = new(500, null), AverageOrder = new(null, 60), Frequency = new(null, 8) } }],
            "eligibility.monetary", "at most 8 orders"
        },
        {
            "streak too long", [A with { Goal = new() { Kind = GoalKind.Streak, Target = 4, Within = TimeSpan.FromDays(20) } }],
            "goal", "don't fit within 20 days"
        },
    };

    [Theory]
    [MemberData(nameof(Contradictions), DisableDiscoveryEnumeration = true)]
    public void Check_Contradiction_IsAnErrorThatNamesTheOffer(string what, Offer[] offers, string field, string problem)
    {
        Assert.NotEmpty(what);
        CatalogueFinding finding = new OfferCatalogue(offers).Check().First(one => one.Severity == FindingSeverity.Error);

        Assert.Equal(("a", field), (finding.OfferId, finding.Field));
        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_CataloguesOwnRules_AreTheCatalogues()
    {
        OfferCatalogue catalogue = new(
            [A with { Stacking = Together with { Requires = ["b"] } }, B with { Validity = new() { Duration = TimeSpan.FromHours(24) } }],
            rules: new()
            {
                TimeZone = "Mars/North",
                QuietHours = [Always],
                CoolDown = new() { AfterOffer = TimeSpan.FromHours(48) },
                Frequency = [new() { Count = 1, Window = TimeSpan.FromDays(1), Scheme = "none" }],
            });

        Assert.Equal(
            [
                "error: timeZone: no time zone 'Mars/North' is known here; write an IANA id such as \"Europe/Berlin\"",
                "error: quietHours: they leave no moment of the week, so nothing can ever be given; shorten them",
                "warning: frequency: no offer is of the scheme 'none'",
                "error: offer 'a', stacking.requires: 'b' lasts 24 hours, and after it the customer is left alone for 48 hours "
                    + "(coolDown.afterOfferHours), so that it is over before this may be given",
            ],
            catalogue.Check().Select(finding => finding.ToString()));
    }

    [Fact]
    public void Check_NamesOfTheShop_TellsThoseThatDontExist()
    {
        Offer offer = A with
        {
            CodePool = "spring",
            Eligibility = new() { Segments = ["VIP", "S"], Categories = ["moons"], Clusters = [1, 9] },
            Response = new() { Segments = new Dictionary<string, SegmentResponse> { ["Vip"] = new() } },
        };
        KnownNames known = KnownNames.Of(Given.Table(Given.Customer("c"))) with { Categories = ["rings"], Clusters = 2, CodePools = [] };

        Assert.Equal(
            [
                (FindingSeverity.Warning, "eligibility.segments"), (FindingSeverity.Error, "eligibility.categories"),
                (FindingSeverity.Error, "codePool"), (FindingSeverity.Warning, "eligibility.clusters"),
                (FindingSeverity.Warning, "response.segments"),
            ],
            new OfferCatalogue([offer]).Check(known).Select(finding => (finding.Severity, finding.Field)));
        Assert.Empty(new OfferCatalogue([offer]).Check());
    }

    [Fact]
    public void Check_ShippedCatalogues_FindNothing()
    {
        Assert.Empty(OfferCatalogue.Example.Check());
        Assert.Empty(OfferCatalogue.BookShop.Check());
        Assert.Equal(
            FindingSeverity.Warning, Assert.Single(new OfferCatalogue([A with { Caps = new() { Total = 0 } }]).Check()).Severity);
    }

    [Fact]
    public void Parse_FileWithAContradiction_IsRefusedWithItsPlace()
    {
        const string json = """
            { "offers": [
              { "id": "z", "name": "Z", "kind": "content" },
              { "id": "a", "name": "A", "kind": "content", "stacking": { "exclusive": true, "requires": ["z"] } } ] }
            """;

        OfferCatalogueError error = Assert.Single(
            Assert.Throws<OfferCatalogueException>(() => OfferCatalogue.Parse(Encoding.UTF8.GetBytes(json))).Errors);

        Assert.Equal(("a", "offers[1].stacking.requires"), (error.OfferId, error.Path));
        Assert.Equal("it asks for 'z' to be held, and 'a' is exclusive; drop one of the two", error.Problem);
    }
}
