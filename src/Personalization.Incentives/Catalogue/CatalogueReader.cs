using System.Text.Json;

namespace Personalization.Incentives;

/// <summary>Builds an <see cref="OfferCatalogue"/> from JSON, or throws with every fault.</summary>
internal static class CatalogueReader
{
    private const int MaximumDepth = 16;
    private static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = MaximumDepth,
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static OfferCatalogue Read(ReadOnlyMemory<byte> json)
    {
        if (json.Length > OfferCatalogue.MaximumBytes)
            throw Fault($"{json.Length} bytes", $"is larger than {OfferCatalogue.MaximumBytes} bytes; split it");
        if (json.Span.StartsWith("\uFEFF"u8)) json = json[3..];
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Options);
            return ReadCatalogue(document.RootElement);
        }
        catch (JsonException fault)
        {
            throw Fault("", $"isn't valid JSON (at most {MaximumDepth} levels deep): {fault.Message}", fault);
        }
        catch (InvalidOperationException fault)
        {
            // System.Text.Json looks at the letters of a text only when it is asked for.
            throw Fault("", $"holds a text that isn't valid UTF-8 or half of a surrogate pair; write it anew: {fault.Message}", fault);
        }
    }

    private static OfferCatalogue ReadCatalogue(JsonElement root)
    {
        List<OfferCatalogueError> errors = [];
        JsonFields fields = new(root, "", "", errors, CatalogueNames.Catalogue);
        string name = fields.Text("name");
        string currency = fields.Text("currency");
        if (fields.WholeOrNull("version", int.MinValue, int.MaxValue) is { } version && version != 1)
            fields.AddField("version", "this library reads version 1");
        CatalogueRules rules = TermsReader.Rules(fields);
        List<Offer> offers = [];
        if (root.ValueKind == JsonValueKind.Object && fields.Array("offers", "a list of offers") is { } list)
        {
            if (list.GetArrayLength() > Limits.Offers)
                fields.Add("offers", $"a list of {list.GetArrayLength()}", $"a catalogue holds at most {Limits.Offers} offers");
            else
                offers = ReadOffers(list, errors);
        }

        if (errors.Count > 0) throw new OfferCatalogueException(errors);
        OfferCatalogue catalogue = new(offers, name, currency, rules);
        Dictionary<string, int> order = offers.Select((offer, row) => (offer.Id, row)).ToDictionary(StringComparer.Ordinal);
        foreach (CatalogueFinding finding in catalogue.Check())
        {
            if (finding.Severity != FindingSeverity.Error) continue;
            string path = finding.OfferId.Length == 0 ? finding.Field : $"offers[{order[finding.OfferId]}].{finding.Field}";
            errors.Add(new(finding.OfferId, path, "", finding.Problem));
        }

        return errors.Count == 0 ? catalogue : throw new OfferCatalogueException(errors);
    }

    private static List<Offer> ReadOffers(JsonElement list, List<OfferCatalogueError> errors)
    {
        List<Offer> offers = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        int index = 0;
        foreach (JsonElement element in list.EnumerateArray())
        {
            string path = $"offers[{index}]";
            string id = IdOf(element);
            JsonFields fields = new(element, path, id, errors, CatalogueNames.Offer);
            if (element.ValueKind == JsonValueKind.Object)
            {
                if (id.Length > 0 && !seen.TryAdd(id, index))
                    fields.AddField("id", $"offers[{seen[id]}] has this id already; give each offer its own");
                if (ReadOffer(fields, id, errors) is { } offer) offers.Add(offer);
            }

            index++;
        }

        return offers;
    }

    private static string IdOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("id", out JsonElement id)
            || id.ValueKind != JsonValueKind.String) return "";
        return new JsonFields(element, "", "", []).Text("id");
    }

    /// <summary>The offer, or null once anything of it is at fault: its records would refuse the values.</summary>
    private static Offer? ReadOffer(JsonFields fields, string id, List<OfferCatalogueError> errors)
    {
        int before = errors.Count;
        fields.Text("id", required: true);
        string name = fields.Text("name", required: true);
        OfferKind? kind = fields.OneOf("kind", CatalogueNames.Kinds);
        decimal value = fields.Number("value", 0, kind is OfferKind.Percent or OfferKind.Referral ? 1 : Limits.Money);
        OfferCost cost = ReadCost(fields.Object("cost", "contact", "redemption"));
        if (kind is OfferKind.FreeShipping or OfferKind.Gift or OfferKind.LoyaltyPoints && cost.Redemption is null)
            fields.Missing("cost.redemption", "what a redemption of this kind costs, such as { \"fixed\": 3.5 }");
        Offer Build() => new()
        {
            Id = id,
            Name = name,
            Kind = kind!.Value,
            Value = value,
            Cost = cost,
            Scheme = fields.Text("scheme"),
            Description = fields.Text("description"),
            MarginFloor = fields.Number("marginFloor", -1, 1),
            RecommendedItems = fields.WholeOrNull("recommendedItems", 0, 100) ?? 0,
            Validity = ReadValidity(fields.Object("validity", "from", "to", "hours", "local")),
            Eligibility = ReadEligibility(fields.Object("eligibility", CatalogueNames.Eligibility)),
            Caps = ReadCaps(fields.Object("caps", "perCustomer", "total")),
            Stacking = ReadStacking(fields.Object("stacking", "exclusive", "groups", "excludes", "requires")),
            Response = ReadResponse(fields.Object("response", "redemption", "uplift", "segments")),
            Priority = fields.WholeOrNull("priority", 0, 1_000) ?? 0,
            Timing = TermsReader.Timing(fields),
            Variants = TermsReader.Variants(fields, kind),
            VariantSeed = (ulong)fields.Number("variantSeed", 0, long.MaxValue),
            CodePool = fields.Text("codePool"),
            Goal = TermsReader.Goal(fields),
            Bundle = TermsReader.Bundle(fields, kind),
        };
        // What has no name or kind still has its other fields checked, under stand-ins that never leave here.
        if (errors.Count > before) (id, name, kind) = ("?", "?", kind ?? OfferKind.Content);
        Offer offer = Build();
        return errors.Count == before ? offer : null;
    }

    internal static OfferCost ReadCost(JsonFields? fields)
    {
        if (fields is null) return new();
        JsonFields? redemption = fields.Object("redemption", CatalogueNames.Redemption);
        return new()
        {
            Contact = fields.Number("contact", 0, Limits.Money),
            Redemption = redemption is null ? null : new()
            {
                PercentOfOrder = redemption.Number("percentOfOrder", 0, 1),
                Fixed = redemption.Number("fixed", 0, Limits.Money),
                Points = redemption.Number("points", 0, Limits.Money),
                PointValue = redemption.Number("pointValue", 0, 100),
                Maximum = redemption.NumberOrNull("maximum", 0, Limits.Money),
            },
        };
    }

    private static OfferValidity ReadValidity(JsonFields? fields)
    {
        if (fields is null) return new();
        DateTimeOffset? from = fields.Time("from");
        DateTimeOffset? to = fields.Time("to");
        if (to <= from) fields.AddField("to", $"it must be after 'from', which is {Words.Date(from.Value)}");
        decimal? hours = fields.NumberOrNull("hours", .01m, 1_000_000);
        bool isLocal = fields.Flag("local", fallback: false);
        return new() { From = from, To = to, IsLocal = isLocal, Duration = hours is { } count ? TimeSpan.FromHours((double)count) : null };
    }

    private static EligibilityRule ReadEligibility(JsonFields? fields) => fields is null ? new() : new()
    {
        Segments = fields.Texts("segments"),
        Clusters = fields.Wholes("clusters"),
        Categories = fields.Texts("categories"),
        RecencyDays = ReadRange(fields, "recencyDays"),
        Frequency = ReadRange(fields, "frequency"),
        Monetary = ReadRange(fields, "monetary"),
        AverageOrder = ReadRange(fields, "averageOrder"),
    };

    private static ValueRange ReadRange(JsonFields parent, string name)
    {
        if (parent.Object(name, "min", "max") is not { } fields) return ValueRange.Any;
        decimal? min = fields.NumberOrNull("min", 0, 1_000_000_000_000);
        decimal? max = fields.NumberOrNull("max", 0, 1_000_000_000_000);
        if (!(max < min)) return new(min, max);
        fields.AddField("max", $"it is below 'min', which is {Words.Number(min.Value)}; swap them");
        return ValueRange.Any;
    }

    private static OfferCaps ReadCaps(JsonFields? fields) => fields is null ? new() : new()
    {
        PerCustomer = fields.WholeOrNull("perCustomer", 1, int.MaxValue) ?? 1,
        Total = fields.WholeOrNull("total", 0, int.MaxValue),
    };

    private static StackingRule ReadStacking(JsonFields? fields) => fields is null ? new() : new()
    {
        Exclusive = fields.Flag("exclusive", fallback: true),
        Groups = fields.Texts("groups"),
        Excludes = fields.Texts("excludes"),
        Requires = fields.Texts("requires"),
    };

    internal static OfferResponse ReadResponse(JsonFields? fields)
    {
        if (fields is null) return new();
        Dictionary<string, SegmentResponse> segments = new(StringComparer.Ordinal);
        if (fields.Object("segments") is { } named)
        {
            foreach (string segment in named.Names)
            {
                if (named.Object(segment, "redemption", "uplift") is { } own)
                    segments[segment] = new() { Redemption = Probability(own, "redemption"), Uplift = Probability(own, "uplift") };
            }
        }

        return new() { Redemption = Probability(fields, "redemption"), Uplift = Probability(fields, "uplift"), Segments = segments };
    }

    private static double Probability(JsonFields fields, string name) => (double)fields.Number(name, 0, 1);

    private static OfferCatalogueException Fault(string value, string problem, Exception? inner = null) =>
        new([new("", "", value, problem)], inner);
}
