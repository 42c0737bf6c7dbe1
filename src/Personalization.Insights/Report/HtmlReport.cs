using System.Text;

namespace Personalization.Insights;

/// <summary>
/// A report a marketer can read: one HTML file that opens from disk, with its charts within. It runs no script and loads nothing;
/// names from data are text in it, never markup. The same input gives the same bytes. Immutable, thread-safe.
/// </summary>
public sealed class HtmlReport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly string _html;

    private HtmlReport(string html) => _html = html;

    /// <summary>Writes a page about whatever was computed.</summary>
    /// <param name="input">The tables, lists and plans to tell about; parts that are null have no section.</param>
    /// <exception cref="ArgumentException">The segments were made of another RFM table than the one given, or clusters lack
    /// names.</exception>
    /// <remarks>
    /// O(customers · segments) time. Charts of many customers show an even sample of them, so the page stays below about a megabyte.
    /// </remarks>
    public static HtmlReport Create(ReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        ReportInput.Validate(input);
        return new HtmlReport(PageRenderer.Render(ReportComposer.Compose(input)));
    }

    /// <summary>Writes the report to a file, replacing it. UTF-8 without a byte order mark.</summary>
    /// <param name="path">Where the file goes; its folder must exist.</param>
    public void Save(string path) => File.WriteAllText(path, _html, Utf8);

    /// <summary>Writes the report, in UTF-8 without a byte order mark, and leaves the stream open.</summary>
    public void WriteTo(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using StreamWriter writer = new(destination, Utf8, 1 << 16, leaveOpen: true);
        writer.Write(_html);
    }

    /// <summary>The report as HTML.</summary>
    public override string ToString() => _html;
}
