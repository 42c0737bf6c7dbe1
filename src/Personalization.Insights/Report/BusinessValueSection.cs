using Personalization.Incentives;

namespace Personalization.Insights;

/// <summary>The business value model, each figure as published and corrected.</summary>
internal static class BusinessValueSection
{
    public static Section Build(BusinessValueReport report, ValueFormat money)
    {
        bool published = report.Plan.Published is not null;
        string lede = "What incentives could bring, worked out from the averages of whole segments: "
            + "a model to plan with, where offers are decided customer by customer.";
        return new Section(
            "business-value", "Business value",
            published ? "The same model computed twice: with the arithmetic as it was published, and with its faults corrected." : lede,
            [new DataTable(
                published ? "Business value, as published and corrected" : "Business value",
                [new("Figure"), .. published ? [new Column("As published", ColumnKind.Number)] : Array.Empty<Column>(),
                    new(published ? "Corrected" : "Value", ColumnKind.Number), new("How it is computed", ColumnKind.Detail),
                    new(published ? "Why they differ" : "Meaning", ColumnKind.Detail)],
                [.. report.Lines.Select(line => (IReadOnlyList<string>)
                [
                    line.Name, .. published ? [Amount(line.Published, line.Unit, money)] : Array.Empty<string>(),
                    Amount(line.Corrected, line.Unit, money), line.Formula, line.Explanation,
                ])])]);
    }

    private static string Amount(decimal? amount, BusinessValueUnit unit, ValueFormat money) => (amount, unit) switch
    {
        (null, _) => "–",
        ({ } known, BusinessValueUnit.Money) => money.Long((double)known, 2),
        ({ } known, BusinessValueUnit.Share) => ValueFormat.Percent.Long((double)known, 1),
        ({ } known, _) => ReportText.Number((double)known),
    };
}
