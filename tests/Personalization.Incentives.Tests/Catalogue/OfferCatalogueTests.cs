using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Personalization.TestKit;

namespace Personalization.Incentives.Tests;

public sealed class OfferCatalogueTests
{
    private const string Valid = """{ "offers": [ { "id": "a", "name": "A", "kind": "percent", "value": 0.1 } ] }""";

    [Fact]
    public void Example_EightSchemes_EachHasItsSegmentAndElements()
    {
        Dictionary<string, string> segments = OfferCatalogue.Example.Offers.GroupBy(offer => offer.Scheme)
            .ToDictionary(scheme => scheme.Key, scheme => Assert.Single(scheme.SelectMany(offer => offer.Eligibility.Segments).Distinct()));

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["Welcome Aboard"] = "Fresh Enthusiasts",
                ["Pillar Rewards"] = "Community Pillars",
                ["We Miss You"] = "Lost Legends",
                ["Elite Club"] = "VIP Elites",
                ["Patron Appreciation Day"] = "Steady Patrons",
                ["Reignite Your Interest"] = "Silent Browsers",
                ["Mix & Match"] = "Casual Shoppers",
                ["Insider's Sale"] = "Occasional Splurgers",
            },
            segments);
        Assert.All(OfferCatalogue.Example.Offers.Where(offer => offer.Scheme == "Reignite Your Interest"),
            offer => Assert.Equal(TimeSpan.FromHours(48), offer.Validity.Duration));
        Assert.Equal(8, OfferCatalogue.Example.Offers.Select(offer => offer.Kind).Append(OfferKind.Amount).Distinct().Count());
    }

    [Theory]
    [InlineData("Active Readers", 10)]
    [InlineData("Occasional", .50)]
    [InlineData("Sparse", 10)]
    [InlineData("New", 4)]
    public void BookShop_OffersOfASegment_CostWhatItsIncentiveCosts(string segment, double cost) =>
        Assert.Equal((decimal)cost, OfferCatalogue.BookShop.Offers.Where(offer => offer.Eligibility.Segments.Contains(segment))
            .Sum(offer => offer.Cost.Contact + offer.RedemptionCost(0)));

    [Fact]
    public void Save_AnyCatalogue_ReadsBackToTheSameBytes()
    {
        foreach (OfferCatalogue catalogue in (OfferCatalogue[])[OfferCatalogue.Example, OfferCatalogue.BookShop, Everything(), new([])])
        {
            byte[] saved = Saved(catalogue);
            OfferCatalogue read = OfferCatalogue.Parse(saved);

            Assert.Equal(catalogue.Offers.Count, read.Offers.Count);
            Assert.Equal(saved, Saved(read));
        }
    }

    [Fact]
    public void Read_EveryField_KeepsItsValue()
    {
        Offer offer = Assert.Single(OfferCatalogue.Parse(Saved(Everything())).Offers);

        Assert.Equal(OfferKind.Referral, offer.Kind);
        Assert.Equal(.2m, offer.Value);
        Assert.Equal(
            new OfferCost
            {
                Contact = .25m,
                Redemption = new() { PercentOfOrder = .1m, Fixed = 1, Points = 5, PointValue = .01m, Maximum = 9 },
            },
            offer.Cost);
        Assert.Equal(-.05m, offer.MarginFloor);
        Assert.Equal(new OfferValidity
        {
            From = DateTimeOffset.UnixEpoch,
            To = DateTimeOffset.UnixEpoch.AddDays(9.5),
            Duration = TimeSpan.FromHours(36),
        }, offer.Validity);
        Assert.Equal(["S", "T"], offer.Eligibility.Segments);
        Assert.Equal([0, 7], offer.Eligibility.Clusters);
        Assert.Equal(["rings"], offer.Eligibility.Categories);
        Assert.Equal(new ValueRange(1, 30), offer.Eligibility.RecencyDays);
        Assert.Equal(new ValueRange(2, null), offer.Eligibility.Frequency);
        Assert.Equal(new ValueRange(null, 500.5m), offer.Eligibility.Monetary);
        Assert.Equal(new ValueRange(10, 90), offer.Eligibility.AverageOrder);
        Assert.Equal(new OfferCaps { PerCustomer = 3, Total = 40 }, offer.Caps);
        Assert.False(offer.Stacking.Exclusive);
        Assert.Equal(["g"], offer.Stacking.Groups);
        Assert.Equal((.3, .05), offer.Response.Assumed("T"));
        Assert.Equal((.6, .01), offer.Response.Assumed("S"));
        Assert.Equal(2, offer.RecommendedItems);
    }

    [Fact]
    public void Parse_ManyFaults_ReportsEachWithOfferPathValueAndFix()
    {
        const string faulty = """
            {
              "version": 2, "colour": "red",
              "offers": [
                { "id": "a", "name": "A", "kind": "percent", "value": 10, "elegibility": {} },
                { "id": "a", "name": "", "kind": "discount", "eligibility": { "recencyDays": { "min": 30, "max": 5 }, "segments": "VIP" } },
                { "name": "C", "kind": "gift", "caps": { "perCustomer": 0, "total": 1.5 }, "response": { "segments": { "S": { "uplift": 2 } } } },
                7
              ]
            }
            """;

        IReadOnlyList<OfferCatalogueError> errors = Errors(faulty);

        AssertFault(errors, "", "colour", "\"red\"", "unknown field");
        AssertFault(errors, "", "version", "2", "version 1");
        AssertFault(errors, "a", "offers[0].value", "10", "0 to 1");
        AssertFault(errors, "a", "offers[0].elegibility", "{}", "unknown field");
        AssertFault(errors, "a", "offers[1].id", "\"a\"", "offers[0]");
        AssertFault(errors, "a", "offers[1].name", "\"\"", "blank");
        AssertFault(errors, "a", "offers[1].kind", "\"discount\"", "freeShipping");
        AssertFault(errors, "a", "offers[1].eligibility.recencyDays.max", "5", "below 'min'");
        AssertFault(errors, "a", "offers[1].eligibility.segments", "\"VIP\"", "list of texts");
        AssertFault(errors, "", "offers[2].id", "", "missing");
        AssertFault(errors, "", "offers[2].cost.redemption", "", "missing");
        AssertFault(errors, "", "offers[2].caps.perCustomer", "0", "whole number");
        AssertFault(errors, "", "offers[2].caps.total", "1.5", "whole number");
        AssertFault(errors, "", "offers[2].response.segments.S.uplift", "2", "0 to 1");
        AssertFault(errors, "", "offers[3]", "7", "object");
        Assert.Equal(15, errors.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ \"offers\": {} }")]
    [InlineData("{ \"offers\": [")]
    [InlineData("{ \"offers\": [], \"offers\": [] }")]
    [InlineData("{ \"offers\": [ { \"id\": \"\\ud800\", \"name\": \"A\", \"kind\": \"content\" } ] }")]
    [InlineData("{ \"offers\": [ { \"\\ud800\": 1, \"id\": \"a\", \"name\": \"A\", \"kind\": \"content\" } ] }")]
    [InlineData("{ \"offers\": [ { \"id\": \"a\", \"name\": \"A\", \"kind\": \"content\", \"value\": 1e400 } ] }")]
    [InlineData("{ \"offers\": [ { \"id\": \"a\", \"name\": \"A\", \"kind\": \"content\", \"value\": \"1\" } ] }")]
    [InlineData("{ \"offers\": [ { \"id\": \"a\", \"name\": \"A\", \"kind\": \"content\", "
        + "\"validity\": { \"from\": \"24/12/2026\" } } ] }")]
    [InlineData("{ \"offers\": [ { \"id\": \"a\", \"name\": \"A\", \"kind\": \"content\", "
        + "\"validity\": { \"from\": \"2026-01-02\", \"to\": \"2026-01-01\" } } ] }")]
    public void Parse_HostileText_IsAClearError(string json) => Assert.NotEmpty(Errors(json));

    [Fact]
    public void Parse_DeepNesting_IsAClearError() =>
        Assert.Contains("16 levels", Assert.Single(Errors(new string('[', 100_000))).Problem, StringComparison.Ordinal);

    [Fact]
    public void Read_MoreThanSixteenMegabytes_StopsReading()
    {
        using EndlessStream endless = new();

        OfferCatalogueException fault = Assert.Throws<OfferCatalogueException>(() => OfferCatalogue.Read(endless));

        Assert.Contains("16777216", fault.Message, StringComparison.Ordinal);
        Assert.InRange(endless.BytesRead, OfferCatalogue.MaximumBytes, OfferCatalogue.MaximumBytes + (1 << 20));
    }

    [Fact]
    public void Parse_ByteOrderMarkCommentsAndTrailingCommas_AreTolerated()
    {
        string text = "\uFEFF// offers\n" + Valid.Replace("} ]", "}, ]", StringComparison.Ordinal);

        Assert.Single(OfferCatalogue.Parse(Encoding.UTF8.GetBytes(text)).Offers);
    }

    /// <summary>Any mutation of a catalogue's bytes ends in a catalogue or in a listed fault.</summary>
    [Fact]
    public void Parse_MutatedBytes_EndsInACatalogueOrAFault()
    {
        byte[] saved = Saved(Everything());
        Properties.Hold(cases: 2_000, property: Prop.ForAll(
            ArbMap.Default.ArbFor<(int Position, byte Value, int Length)>(),
            mutation =>
            {
                byte[] bytes = [.. saved];
                bytes[(int)((uint)mutation.Position % (uint)bytes.Length)] = mutation.Value;
                int length = mutation.Length % 3 == 0 ? (int)((uint)mutation.Length % (uint)bytes.Length) : bytes.Length;
                try
                {
                    return OfferCatalogue.Parse(bytes.AsMemory(0, length)).Offers.Count <= 1;
                }
                catch (OfferCatalogueException fault)
                {
                    return fault.Errors.Count > 0;
                }
            }));
    }

    [Fact]
    public void Constructor_IdTwice_NamesIt() =>
        Assert.Contains(
            "'a'",
            Assert.Throws<ArgumentException>(() => new OfferCatalogue([Given.Offer("a"), Given.Offer("a")])).Message,
            StringComparison.Ordinal);

    private static OfferCatalogue Everything() => new(
    [
        new()
        {
            Id = "all",
            Name = "Alles & <mehr>",
            Scheme = "S",
            Description = "d",
            Kind = OfferKind.Referral,
            Value = .2m,
            MarginFloor = -.05m,
            Cost = new()
            {
                Contact = .25m,
                Redemption = new() { PercentOfOrder = .1m, Fixed = 1, Points = 5, PointValue = .01m, Maximum = 9 },
            },
            Validity =
                new() { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddDays(9.5), Duration = TimeSpan.FromHours(36) },
            Eligibility = new()
            {
                Segments = ["S", "T"], Clusters = [0, 7], Categories = ["rings"], RecencyDays = new(1, 30), Frequency = new(2, null),
                Monetary = new(null, 500.5m), AverageOrder = new(10, 90),
            },
            Caps = new() { PerCustomer = 3, Total = 40 },
            Stacking = new() { Exclusive = false, Groups = ["g"] },
            Response = new()
            {
                Redemption = .3,
                Uplift = .05,
                Segments = new Dictionary<string, SegmentResponse> { ["S"] = new() { Redemption = .6, Uplift = .01 } },
            },
            RecommendedItems = 2,
        },
    ], "all", "EUR");

    private static byte[] Saved(OfferCatalogue catalogue)
    {
        using MemoryStream stream = new();
        catalogue.Save(stream);
        return stream.ToArray();
    }

    private static IReadOnlyList<OfferCatalogueError> Errors(string json) =>
        Assert.Throws<OfferCatalogueException>(() => OfferCatalogue.Parse(Encoding.UTF8.GetBytes(json))).Errors;

    private static void AssertFault(IReadOnlyList<OfferCatalogueError> errors, string offer, string path, string value, string problem)
    {
        OfferCatalogueError error = Assert.Single(errors, error => error.Path == path);
        Assert.Equal(offer, error.OfferId);
        Assert.Equal(value, error.Value);
        Assert.Contains(problem, error.Problem, StringComparison.Ordinal);
    }

    private sealed class EndlessStream : Stream
    {
        public long BytesRead { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            BytesRead += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
