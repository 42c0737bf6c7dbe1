namespace Personalization.Insights;

/// <summary>What was read and what was set aside, rule by rule.</summary>
internal static class DataQualitySection
{
    public static Section Build(CleaningFacts facts)
    {
        long repaired = facts.Rules.Sum(rule => rule.Repaired);
        string lede = $"Of {ReportText.Counted(facts.RowsRead, "row", "rows")} read, {ReportText.Count(facts.RowsKept)} "
            + $"({(facts.RowsRead > 0 ? ValueFormat.Percent.Long((double)facts.RowsKept / facts.RowsRead, 1) : "n/a")}) were kept. Nothing was changed or set aside without being counted here"
            + (repaired > 0 ? $"; {ReportText.Counted(repaired, "value was", "values were")} repaired." : ".");

        List<Block> blocks = [];
        Bar[] bars = [.. facts.Rules.Where(rule => rule.Dropped > 0).OrderByDescending(rule => rule.Dropped).Select(rule => new Bar(rule.Name, rule.Dropped))];
        if (bars.Length > 0)
        {
            blocks.Add(new Figures(
                [new BarChart { Title = "Rows set aside, by rule", Bars = bars, Value = new Axis("Rows"), Width = 400, Color = 1 }], 1,
                "A row is counted once, under the first rule that it breaks."));
        }

        blocks.Add(new DataTable(
            "Cleaning rules",
            [new("Rule"), new("What it does", ColumnKind.Prose), new("Dropped", ColumnKind.Number), new("Repaired", ColumnKind.Number),
                new("Reported only", ColumnKind.Number), new("Examples", ColumnKind.Detail)],
            [.. facts.Rules.Select(rule => (IReadOnlyList<string>)
            [
                rule.Name, rule.Explanation, Count(rule.Dropped), Count(rule.Repaired), Count(rule.Reported),
                string.Join("; ", rule.Examples.Take(3)),
            ])]));
        return new Section("data-quality", "What was read", lede, blocks);
    }

    private static string Count(long count) => count > 0 ? ReportText.Count(count) : "";
}
