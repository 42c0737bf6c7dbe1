using System.Text.RegularExpressions;

namespace Personalization;

/// <summary>Takes out of a text what points at a person by its form. Names aren't known as such and stay.</summary>
internal static partial class PersonalData
{
    private const int Timeout = 1000;

    [GeneratedRegex(@"[^\s@<>]{1,64}@[^\s@<>]{1,255}", RegexOptions.None, Timeout)]
    private static partial Regex Mail { get; }

    [GeneratedRegex(
        @"\b(https?://|www\.)\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Address { get; }

    [GeneratedRegex(@"(?<!\w)@\w{2,}", RegexOptions.None, Timeout)]
    private static partial Regex Handle { get; }

    /// <summary>Phone numbers, order numbers, cards, accounts: six digits or more, with what is written between them.</summary>
    [GeneratedRegex(@"[A-Za-z]{0,4}\+?\d([ \-/().]{0,2}\d){5,}", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Number { get; }

    /// <param name="text">The text.</param>
    /// <param name="customer">The customer's id, which goes too.</param>
    public static string Without(string text, string customer)
    {
        if (customer.Length > 2) text = text.Replace(customer, "[id]", StringComparison.OrdinalIgnoreCase);
        text = Address.Replace(Mail.Replace(text, "[mail]"), "[address]");
        return Number.Replace(Handle.Replace(text, "[handle]"), "[number]");
    }
}
