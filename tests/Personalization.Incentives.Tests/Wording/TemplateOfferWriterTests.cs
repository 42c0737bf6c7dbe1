using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class TemplateOfferWriterTests
{
    private static readonly TemplateOfferWriter Writer = new();

    public static TheoryData<string, OfferKind, OfferChannel> Everything
    {
        get
        {
            TheoryData<string, OfferKind, OfferChannel> all = [];
            foreach (string language in OfferLocale.Languages)
            {
                foreach (OfferKind kind in Enum.GetValues<OfferKind>())
                    foreach (OfferChannel channel in Enum.GetValues<OfferChannel>())
                        all.Add(language, kind, channel);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Write_WhateverKindLanguageAndChannel_FitsEvenWithTheLongestValues(string language, OfferKind kind, OfferChannel channel)
    {
        OfferBrief brief = Told.Brief(language, channel, new string('W', 32), new string('N', 40)) with
        {
            Shop = new string('S', 40),
            ProductNames = new Dictionary<ItemId, string> { [Told.Garden] = new('a', 80), [Told.Nightfall] = new('b', 80) },
        };
        WordedOffer offer = Told.Offer(kind) with { Expires = new DateTime(2026, 9, 30, 13, 30, 0, DateTimeKind.Unspecified) };

        OfferText text = Writer.Write(offer, brief);

        Assert.True(ChannelLengths.Of(channel).Fit(text.Subject, text.Body, text.CallToAction));
        Assert.Contains(brief.Code!, text.Body, StringComparison.Ordinal);
        Assert.Contains("13:30", text.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('{', text.Subject + text.Body + text.CallToAction);
        Assert.DoesNotContain('[', text.Subject + text.Body + text.CallToAction);
        Assert.Equal((language, channel, OfferTextSource.Template), (text.Language, text.Channel, text.Source));
        Assert.Empty(text.Refusals);
    }

    [Theory]
    [InlineData("en", 1, "Your next order brings you 1 point.")]
    [InlineData("en", 200, "Your next order brings you 200 points.")]
    [InlineData("pl", 1, "Za następne zamówienie dostaniesz 1 punkt.")]
    [InlineData("pl", 23, "Za następne zamówienie dostaniesz 23 punkty.")]
    [InlineData("pl", 112, "Za następne zamówienie dostaniesz 112 punktów.")]
    public void Write_Points_TakesTheFormOfTheNumber(string language, int points, string expected)
    {
        WordedOffer offer = Told.Offer(OfferKind.LoyaltyPoints);
        offer = offer with { Terms = offer.Terms with { Value = points }, Expires = null };

        Assert.Equal(expected, Writer.Write(offer, Told.Brief(language, OfferChannel.Store)).Body);
    }

    [Fact]
    public void Write_AnEmail_HasAllThatTheBriefGives() => Assert.Equal(
        "Hello Marta,\n\nWe take 10% off your next order. Your code: SPRING7. Valid until 31 March 2026.\n\nFern & Paper",
        Writer.Write(Told.Offer(OfferKind.Percent), Told.Brief("en", code: "SPRING7", name: "Marta")).Body);

    [Fact]
    public void Write_WithoutNameCodeOrEnd_LeavesTheSentencesOut() => Assert.Equal(
        "We take 10% off your next order.\n\nFern & Paper",
        Writer.Write(Told.Offer(OfferKind.Percent) with { Expires = null }, Told.Brief("en")).Body);

    [Fact]
    public void Write_ATextMessage_HasNoNoBreakSpaces() => Assert.Equal(
        "Fern & Paper: Auf Ihre nächste Bestellung geben wir 10 % Rabatt. Gültig bis 31. März 2026.",
        Writer.Write(Told.Offer(OfferKind.Percent), Told.Brief("de", OfferChannel.Sms)).Body);

    [Fact]
    public async Task WriteAsync_GivenTemplate_ComesBeforeTheBuiltInAndTheOneForAllChannels()
    {
        TemplateOfferWriter writer = new(new()
        {
            Templates =
            [
                new() { Name = "all", Kind = OfferKind.Percent, Language = "en", Body = "all" },
                new() { Name = "sms", Kind = OfferKind.Percent, Language = "en", Channel = OfferChannel.Sms,
                    Body = @"\{{discount}\}[ {code}]" },
            ],
        });
        CancellationToken cancel = TestContext.Current.CancellationToken;
        WordedOffer offer = Told.Offer(OfferKind.Percent);

        Assert.Equal("{10%}", (await writer.WriteAsync(offer, Told.Brief("en", OfferChannel.Sms), cancel)).Body);
        Assert.Equal("{10%} X", (await writer.WriteAsync(offer, Told.Brief("en", OfferChannel.Sms, "X"), cancel)).Body);
        Assert.Equal("all", (await writer.WriteAsync(offer, Told.Brief("en"), cancel)).Body);
        Assert.Equal(OfferTextSource.Template, (await writer.WriteAsync(offer, Told.Brief("de"), cancel)).Source);
    }

    [Fact]
    public void Write_GivenTemplateThatIsTooLong_FallsBackAndSaysSo()
    {
        TemplateOfferWriter writer = new(new()
        {
            Templates = [new() { Name = "long", Kind = OfferKind.Percent, Language = "en", Body = new string('x', 200) }],
        });

        OfferText text = writer.Write(Told.Offer(OfferKind.Percent), Told.Brief("en", OfferChannel.Sms));

        Assert.StartsWith("Fern & Paper: We take 10%", text.Body, StringComparison.Ordinal);
        Assert.Contains("'long'", Assert.Single(text.Refusals).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OfferKind.Gift, "You save {discount}", "'t', body", "have no {discount}")]
    [InlineData(OfferKind.Percent, "Until {until}", "'t', body", "write it in square brackets")]
    [InlineData(OfferKind.Percent, "{customer}", "'t', body", "have no {customer}")]
    [InlineData(OfferKind.Percent, "Save {discount", "character 6", "must be {discount}")]
    [InlineData(OfferKind.Percent, "Save } now", "character 6", "closes nothing")]
    [InlineData(OfferKind.Percent, "[always] x", "character 1", "without a value")]
    [InlineData(OfferKind.Percent, "[{code}", "character 1", "isn't closed")]
    [InlineData(OfferKind.LoyaltyPoints, "{points, plural, one {# point}}", "character 1", "add other")]
    [InlineData(OfferKind.LoyaltyPoints, "{points, plural, two {x} other {y}}", "character 18", "use one, few, many, other")]
    [InlineData(OfferKind.LoyaltyPoints, "{offer, plural, other {y}}", "body", "no number")]
    [InlineData(OfferKind.LoyaltyPoints, "{points, plural, other {y} other {z}}", "character 28", "twice")]
    public void Constructor_TemplateThatCantBeFilled_SaysWhereAndWhatToWrite(OfferKind kind, string body, string place, string fix)
    {
        string message = Assert.Throws<ArgumentException>(() => new TemplateOfferWriter(new()
        {
            Templates = [new() { Name = "t", Kind = kind, Language = "en", Body = body }],
        })).Message;

        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.Contains(fix, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_ValuesWithMarkup_StayText()
    {
        OfferBrief brief = Told.Brief("en", name: "<b>Eve</b>\r\nBcc: all") with { Shop = "A & B" };

        OfferText html = Writer.Write(Told.Offer(OfferKind.Percent), brief).ToHtml();

        Assert.StartsWith("Hello &lt;b&gt;Eve&lt;/b&gt; Bcc: all,<br><br>", html.Body, StringComparison.Ordinal);
        Assert.EndsWith("A &amp; B", html.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void From_ADecisionOfAPlan_HasTermsEndAndItemsAndNothingOfTheCustomer()
    {
        Offer offer = Given.Offer("ten") with { Validity = new() { Duration = TimeSpan.FromDays(2) }, RecommendedItems = 1 };
        CustomerProfile customer = Given.Customer("c-17").Knowing(new CategoryListColumn(ColumnNames.RecommendedItems, [["9782", "9781"]]));
        OfferPlan plan = Given.Plan([customer], [offer], 1_000);
        OfferDecision decision = plan.Decisions.Single();

        WordedOffer one = WordedOffer.From(decision);
        WordedOffer other = WordedOffer.From(decision.ToDecision(), new OfferCatalogue([offer]));

        Assert.Equal((Given.Now.DateTime.AddDays(2), Told.Nightfall), (one.Expires, Assert.Single(one.Items)));
        Assert.Equal((one.Expires, one.Terms.Id), (other.Expires, other.Terms.Id));
        Assert.Equal(new TimeOnly(12, 0), one.LastTime);
    }

    [Fact]
    public void From_ADecisionToOfferNothing_SaysSo()
    {
        OfferDecision decision = Given.Plan([Given.Customer("c")], [Given.Offer("bad", uplift: 0)], 1_000).Decisions.Single();

        Assert.Throws<ArgumentException>(() => WordedOffer.From(decision));
    }
}
