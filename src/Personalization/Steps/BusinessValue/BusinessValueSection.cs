using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>The business value model, each figure as published and corrected.</summary>
internal static class BusinessValueSection
{
    public static void Add(ReportBuilder report, BusinessValueReport value)
    {
        ValueFormat money = report.Money;
        bool published = value.Plan.Published is not null;
        string lede = "What incentives could bring, worked out from the averages of whole segments: "
            + "a model to plan with, where offers are decided customer by customer.";
        report.AddSection(new ReportSection(
            "business-value", "Business value",
            published ? "The same model computed twice: with the arithmetic as it was published, and with its faults corrected." : lede,
            [new TableBlock(
                published ? "Business value, as published and corrected" : "Business value",
                [new("Figure"), .. published ? [new ReportColumn("As published", ReportCells.Numbers)] : Array.Empty<ReportColumn>(),
                    new(published ? "Corrected" : "Value", ReportCells.Numbers), new("How it is computed", ReportCells.Details),
                    new(published ? "Why they differ" : "Meaning", ReportCells.Details)],
                [.. value.Lines.Select(line => (IReadOnlyList<string>)
                [
                    line.Name, .. published ? [Amount(line.Published, line.Unit, money)] : Array.Empty<string>(),
                    Amount(line.Corrected, line.Unit, money), line.Formula, line.Explanation,
                ])])]));
    }

    private static string Amount(decimal? amount, BusinessValueUnit unit, ValueFormat money) => (amount, unit) switch
    {
        (null, _) => "–",
        ({ } known, BusinessValueUnit.Money) => money.Long((double)known, 2),
        ({ } known, BusinessValueUnit.Share) => ValueFormat.Percent.Long((double)known, 1),
        ({ } known, _) => ReportText.Number((double)known),
    };
}
