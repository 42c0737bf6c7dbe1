using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace Personalization.TestKit;

/// <summary>
/// The smallest workbooks that Excel would open, made part by part, so that tests need no library to write what they read.
/// </summary>
public static class TinyWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>
    /// A workbook of sheets; a cell is a string, a number, a <see cref="DateTime"/> (a number with a date style) or null.
    /// </summary>
    public static byte[] Build(params (string Name, object?[][] Rows)[] sheets) => Zip(Parts(sheets));

    /// <summary>The parts of a workbook by name, in the order of the archive.</summary>
    public static List<(string Name, byte[] Content)> Parts(params (string Name, object?[][] Rows)[] sheets)
    {
        List<string> shared = [];
        StringBuilder list = new(), relations = new(), types = new();
        List<(string, byte[])> parts = [];
        for (int i = 0; i < sheets.Length; i++)
        {
            list.Append(
                CultureInfo.InvariantCulture,
                $"<sheet name=\"{SecurityElement.Escape(sheets[i].Name)}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>");
            relations.Append(
                CultureInfo.InvariantCulture,
                $"<Relationship Id=\"rId{i + 1}\" Type=\"{Relations}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>");
            types.Append(
                CultureInfo.InvariantCulture,
                $"<Override PartName=\"/xl/worksheets/sheet{i + 1}.xml\" "
                + $"ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>");
            parts.Add(($"xl/worksheets/sheet{i + 1}.xml", Text(Sheet(sheets[i].Rows, shared))));
        }

        relations.Append(
            CultureInfo.InvariantCulture,
            $"<Relationship Id=\"rIdS\" Type=\"{Relations}/styles\" Target=\"styles.xml\"/>"
            + $"<Relationship Id=\"rIdT\" Type=\"{Relations}/sharedStrings\" Target=\"sharedStrings.xml\"/>");
        string strings = string.Concat(shared.Select(s => $"<si><t xml:space=\"preserve\">{SecurityElement.Escape(s)}</t></si>"));
        return
        [
            (
                "[Content_Types].xml",
                Text(
                    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
                    + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                    + "<Override PartName=\"/xl/workbook.xml\" "
                    + "ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>"
                    + $"{types}</Types>")),
            (
                "_rels/.rels",
                Text(
                    $"<Relationships xmlns=\"{Package}\">"
                    + $"<Relationship Id=\"rId1\" Type=\"{Relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>")),
            ("xl/workbook.xml", Text($"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>{list}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", Text($"<Relationships xmlns=\"{Package}\">{relations}</Relationships>")),
            (
                "xl/styles.xml",
                Text(
                    $"<styleSheet xmlns=\"{Main}\"><cellXfs count=\"2\">"
                    + "<xf numFmtId=\"0\"/><xf numFmtId=\"22\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>")),
            ("xl/sharedStrings.xml", Text($"<sst xmlns=\"{Main}\">{strings}</sst>")),
            .. parts,
        ];
    }

    /// <summary>Packs parts into an archive.</summary>
    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> parts)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in parts)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static byte[] Text(string xml) => Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>" + xml);

    private static string Sheet(object?[][] rows, List<string> shared)
    {
        StringBuilder xml = new($"<worksheet xmlns=\"{Main}\"><sheetData>");
        for (int r = 0; r < rows.Length; r++)
        {
            xml.Append(CultureInfo.InvariantCulture, $"<row r=\"{r + 1}\">");
            for (int c = 0; c < rows[r].Length; c++) xml.Append(Cell($"{(char)('A' + c)}{r + 1}", rows[r][c], shared));
            xml.Append("</row>");
        }

        return xml.Append("</sheetData></worksheet>").ToString();
    }

    private static string Cell(string reference, object? value, List<string> shared)
    {
        switch (value)
        {
            case null:
                return "";
            case string text:
                int index = shared.IndexOf(text);
                if (index < 0)
                {
                    index = shared.Count;
                    shared.Add(text);
                }

                return $"<c r=\"{reference}\" t=\"s\"><v>{index}</v></c>";
            case DateTime time:
                return string.Create(CultureInfo.InvariantCulture, $"<c r=\"{reference}\" s=\"1\"><v>{time.ToOADate():R}</v></c>");
            default:
                return string.Create(CultureInfo.InvariantCulture, $"<c r=\"{reference}\"><v>{value}</v></c>");
        }
    }
}
