using System.Globalization;

namespace Personalization.Insights;

/// <summary>Writes a page as one self-contained HTML document: no script, nothing loaded, style sheet and charts within.</summary>
internal static class PageRenderer
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    private const string Footer =
        "This file holds everything it shows: it loads nothing and runs no script, so it can be kept and sent as it is.";

    public static string Render(ReportBuilder page)
    {
        MarkupWriter html = new MarkupWriter().Doctype();
        html.Open("html").Attribute("lang", "en");
        WriteHead(html, page);
        html.Open("body").Line();
        html.Open("a").Attribute("class", "skip").Attribute("href", "#main").Text("Skip to the report").Close().Line();
        WriteHeader(html, page);
        html.Open("main").Attribute("id", "main").Line();
        WriteContents(html, page.Sections);
        for (int i = 0; i < page.Sections.Count; i++) new SectionWriter(html, page.Sections[i], i + 1).Write();
        html.Close().Line();
        string generated = page.Generated.Length > 0 ? " " + page.Generated : "";
        html.Open("footer").Element("p", Footer + generated).Close().Line();
        html.Close().Close();
        return html.Line().ToString();
    }

    private static void WriteHead(MarkupWriter html, ReportBuilder page)
    {
        html.Open("head");
        html.Open("meta").Attribute("charset", "utf-8").Close().Line();
        html.Open("meta").Attribute("http-equiv", "Content-Security-Policy").Attribute("content", Policy).Close().Line();
        html.Open("meta").Attribute("name", "viewport").Attribute("content", "width=device-width, initial-scale=1").Close().Line();
        html.Open("meta").Attribute("name", "color-scheme").Attribute("content", "light dark").Close().Line();
        html.Element("title", page.Title).Line();
        html.StyleSheet(PageStyle.Css + "\n" + ChartStyle.Css);
        html.Close().Line();
    }

    private static void WriteHeader(MarkupWriter html, ReportBuilder page)
    {
        html.Open("header");
        html.Element("h1", page.Title);
        if (page.Subtitle.Length > 0) html.Element("p", page.Subtitle, "subtitle");
        ReportTile[] tiles = [.. page.Tiles];
        if (tiles.Length > 0)
        {
            html.Line().Open("dl").Attribute("class", "tiles");
            foreach (ReportTile tile in tiles)
            {
                html.Open("div").Element("dt", tile.Name).Element("dd", tile.Value, "value");
                if (tile.Note.Length > 0) html.Element("dd", tile.Note, "note");
                html.Close();
            }

            html.Close();
        }

        if (page.Summary.Count > 0)
        {
            html.Line().Open("section").Attribute("class", "summary").Attribute("aria-labelledby", "summary");
            html.Open("h2").Attribute("id", "summary").Text("In short").Close();
            html.Open("dl");
            foreach ((string question, string answer) in page.Summary)
                html.Open("div").Element("dt", question).Element("dd", answer).Close();
            html.Close().Close();
        }

        html.Close().Line();
    }

    private static void WriteContents(MarkupWriter html, IReadOnlyList<ReportSection> sections)
    {
        if (sections.Count < 2) return;
        html.Open("nav").Attribute("aria-label", "Contents").Element("h2", "Contents");
        html.Open("ol");
        foreach (ReportSection section in sections)
            html.Open("li").Open("a").Attribute("href", "#" + section.Id).Text(section.Title).Close().Close();
        html.Close().Close().Line();
    }

    private sealed class SectionWriter(MarkupWriter html, ReportSection section, int number)
    {
        private int _tables;
        private int _charts;

        public void Write()
        {
            html.Open("section").Attribute("aria-labelledby", section.Id);
            html.Open("h2").Attribute("id", section.Id).Element("span", number.ToString(CultureInfo.InvariantCulture), "number")
                .Text(section.Title).Close();
            if (section.Lede.Length > 0) html.Element("p", section.Lede, "lede");
            foreach (ReportBlock block in section.Blocks)
            {
                html.Line();
                Write(block);
            }

            html.Close().Line();
        }

        private void Write(ReportBlock block)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    html.Element("h3", heading.Text);
                    break;
                case ParagraphBlock paragraph:
                    html.Element("p", paragraph.Text);
                    break;
                case CalloutBlock callout:
                    html.Open("p").Attribute("class", "callout").Element("strong", callout.Head).Text(" " + callout.Text).Close();
                    break;
                case ChartsBlock charts:
                    Write(charts);
                    break;
                case TableBlock table:
                    Write(table);
                    break;
                case CardsBlock cards:
                    Write(cards);
                    break;
                default:
                    throw new ArgumentException($"No way to write a {block.GetType().Name}.", nameof(block));
            }
        }

        private void Write(ChartsBlock charts)
        {
            html.Open("figure");
            html.Open("div").Attribute("class", "charts of" + charts.InARow.ToString(CultureInfo.InvariantCulture));
            foreach (Chart chart in charts.Charts)
            {
                html.Line().Open("div").Attribute("class", chart is BubbleSizeLegend ? "key" : "panel");
                chart.WriteTo(html, $"{section.Id}-chart-{(++_charts).ToString(CultureInfo.InvariantCulture)}");
                html.Close();
            }

            html.Close();
            if (charts.Caption.Length > 0) html.Element("figcaption", charts.Caption);
            html.Close();
        }

        private void Write(TableBlock table)
        {
            string id = $"{section.Id}-table-{(++_tables).ToString(CultureInfo.InvariantCulture)}";
            html.Open("div").Attribute("class", "scroll").Attribute("role", "region").Attribute("aria-labelledby", id)
                .Attribute("tabindex", "0");
            html.Open("table");
            html.Open("caption").Attribute("id", id).Text(table.Caption).Close();
            html.Open("thead").Open("tr");
            foreach (ReportColumn column in table.Columns)
                html.Open("th").Attribute("scope", "col").Attribute("class", ClassOf(column)).Text(column.Title).Close();
            html.Close().Close().Open("tbody");
            foreach (IReadOnlyList<string> row in table.Rows)
            {
                html.Line().Open("tr");
                for (int i = 0; i < row.Count; i++)
                {
                    if (i == 0) html.Open("th").Attribute("scope", "row");
                    else WriteCellStart(table.Columns[i], row[i].Length == 0);
                    html.Element("bdi", row[i]).Close();
                }

                html.Close();
            }

            html.Close().Close().Close();
        }

        private void WriteCellStart(ReportColumn column, bool empty) =>
            html.Open("td").Attribute("class", empty ? "empty" : ClassOf(column)).Attribute("data-label", column.Title);

        private void Write(CardsBlock cards)
        {
            html.Open("div").Attribute("class", "cards");
            foreach (ReportCard card in cards.Cards)
            {
                html.Line().Open("article").Open("h3").Element("bdi", card.Title).Close();
                if (card.Tag.Length > 0) html.Element("p", card.Tag, "tag");
                if (card.Lead.Length > 0) html.Element("p", card.Lead, "lead");
                html.Open("ol");
                foreach (ReportCardLine line in card.Lines)
                {
                    html.Open("li");
                    if (line.Text.Length > 0) html.Open("span").Attribute("class", "item").Element("bdi", line.Text).Close();
                    if (line.Value.Length > 0) html.Text(" ").Element("span", line.Value, "score");
                    if (line.Reason.Length > 0) html.Open("span").Attribute("class", "reason").Element("bdi", line.Reason).Close();
                    html.Close();
                }

                html.Close().Close();
            }

            html.Close();
        }

        private static string? ClassOf(ReportColumn column) => column.Content switch
        {
            ReportCells.Numbers => "number",
            ReportCells.Prose => "prose",
            ReportCells.Details => "prose detail",
            _ => null,
        };
    }
}
