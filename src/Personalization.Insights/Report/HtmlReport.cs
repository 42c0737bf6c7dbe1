using System.Text;

namespace Personalization.Insights;

/// <summary>
/// A report a marketer can read: one HTML file that opens from disk, with its charts within. It runs no script and loads nothing;
/// names from data are text in it, never markup. <see cref="ReportBuilder"/> makes one. Immutable, thread-safe.
/// </summary>
public sealed class HtmlReport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly string _html;

    internal HtmlReport(string html) => _html = html;

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
