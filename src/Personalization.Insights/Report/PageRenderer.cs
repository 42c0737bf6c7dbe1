using System.Globalization;

namespace Personalization.Insights;

/// <summary>Writes a page as one self-contained HTML document: no script, nothing loaded, style sheet and charts within.</summary>
internal static class PageRenderer
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    public static string Render(PageView page)
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
        if (page.Footer.Length > 0) html.Open("footer").Element("p", page.Footer).Close().Line();
        html.Close().Close();
        return html.Line().ToString();
    }

    private static void WriteHead(MarkupWriter html, PageView page)
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

    private static void WriteHeader(MarkupWriter html, PageView page)
    {
        html.Open("header");
        html.Element("h1", page.Title);
        if (page.Subtitle.Length > 0) html.Element("p", page.Subtitle, "subtitle");
        if (page.Tiles.Count > 0)
        {
            html.Line().Open("dl").Attribute("class", "tiles");
            foreach (Tile tile in page.Tiles)
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
            foreach (SummaryLine line in page.Summary)
                html.Open("div").Element("dt", line.Question).Element("dd", line.Answer).Close();
            html.Close().Close();
        }

        html.Close().Line();
    }

    private static void WriteContents(MarkupWriter html, IReadOnlyList<Section> sections)
    {
        if (sections.Count < 2) return;
        html.Open("nav").Attribute("aria-label", "Contents").Element("h2", "Contents");
        html.Open("ol");
        foreach (Section section in sections)
            html.Open("li").Open("a").Attribute("href", "#" + section.Id).Text(section.Title).Close().Close();
        html.Close().Close().Line();
    }

    private sealed class SectionWriter(MarkupWriter html, Section section, int number)
    {
        private int _tables;
        private int _charts;

        public void Write()
        {
            html.Open("section").Attribute("aria-labelledby", section.Id);
            html.Open("h2").Attribute("id", section.Id).Element("span", number.ToString(CultureInfo.InvariantCulture), "number")
                .Text(section.Title).Close();
            if (section.Lede.Length > 0) html.Element("p", section.Lede, "lede");
            foreach (Block block in section.Blocks)
            {
                html.Line();
                Write(block);
            }

            html.Close().Line();
        }

        private void Write(Block block)
        {
            switch (block)
            {
                case Heading heading:
                    html.Element("h3", heading.Text);
                    break;
                case Paragraph paragraph:
                    html.Element("p", paragraph.Text);
                    break;
                case Callout callout:
                    html.Open("p").Attribute("class", "callout").Element("strong", callout.Head).Text(" " + callout.Text).Close();
                    break;
                case Figures figures:
                    Write(figures);
                    break;
                case DataTable table:
                    Write(table);
                    break;
                case Cards cards:
                    Write(cards);
                    break;
                default:
                    throw new ArgumentException($"No way to write a {block.GetType().Name}.", nameof(block));
            }
        }

        private void Write(Figures figures)
        {
            html.Open("figure");
            html.Open("div").Attribute("class", "charts of" + figures.Columns.ToString(CultureInfo.InvariantCulture));
            foreach (Chart chart in figures.Charts)
            {
                html.Line().Open("div").Attribute("class", chart is BubbleSizeLegend ? "key" : "panel");
                chart.WriteTo(html, $"{section.Id}-chart-{(++_charts).ToString(CultureInfo.InvariantCulture)}");
                html.Close();
            }

            html.Close();
            if (figures.Caption.Length > 0) html.Element("figcaption", figures.Caption);
            html.Close();
        }

        private void Write(DataTable table)
        {
            string id = $"{section.Id}-table-{(++_tables).ToString(CultureInfo.InvariantCulture)}";
            html.Open("div").Attribute("class", "scroll").Attribute("role", "region").Attribute("aria-labelledby", id)
                .Attribute("tabindex", "0");
            html.Open("table");
            html.Open("caption").Attribute("id", id).Text(table.Caption).Close();
            html.Open("thead").Open("tr");
            foreach (Column column in table.Columns)
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

        private void WriteCellStart(Column column, bool empty) =>
            html.Open("td").Attribute("class", empty ? "empty" : ClassOf(column)).Attribute("data-label", column.Title);

        private void Write(Cards cards)
        {
            html.Open("div").Attribute("class", "cards");
            foreach (Card card in cards.Items)
            {
                html.Line().Open("article").Open("h3").Element("bdi", card.Title).Close();
                if (card.Subtitle.Length > 0) html.Element("p", card.Subtitle, "tag");
                if (card.Lead.Length > 0) html.Element("p", card.Lead, "lead");
                html.Open("ol");
                foreach (CardLine line in card.Lines)
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

        private static string? ClassOf(Column column) => column.Kind switch
        {
            ColumnKind.Number => "number",
            ColumnKind.Prose => "prose",
            ColumnKind.Detail => "prose detail",
            _ => null,
        };
    }
}
