using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Reads the parts of an offer that have many fields of their own, and the catalogue's rules.</summary>
internal static class TermsReader
{
    private static readonly Dictionary<string, DayOfWeek> Days =
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString().ToLowerInvariant(), StringComparer.Ordinal);

    public static CatalogueRules Rules(JsonFields fields)
    {
        CatalogueRules rules = new()
        {
            QuietHours = QuietHours(fields),
            Frequency = Frequency(fields, "frequency", "count", "hours", "scheme"),
            CoolDown = CoolDown(fields),
            DeferDays = fields.WholeOrNull("deferDays", 1, 3_650) ?? new CatalogueRules().DeferDays,
        };
        string zone = fields.Text("timeZone");
        if (zone.Length == 0) return rules;
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            fields.AddField("timeZone", "no time zone of that id is known here; write an IANA id such as \"Europe/Berlin\"");
        else
            rules = rules with { TimeZone = zone };
        return rules;
    }

    public static OfferTiming Timing(JsonFields fields) =>
        fields.Object("timing", "quietHours", "frequency", "coolDown") is not { } timing ? new() : new()
        {
            QuietHours = QuietHours(timing),
            Frequency = Frequency(timing, "frequency", "count", "hours"),
            CoolDown = CoolDown(timing),
        };

    public static IReadOnlyList<OfferVariant> Variants(JsonFields fields, OfferKind? kind)
    {
        List<OfferVariant> variants = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonFields one in fields.Objects("variants", CatalogueNames.Variant))
        {
            string id = one.Text("id", required: true);
            if (id.Length > 0 && !seen.Add(id)) one.AddField("id", "another variant has this id already; give each its own");
            decimal most = kind is OfferKind.Percent or OfferKind.Referral ? 1 : Limits.Money;
            variants.Add(new()
            {
                Id = string.IsNullOrWhiteSpace(id) ? "?" : id,
                Weight = one.WholeOrNull("weight", 1, 1_000_000) ?? 1,
                Name = one.Has("name") ? one.Text("name", required: true) : null,
                Description = one.Has("description") ? one.Text("description") : null,
                Value = one.NumberOrNull("value", 0, most),
                Cost = one.Has("cost") ? CatalogueReader.ReadCost(one.Object("cost", "contact", "redemption")) : null,
                Duration = Hours(one, "hours"),
                RecommendedItems = one.WholeOrNull("recommendedItems", 0, 100),
                Response = one.Has("response")
                    ? CatalogueReader.ReadResponse(one.Object("response", "redemption", "uplift", "segments"))
                    : null,
            });
        }

        return variants;
    }

    public static OfferGoal? Goal(JsonFields fields)
    {
        if (fields.Object("goal", CatalogueNames.Goal) is not { } goal) return null;
        GoalKind? kind = goal.OneOf("kind", CatalogueNames.Goals);
        decimal? target = goal.NumberOrNull("target", .0001m, Limits.Money);
        if (target is null && !goal.Has("target")) goal.Missing("target", "how much is to be reached, such as 3");
        if (target is { } whole && kind is GoalKind.Streak or GoalKind.Badge && whole != decimal.Truncate(whole))
            goal.AddField("target", "a streak or badge counts in whole numbers; write one");
        string counts = goal.Text("counts");
        return new()
        {
            Kind = kind ?? GoalKind.Badge,
            Target = target ?? 1,
            Within = Hours(goal, "hours"),
            Period = Hours(goal, "periodHours") ?? TimeSpan.FromDays(7),
            Counts = string.IsNullOrWhiteSpace(counts) ? EventType.Purchase : new EventType(counts),
            Category = goal.Text("category"),
            PointsPerUnit = goal.NumberOrNull("pointsPerUnit", .0001m, 10_000) ?? 1,
        };
    }

    public static OfferBundle? Bundle(JsonFields fields, OfferKind? kind)
    {
        if (!fields.Has("bundle"))
        {
            if (kind == OfferKind.Bundle) fields.Missing("bundle", "its items and price, such as { \"price\": 30, \"items\": [ … ] }");
            return null;
        }

        if (kind is not (null or OfferKind.Bundle)) fields.AddField("bundle", "only an offer of kind bundle has one; remove it");
        if (fields.Object("bundle", "price", "items") is not { } bundle) return null;
        if (!bundle.Has("price")) bundle.Missing("price", "the price of all together");
        List<BundleItem> items = [];
        foreach (JsonFields one in bundle.Objects("items", "item", "price", "quantity"))
        {
            string item = one.Text("item", required: true);
            if (!one.Has("price")) one.Missing("price", "what the item costs alone");
            items.Add(new()
            {
                Item = new(string.IsNullOrWhiteSpace(item) ? "?" : item),
                Price = one.Number("price", 0, Limits.Money),
                Quantity = one.WholeOrNull("quantity", 1, 1_000) ?? 1,
            });
        }

        decimal price = bundle.Number("price", 0, Limits.Money);
        if (items.Count < 2)
        {
            bundle.Add(bundle.Child("items"), $"a list of {items.Count}", "a bundle has at least two items");
            return null;
        }

        OfferBundle made = new() { Items = items, Price = price };
        if (price > made.SumOfPrices)
            bundle.AddField("price", $"the items cost {Words.Number(made.SumOfPrices)} one by one; a bundle costs no more");
        return made;
    }

    private static List<QuietHours> QuietHours(JsonFields fields)
    {
        List<QuietHours> quiet = [];
        foreach (JsonFields one in fields.Objects("quietHours", "from", "to", "days"))
        {
            List<DayOfWeek> days = [];
            IReadOnlyList<string> names = one.Texts("days");
            for (int i = 0; i < names.Count; i++)
            {
                if (Days.TryGetValue(names[i].ToLowerInvariant(), out DayOfWeek day)) days.Add(day);
                else one.Add($"{one.Child("days")}[{i}]", $"\"{names[i]}\"", "write a day of the week such as \"sunday\"");
            }

            TimeOnly? from = one.TimeOfDay("from");
            TimeOnly? to = one.TimeOfDay("to");
            if (from is { } start && to is { } end) quiet.Add(new() { From = start, To = end, Days = days });
        }

        return quiet;
    }

    private static List<FrequencyCap> Frequency(JsonFields fields, string name, params string[] allowed)
    {
        List<FrequencyCap> caps = [];
        foreach (JsonFields one in fields.Objects(name, allowed))
        {
            int? count = one.WholeOrNull("count", 1, int.MaxValue);
            TimeSpan? window = Hours(one, "hours");
            if (!one.Has("count")) one.Missing("count", "how many at most, at least 1");
            if (!one.Has("hours")) one.Missing("hours", "within how many hours, such as 168");
            if (count is { } most && window is { } time)
                caps.Add(new() { Count = most, Window = time, Scheme = allowed.Contains("scheme") ? one.Text("scheme") : "" });
        }

        return caps;
    }

    private static CoolDown CoolDown(JsonFields fields) =>
        fields.Object("coolDown", "afterOfferHours", "afterRedemptionHours") is not { } pause ? new() : new()
        {
            AfterOffer = Hours(pause, "afterOfferHours"),
            AfterRedemption = Hours(pause, "afterRedemptionHours"),
        };

    private static TimeSpan? Hours(JsonFields fields, string name) =>
        fields.NumberOrNull(name, .01m, 1_000_000) is { } hours ? TimeSpan.FromHours((double)hours) : null;
}
