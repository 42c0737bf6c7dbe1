using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Personalization.Core.Tests;

public sealed class DecisionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Decision Ten = new()
    {
        Id = DecisionId.From(1, "offers-1", new("anna"), Noon),
        Time = Noon,
        PolicyVersion = "offers-1",
        Action = "ten-off",
        Propensity = .75,
        Alternatives = [new(null, .25, 0, "brings less"), new("gift", 0, null, "is for others")],
        Features = CustomerProfile.Create(
            new("anna"), Noon.DateTime,
            new NumberColumn("recency_days", [3]), new CategoryColumn("segment", [null]), new TextColumn("name", ["Änne"])),
        Consent = new(ConsentPurpose.Marketing, true),
        ExpectedCost = 1.32m,
        ExpectedMargin = 2.40m,
        Reasons = ["brings most"],
    };

    [Fact]
    public void WriteJson_EveryPart_ByHand()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) Ten.WriteJson(json);

        Assert.Equal(
            $$$"""
            {"id":"{{{Ten.Id}}}","customer_id":"anna","time":"2026-03-01T12:00:00+00:00","policy_version":"offers-1","action":"ten-off",
            "propensity":0.75,"expected_cost":1.32,"expected_margin":2.40,"expected_net":1.08,
            "consent":{"purpose":"marketing","answer":"yes"},
            "reasons":["brings most"],"alternatives":[{"action":null,"propensity":0.25,"expected_net":0,"reason":"brings less"},
            {"action":"gift","propensity":0,"reason":"is for others"}],
            "features":{"recency_days":3,"name":"Änne"}}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void ExposedAndOutcome_ThroughALog_ComeOutEqualAndAreNoOrders()
    {
        ShopEvent exposed = Ten.Exposed(Noon.DateTime.AddMinutes(1), "mail"), outcome = Ten.Outcome(Noon.DateTime.AddDays(2), 12.5m);
        ShopEvent another = exposed with { Customer = new("ben"), Decision = "another" };
        ShopEvent bought = new(new("anna"), Noon.DateTime.AddDays(1), EventType.Purchase)
        {
            Item = new("ring"),
            UnitPrice = 30,
            Order = "o1",
        };
        EventLog log = EventLog.From([outcome, bought, exposed, another]);

        Assert.Equal([exposed, bought, outcome, another], log.Events().Select(WithoutTitle));
        Assert.Equal((Ten.Id.ToString(), EventType.Exposure, "mail"), (exposed.Decision, exposed.Type, exposed.Channel));
        Assert.Equal((Ten.Id.ToString(), EventType.Outcome, 12.5m), (outcome.Decision, outcome.Type, outcome.UnitPrice));
        OrderTable orders = OrderTable.From(log, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((1, "o1", 30m), (orders.Count, orders[0].Id, orders[0].Total));
        Assert.Equal(1, log.OrderCodeCount);
        Assert.True(log.EventsOf(new CustomerId("ben")).Orders[0] < 0);

        static ShopEvent WithoutTitle(ShopEvent e) => e with { ItemTitle = null };
    }

    [Fact]
    public void Add_OrderAndDecision_Throws()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => EventLog.From([Ten.Exposed(Noon.DateTime) with { Order = "o1" }]));

        Assert.Contains("Event 0 has order 'o1' and decision", error.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Computed with Python: sha256 of seed, UTC ticks and length of the version (little-endian, 8 bytes each), version and customer in
    /// UTF-8.
    /// </summary>
    [Fact]
    public void Id_OfItsParts_IsTheSameEverywhere()
    {
        Assert.Equal("7b2885aa7faedb9d7a003a4e05b8d3de", DecisionId.From(1, "offers-1", new("anna"), Noon).ToString());
        Assert.Equal(Ten.Id, DecisionId.From(1, "offers-1", new("anna"), Noon.ToOffset(TimeSpan.FromHours(5))));
        Assert.NotEqual(Ten.Id, DecisionId.From(1, "offers-1a", new("nna"), Noon));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Propensity_OutOfRange_Throws(double propensity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Ten with { Propensity = propensity });
}
