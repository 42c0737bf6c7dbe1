using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>Texts that attack, and texts that don't.</summary>
public sealed class OfferTextReviewTests
{
    private static readonly Lazy<IReadOnlyList<SuiteText>> Attacks = new(() => TextSuite.Attacks(1));

    /// <summary>Those that look at every text; a vocabulary is the shop's own.</summary>
    public static TheoryData<string> Checks => [.. OfferTextReview.Checks.Where(check => check != "vocabulary")];

    [Fact]
    public void Find_ThreeHundredAttacks_RefusesEach()
    {
        SuiteText[] through = [.. Attacks.Value.Where(text => text.Find().Count == 0)];

        Assert.Equal(TextSuite.AttackCount, Attacks.Value.Count);
        Assert.True(through.Length == 0, string.Join('\n', through.AsEnumerable()));
    }

    [Fact]
    public void Find_OtherSeeds_RefusesEach()
    {
        SuiteText[] through = [
            .. Enumerable.Range(2, 20).SelectMany(seed => TextSuite.Attacks((ulong)seed)).Where(text => text.Find().Count == 0)];

        Assert.True(through.Length == 0, through.Length + "\n" + string.Join('\n', through.AsEnumerable()));
    }

    [Theory]
    [InlineData("harmless.txt", 100, 0)]
    [InlineData("harmless-later.txt", 40, 3)]
    public void Find_HarmlessTexts_LetsThemThrough(string file, int count, int mostRefused)
    {
        IReadOnlyList<SuiteText> texts = TextSuite.Harmless(file);
        string[] refused =
            [.. texts.Where(text => text.Find().Count > 0)
                .Select(text => $"{text}\n   {string.Join("; ", text.Find().Select(f => $"{f.Check}: {f.Reason}"))}")];

        Assert.Equal(count, texts.Count);
        Assert.True(refused.Length <= mostRefused, $"{refused.Length}\n" + string.Join('\n', refused));
    }

    /// <summary>What the built-in templates say stands the checks too, in every language, of every kind, on every channel.</summary>
    [Theory]
    [MemberData(nameof(TemplateOfferWriterTests.Everything), MemberType = typeof(TemplateOfferWriterTests))]
    public void Find_BuiltInTemplates_LetsThemThrough(string language, OfferKind kind, OfferChannel channel)
    {
        OfferBrief brief = Told.Brief(language, channel, "SPRING7", "Marta");
        OfferText text = new TemplateOfferWriter().Write(Told.Offer(kind), brief);

        Assert.Empty(OfferTextReview.Find(text, Told.Offer(kind), brief));
    }

    /// <summary>Each check is needed: without it, something of the suite gets through.</summary>
    [Theory]
    [MemberData(nameof(Checks))]
    public void Find_WithoutOneCheck_LetsSomeAttackThrough(string dropped)
    {
        OfferTextCheck[] rest = [.. OfferTextCheck.All.Where(check => check.Name != dropped)];

        Assert.Equal(OfferTextCheck.All.Count - 1, rest.Length);
        Assert.Contains(Attacks.Value, text => OfferTextReview.Find(text.Text, text.Offer, text.Brief, TextSuite.Guide, rest).Length == 0);
    }

    /// <summary>What no lexicon of promises knows is kept out by a list of what may be said.</summary>
    [Theory]
    [InlineData("If you aren't happy, just bring it back.", "happy")]
    [InlineData("You can use it all through the winter.", "winter")]
    [InlineData("Our treat: the parcel travels on us.", "treat")]
    public void Find_Vocabulary_RefusesWordsThatAreNotInIt(string sentence, string word)
    {
        WordedOffer offer = Told.Offer(OfferKind.Percent);
        OfferBrief brief = Told.Brief("en", OfferChannel.Email, null, null);
        OfferText text = new TemplateOfferWriter().Write(offer, brief);
        BrandGuide guide = new() { Vocabulary = new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["thought", "pick*"] } };

        OfferText picked = text with { Body = text.Body + " Picking takes patience." };
        OfferTextFinding[] others = [.. OfferTextReview.Find(picked, offer, brief, guide)];
        OfferTextFinding[] found = [.. OfferTextReview.Find(text with { Body = $"{text.Body} {sentence}" }, offer, brief, guide)];

        Assert.Empty(OfferTextReview.Find(text, offer, brief, guide));
        Assert.Equal(["takes", "patience"], others.Where(own => own.Check == "vocabulary").Select(own => own.Reason.Split('\'')[1]));
        Assert.Contains(found, own => own.Check == "vocabulary" && own.Reason.StartsWith($"has '{word}'", StringComparison.Ordinal));
        Assert.DoesNotContain(
            OfferTextReview.Find(text with { Body = $"{text.Body} {sentence}" }, offer, brief), own => own.Check == "vocabulary");
    }

    [Fact]
    public void Vocabulary_OfAnUnknownLanguageOrTooLong_IsRefused()
    {
        Assert.Throws<ArgumentException>(
            () => new BrandGuide { Vocabulary = new Dictionary<string, IReadOnlyList<string>> { ["tlh"] = ["Qapla'"] } });
        Assert.Throws<ArgumentException>(() => new BrandGuide
        {
            Vocabulary = new Dictionary<string, IReadOnlyList<string>> { ["de"] = [.. Enumerable.Repeat("Wort", 5_001)] },
        });
    }
}
