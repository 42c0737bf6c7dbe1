using System.Globalization;
using System.Text;

namespace Personalization.Insights;

/// <summary>
/// Writes HTML and SVG in which markup can come only from code: text and attribute values are always escaped, elements are closed in
/// order, and scripts, event handlers, inline style attributes and addresses outside the document are refused. There is no way to
/// write raw markup. Not thread-safe.
/// </summary>
/// <remarks>
/// Control characters, lone surrogates and bidirectional overrides in text are written as U+FFFD, line breaks and tabs as spaces.
/// </remarks>
public sealed class MarkupWriter
{
    private static readonly string[] VoidElements = ["base", "br", "col", "hr", "img", "input", "link", "meta", "wbr"];
    private static readonly string[] RefusedElements = ["script", "iframe", "object", "embed", "foreignObject", "style"];
    private static readonly string[] AddressAttributes = ["href", "src", "action", "formaction", "data", "srcset", "poster", "xlink:href"];

    private readonly StringBuilder _markup = new();
    private readonly List<string> _open = [];
    private bool _inStartTag;
    private int _svgDepth;

    /// <summary>Begins an HTML document: writes the doctype. Must come first.</summary>
    /// <exception cref="InvalidOperationException">Something was already written.</exception>
    public MarkupWriter Doctype()
    {
        if (_markup.Length > 0) throw new InvalidOperationException("The doctype must be the first thing in a document.");
        _markup.Append("<!doctype html>\n");
        return this;
    }

    /// <summary>Opens an element; attributes may follow, then content, then <see cref="Close"/>.</summary>
    /// <param name="element">Name: letters, digits and hyphens. Not script, style, iframe, object, embed or foreignObject.</param>
    /// <exception cref="ArgumentException">The name isn't one, or isn't allowed.</exception>
    public MarkupWriter Open(string element)
    {
        RequireName(element, nameof(element));
        if (RefusedElements.Contains(element, StringComparer.OrdinalIgnoreCase))
            throw new ArgumentException($"<{element}> isn't written: a report holds no script and nothing from outside.", nameof(element));
        OpenUnchecked(element);
        return this;
    }

    /// <summary>Writes an attribute of the element just opened; null writes nothing.</summary>
    /// <param name="name">Name of the attribute. Event handlers (on…) and <c>style</c> are refused.</param>
    /// <param name="value">Any text. An address (href, src) must begin with <c>#</c> or <c>data:image/</c>.</param>
    /// <exception cref="ArgumentException">The name or the address isn't allowed.</exception>
    /// <exception cref="InvalidOperationException">No element was just opened.</exception>
    public MarkupWriter Attribute(string name, string? value)
    {
        if (value is null) return this;
        RequireAttribute(name);
        if (AddressAttributes.Contains(name, StringComparer.OrdinalIgnoreCase)
            && !value.StartsWith('#') && !value.StartsWith("data:image/", StringComparison.Ordinal))
            throw new ArgumentException(
                $"{name}=\"{value}\" leads out of the document; it must begin with # or data:image/.", nameof(value));
        _markup.Append(' ').Append(name).Append("=\"");
        Escape(PlainText.Clean(value));
        _markup.Append('"');
        return this;
    }

    /// <summary>Writes a number as an attribute, rounded to two decimals.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value isn't finite.</exception>
    public MarkupWriter Attribute(string name, double value)
    {
        RequireAttribute(name);
        _markup.Append(' ').Append(name).Append("=\"").Append(Coordinate(value)).Append('"');
        return this;
    }

    /// <summary>Writes text, escaped.</summary>
    public MarkupWriter Text(string? text)
    {
        EndStartTag();
        Escape(PlainText.Clean(text));
        return this;
    }

    /// <summary>Writes a whole element that holds only text.</summary>
    /// <param name="element">Name of the element.</param>
    /// <param name="text">Its text.</param>
    /// <param name="className">Its class, or null.</param>
    public MarkupWriter Element(string element, string? text, string? className = null) =>
        Open(element).Attribute("class", className).Text(text).Close();

    /// <summary>Closes the element opened last.</summary>
    /// <exception cref="InvalidOperationException">No element is open.</exception>
    public MarkupWriter Close()
    {
        if (_open.Count == 0) throw new InvalidOperationException("No element is open.");
        string element = _open[^1];
        _open.RemoveAt(_open.Count - 1);
        bool isVoid = _svgDepth == 0 && VoidElements.Contains(element);
        if (_inStartTag && (isVoid || _svgDepth > 0))
        {
            _markup.Append(isVoid ? ">" : "/>");
            _inStartTag = false;
        }
        else
        {
            EndStartTag();
            _markup.Append("</").Append(element).Append('>');
        }

        if (element == "svg") _svgDepth--;
        return this;
    }

    /// <summary>Breaks the line in the source, for readers of the file; the page looks the same.</summary>
    public MarkupWriter Line()
    {
        EndStartTag();
        _markup.Append('\n');
        return this;
    }

    /// <summary>All that was written.</summary>
    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public override string ToString() =>
        _open.Count == 0 ? _markup.ToString() : throw new InvalidOperationException($"<{_open[^1]}> is still open.");

    /// <summary>Writes a style sheet, which must be a constant of the code: it is the only thing that isn't escaped.</summary>
    internal MarkupWriter StyleSheet(string css)
    {
        if (css.Contains('<') || css.Contains("url(", StringComparison.OrdinalIgnoreCase)
            || css.Contains("@import", StringComparison.Ordinal))
            throw new ArgumentException("A style sheet may hold no markup and no address.", nameof(css));
        OpenUnchecked("style");
        EndStartTag();
        _markup.Append(css);
        return Close();
    }

    /// <summary>A coordinate as text: at most two decimals, a point, never "-0".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value isn't finite.</exception>
    internal static string Coordinate(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A coordinate must be finite.");
        double rounded = Math.Round(value, 2, MidpointRounding.AwayFromZero);
        return (rounded == 0 ? 0 : rounded).ToString("0.##", CultureInfo.InvariantCulture);
    }

    private void OpenUnchecked(string element)
    {
        EndStartTag();
        _markup.Append('<').Append(element);
        _open.Add(element);
        _inStartTag = true;
        if (element == "svg") _svgDepth++;
    }

    private void EndStartTag()
    {
        if (!_inStartTag) return;
        _markup.Append('>');
        _inStartTag = false;
    }

    private void RequireAttribute(string name)
    {
        if (!_inStartTag) throw new InvalidOperationException($"{name} must directly follow the opening of its element.");
        RequireName(name, nameof(name));
        if (name.StartsWith("on", StringComparison.OrdinalIgnoreCase) || name.Equals("style", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"The attribute {name} isn't written: a report holds no script and no inline style.", nameof(name));
    }

    private void Escape(string text)
    {
        int from = 0;
        for (int i = 0; i < text.Length; i++)
        {
            string? escaped = text[i] switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                _ => null,
            };
            if (escaped is null) continue;
            _markup.Append(text, from, i - from).Append(escaped);
            from = i + 1;
        }

        _markup.Append(text, from, text.Length - from);
    }

    private static void RequireName(string name, string parameter)
    {
        bool valid = name.Length > 0 && char.IsAsciiLetter(name[0]);
        foreach (char c in name) valid &= char.IsAsciiLetterOrDigit(c) || c is '-' or ':';
        if (!valid)
        {
            throw new ArgumentException(
                $"\"{name}\" isn't a name: letters, digits, hyphens and colons, beginning with a letter.", parameter);
        }
    }
}
