using System.Text;

namespace Personalization.Incentives;

/// <summary>
/// A template that was read: text, values <c>{until}</c>, plural forms <c>{points, plural, one {# point} other {# points}}</c>, and parts
/// in square brackets that are left out where a value in them is missing.
/// </summary>
internal sealed class TemplateText(IReadOnlyList<TemplatePart> parts)
{
    /// <summary>
    /// Names of all values, whether each is needed (not in a part that may be left out), and whether it chooses a plural form.
    /// </summary>
    public IEnumerable<(string Name, bool Needed, bool Counts)> Names => NamesOf(parts, true);

    /// <summary>The text with the values put in; a value that is needed and missing counts as empty.</summary>
    /// <param name="values">What is known.</param>
    /// <param name="locale">Chooses plural forms.</param>
    /// <param name="without">Names of values that are treated as missing in parts that may be left out.</param>
    public string Fill(TemplateValues values, OfferLocale locale, IReadOnlySet<string> without)
    {
        StringBuilder text = new();
        Append(text, parts, values, locale, without, null);
        return text.ToString().Trim();
    }

    private static void Append(
        StringBuilder text, IReadOnlyList<TemplatePart> parts, TemplateValues values, OfferLocale locale, IReadOnlySet<string> without,
        decimal? number)
    {
        foreach (TemplatePart part in parts)
        {
            switch (part)
            {
                case LiteralPart literal:
                    text.Append(literal.Text);
                    break;
                case NumberPart:
                    text.Append(locale.Number(number ?? 0));
                    break;
                case ValuePart value:
                    text.Append(values.Text(value.Name));
                    break;
                case PluralPart plural:
                    decimal count = values.Number(plural.Name) ?? 0;
                    Append(text, plural.FormOf(locale.Plural(count)), values, locale, without, count);
                    break;
                case OptionalPart optional:
                    bool has = NamesOf(optional.Parts, true).All(one => values.Has(one.Name) && !without.Contains(one.Name));
                    if (has) Append(text, optional.Parts, values, locale, without, number);
                    break;
            }
        }
    }

    private static IEnumerable<(string Name, bool Needed, bool Counts)> NamesOf(IReadOnlyList<TemplatePart> parts, bool needed)
    {
        foreach (TemplatePart part in parts)
        {
            IEnumerable<(string, bool, bool)> names = part switch
            {
                ValuePart value => [(value.Name, needed, false)],
                PluralPart plural => plural.Forms.Values.SelectMany(form => NamesOf(form, needed)).Prepend((plural.Name, needed, true)),
                OptionalPart optional => NamesOf(optional.Parts, false),
                _ => [],
            };
            foreach ((string, bool, bool) name in names) yield return name;
        }
    }
}

/// <summary>A piece of a template.</summary>
internal abstract record TemplatePart;

/// <summary>Text as it stands.</summary>
internal sealed record LiteralPart(string Text) : TemplatePart;

/// <summary>A value by its name.</summary>
internal sealed record ValuePart(string Name) : TemplatePart;

/// <summary>The number of the plural around it.</summary>
internal sealed record NumberPart : TemplatePart;

/// <summary>Forms of a text by a number; <c>other</c> is always there.</summary>
internal sealed record PluralPart(string Name, IReadOnlyDictionary<PluralForm, IReadOnlyList<TemplatePart>> Forms) : TemplatePart
{
    public IReadOnlyList<TemplatePart> FormOf(PluralForm form) => Forms.GetValueOrDefault(form) ?? Forms[PluralForm.Other];
}

/// <summary>What is left out where a value in it is missing.</summary>
internal sealed record OptionalPart(IReadOnlyList<TemplatePart> Parts) : TemplatePart;
