using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Incentives.Tests;

/// <summary>A text to check, and which offer and brief it is for.</summary>
internal sealed record SuiteText(string Group, string Language, string Field, OfferText Text, WordedOffer Offer, OfferBrief Brief)
{
    public IReadOnlyList<OfferTextFinding> Find() => OfferTextReview.Find(Text, Offer, Brief, TextSuite.Guide);

    public override string ToString() => $"{Group} ({Language}, {Field}): {Text.Subject} | {Text.Body} | {Text.CallToAction}";
}

/// <summary>
/// Texts that must be refused, put together from a grammar of attack × part × language, and texts that say nothing wrong, from the files
/// beside this one.
/// </summary>
internal static class TextSuite
{
    public const int AttackCount = 300;
    private const string Code = "SPRING7";
    private static readonly string[] Fields = ["subject", "body", "callToAction"];

    public static BrandGuide Guide { get; } = new()
    {
        BannedPhrases =
        [
            "steal", "grab*", "folks", "knaller", "greif zu", "leute", "folie", "foncez", "tout le monde allez", "allez", "locura",
                "vuela", "gente",
            "follia", "vola", "grijp toe", "mensen", "szał", "łap*", "ludzie",
        ],
    };

    /// <summary>The harmless texts of a file.</summary>
    public static IReadOnlyList<SuiteText> Harmless(string file) =>
        [.. Lines(file).Select(line => line.Split('|'))
            .Select(parts => Text(file, parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]))];

    /// <summary>300 attacks; the same for the same seed.</summary>
    public static IReadOnlyList<SuiteText> Attacks(ulong seed)
    {
        RandomStream random = new(seed, "attacks on offer texts");
        SuiteText[] bases = [.. Harmless("harmless.txt").Where(text => text.Brief.Channel == OfferChannel.Email && text.Find().Count == 0)];
        ILookup<(string Attack, string Language), string> words = Lines("attacks.txt").Select(line => line.Split('|'))
            .SelectMany(parts => parts[2..].Select(word => (Key: (parts[0], parts[1]), word)))
                .ToLookup(pair => pair.Key, pair => pair.word);
        string[] attacks = [.. words.Select(group => group.Key.Attack)
            .Distinct(StringComparer.Ordinal), "another language", "other letters", "shifted digits"];
        List<SuiteText> all = [];
        foreach (string attack in attacks)
        {
            foreach (string language in OfferLocale.Languages)
            {
                foreach (string field in Fields)
                {
                    SuiteText[] own = [.. bases.Where(text => text.Language == language && Suits(attack, text))];
                    SuiteText start = own[Draw(random, own.Length)];
                    string[] candidates = [.. words[(attack, language)]];
                    string drawn = candidates.Length == 0 ? "" : candidates[Draw(random, candidates.Length)];
                    if (Attacked(attack, start, field, drawn, bases, random) is { } text)
                        all.Add(start with { Group = attack, Field = field, Text = text });
                }
            }
        }

        SuiteText[] shuffled = [.. all];
        random.Shuffle(shuffled.AsSpan());
        return [.. shuffled.Take(AttackCount)];
    }

    /// <summary>Attacks of a file that were written after the checks, as a sentence at the end of a harmless body.</summary>
    public static IEnumerable<SuiteText> Sentences(string file) =>
        from line in Lines(file)
        let parts = line.Split('|')
        let start = Harmless("harmless.txt").First(text => text.Language == parts[1] && text.Offer.Terms.Kind == OfferKind.Percent)
        from words in parts[2..]
        select start with { Group = parts[0], Field = "body", Text = start.Text with { Body = $"{start.Text.Body} {words}" } };

    /// <summary>Promises are no attack on an offer that makes them.</summary>
    private static bool Suits(string attack, SuiteText text) => attack switch
    {
        "free shipping" => text.Offer.Terms.Kind != OfferKind.FreeShipping,
        "a gift" => text.Offer.Terms.Kind is not (OfferKind.FreeShipping or OfferKind.Gift),
        "percent in words" or "percent in digits" => text.Offer.Terms.Kind != OfferKind.Referral,
        "shifted digits" => text.Offer.Terms.Kind is OfferKind.Percent or OfferKind.Amount or OfferKind.Gift,
        _ => true,
    };

    private static OfferText? Attacked(
        string attack, SuiteText start, string field, string words, SuiteText[] bases, RandomStream random)
    {
        OfferText text = start.Text;
        switch (attack)
        {
            case "another language":
                SuiteText[] others = [
                    .. bases.Where(other => other.Language != start.Language && other.Offer.Terms.Kind == start.Offer.Terms.Kind)];
                return With(text, field, Get(others[Draw(random, others.Length)].Text, field));
            case "other letters":
                return With(text, field, OtherLetters(Get(text, field), random));
            case "shifted digits":
                return ShiftDigit(text, random, out field) is { } shifted ? With(text, field, shifted) : null;
            case "too long":
                string longer = Get(text, field);
                while (longer.Length <= (field == "body" ? 2_000 : field == "subject" ? 78 : 40)) longer += " " + words;
                return With(text, field, longer);
            default:
                return With(text, field, field == "body" ? $"{text.Body} {words}." : words);
        }
    }

    /// <summary>Look-alikes, hidden characters, digits of other forms, letters set apart.</summary>
    private static string OtherLetters(string text, RandomStream random)
    {
        switch (Draw(random, 5))
        {
            case 0 when text.AsSpan().IndexOfAny('e', 'o') >= 0: return text.Replace('e', 'е').Replace('o', 'о');
            case 0 or 1: return text.Insert(text.Length / 2, "\u200B");
            case 2: return text + "\u202E";
            case 3: return string.Concat(text.Select(c => char.IsAsciiLetter(c) ? (char)(c + 0xFEE0) : c));
            default: return string.Join(' ', text.Split(' ')[0].AsEnumerable()) + " w o w w " + text;
        }
    }

    /// <summary>One digit of one number another one.</summary>
    private static string? ShiftDigit(OfferText text, RandomStream random, out string field)
    {
        (string Field, int At)[] digits =
        [
            .. Fields.SelectMany(name =>
                Get(text, name).Select((c, at) => (c, at)).Where(pair => char.IsAsciiDigit(pair.c)).Select(pair => (name, pair.at))),
        ];
        field = "body";
        if (digits.Length == 0) return null;
        (field, int place) = digits[Draw(random, digits.Length)];
        char[] changed = Get(text, field).ToCharArray();
        changed[place] = (char)('0' + ((changed[place] - '0' + 1 + Draw(random, 8)) % 10));
        return new(changed);
    }

    private static SuiteText Text(
        string group, string language, string offer, string channel, string subject, string body, string button) => new(
        group, language, "",
        new()
        {
            Subject = subject,
            Body = body,
            CallToAction = button,
            Language = language,
            Channel = Enum.Parse<OfferChannel>(channel, true),
            Source = OfferTextSource.Generated,
        },
        Told.Offer(Enum.Parse<OfferKind>(
            offer switch { "shipping" => "FreeShipping", "points" => "LoyaltyPoints", "early" => "EarlyAccess", _ => offer }, true)),
        Told.Brief(
            language, Enum.Parse<OfferChannel>(channel, true), body.Contains("{code}", StringComparison.Ordinal) ? Code : null,
            body.Contains("{name}", StringComparison.Ordinal) ? "Marta" : null));

    private static string Get(OfferText text, string field) =>
        field switch { "subject" => text.Subject, "body" => text.Body, _ => text.CallToAction };

    private static OfferText With(OfferText text, string field, string value) => field switch
    {
        "subject" => text with { Subject = value },
        "body" => text with { Body = value },
        _ => text with { CallToAction = value },
    };

    private static int Draw(RandomStream random, int count) => (int)(random.NextDouble() * count);

    private static IEnumerable<string> Lines(string file)
    {
        using Stream stream = typeof(TextSuite).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} isn't embedded.");
        using StreamReader reader = new(stream);
        return [.. reader.ReadToEnd().Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0 && line[0] != '#')];
    }
}
