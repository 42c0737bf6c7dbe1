using System.Text;

namespace Personalization.Incentives;

/// <summary>Reads a template; errors name it, the place and the way on.</summary>
/// <param name="text">The template.</param>
/// <param name="name">What errors call it.</param>
internal sealed class TemplateParser(string text, string name)
{
    private const int Deepest = 8;
    private static readonly string[] FormNames = ["one", "few", "many", "other"];
    private int _at;

    public static TemplateText Parse(string text, string name)
    {
        if (text.Length > Limits.Text)
            throw new ArgumentException(
                $"Template {name} has {text.Length} characters; shorten it to at most {Limits.Text}.", nameof(text));
        try
        {
            return new(new TemplateParser(text, name).Parts('\0', false, 0));
        }
        catch (FormatException e)
        {
            throw new ArgumentException(e.Message, nameof(text), e);
        }
    }

    private List<TemplatePart> Parts(char end, bool inPlural, int depth)
    {
        if (depth > Deepest) throw Fault(_at, $"is nested deeper than {Deepest}; write it flat");
        int start = _at;
        List<TemplatePart> parts = [];
        StringBuilder literal = new();
        while (_at < text.Length && text[_at] != end)
        {
            char c = text[_at];
            if (c == '\\' && _at + 1 < text.Length && text[_at + 1] is '{' or '}' or '[' or ']' or '\\' or '#')
            {
                literal.Append(text[_at + 1]);
                _at += 2;
                continue;
            }

            if (c is '}' or ']') throw Fault(_at, $"has a '{c}' that closes nothing; write \\{c} where it is meant as text");
            TemplatePart? part = c switch
            {
                '{' => Value(depth),
                '[' => Optional(inPlural, depth),
                '#' when inPlural => new NumberPart(),
                _ => null,
            };
            if (part is null)
            {
                literal.Append(c);
                _at++;
                continue;
            }

            if (part is NumberPart) _at++;
            Flush();
            parts.Add(part);
        }

        Flush();
        return end == '\0' || _at < text.Length ? parts : throw Fault(start - 1, $"isn't closed; add the missing '{end}'");

        void Flush()
        {
            if (literal.Length > 0) parts.Add(new LiteralPart(literal.ToString()));
            literal.Clear();
        }
    }

    private OptionalPart Optional(bool inPlural, int depth)
    {
        int start = _at++;
        List<TemplatePart> parts = Parts(']', inPlural, depth + 1);
        _at++;
        return new TemplateText(parts).Names.Any()
            ? new OptionalPart(parts)
            : throw Fault(start, "has brackets without a value in them, which would never be left out; "
                + "write \\[ where it is meant as text");
    }

    private TemplatePart Value(int depth)
    {
        int start = _at++;
        string value = Word();
        if (value.Length == 0) throw Fault(start, "has a '{' without a name; write \\{ where it is meant as text");
        if (Takes('}')) return new ValuePart(value);
        if (!Takes(',') || Word() != "plural" || !Takes(',')) throw Fault(
            start, $"must be {{{value}}} or {{{value}, plural, one {{…}} other {{…}}}}");

        Dictionary<PluralForm, IReadOnlyList<TemplatePart>> forms = [];
        while (!Takes('}'))
        {
            int place = _at;
            string word = Word();
            if (!FormNames.Contains(word, StringComparer.Ordinal)) throw Fault(
                place, $"has the plural form '{word}'; use {Words.List(FormNames)}");
            if (!Takes('{')) throw Fault(_at, $"lacks the text of the form '{word}'; write {word} {{…}}");
            PluralForm form = Enum.Parse<PluralForm>(word, true);
            if (!forms.TryAdd(form, Parts('}', true, depth + 1))) throw Fault(place, $"has the form '{word}' twice; keep one");
            _at++;
        }

        return forms.ContainsKey(PluralForm.Other) ? new PluralPart(value, forms)
            : throw Fault(start, "lacks the form 'other'; add other {…}");
    }

    private string Word()
    {
        Space();
        int start = _at;
        while (_at < text.Length && char.IsAsciiLetterOrDigit(text[_at])) _at++;
        string word = text[start.._at];
        Space();
        return word;
    }

    private bool Takes(char c)
    {
        Space();
        if (_at >= text.Length || text[_at] != c) return false;
        _at++;
        return true;
    }

    private void Space()
    {
        // Only within braces: after a form's '{' the text begins at once.
        while (_at < text.Length && text[_at] == ' ') _at++;
    }

    private FormatException Fault(int place, string what) =>
        new($"Template {name}, character {place + 1}: '{Near(place)}' {what}.");

    private string Near(int place) =>
        text.Substring(Math.Clamp(place, 0, text.Length), Math.Min(20, text.Length - Math.Clamp(place, 0, text.Length)));
}
