namespace Personalization.Data;

/// <summary>Yes and no as files write them, consent's words among them, in seven languages.</summary>
internal static class FlagWords
{
    private static readonly HashSet<string> Yes = new(StringComparer.OrdinalIgnoreCase)
    {
        "yes", "true", "on", "ja", "wahr", "oui", "vrai", "si", "sí", "sì", "verdadero", "sim", "verdadeiro", "vero", "waar",
        "opted in", "opted-in", "opt in", "opt-in", "optin", "opted_in", "subscribed", "granted", "agreed", "accepted", "given",
        "consented", "erteilt", "zugestimmt",
    };

    private static readonly HashSet<string> No = new(StringComparer.OrdinalIgnoreCase)
    {
        "no", "false", "off", "nein", "falsch", "non", "faux", "falso", "não", "nao", "nee", "onwaar",
        "opted out", "opted-out", "opt out", "opt-out", "optout", "opted_out", "unsubscribed", "denied", "declined", "rejected",
        "withdrawn", "revoked", "not given", "widerrufen", "abgelehnt",
    };

    /// <summary>Letters and digits that mean something only beside their other half: f may also be a gender.</summary>
    private static readonly (string Yes, string No)[] Halves = [("y", "n"), ("t", "f"), ("j", "n"), ("o", "n"), ("s", "n"), ("1", "0")];

    /// <summary>What each value says; null where a value says neither, or one letter stands alone.</summary>
    public static Dictionary<string, bool>? Of(IReadOnlyCollection<string> values)
    {
        Dictionary<string, bool> flags = new(StringComparer.Ordinal);
        foreach ((string yes, string no) in Halves)
        {
            bool IsYes(string value) => value.Equals(yes, StringComparison.OrdinalIgnoreCase);
            bool IsNo(string value) => value.Equals(no, StringComparison.OrdinalIgnoreCase);
            if (!values.Any(IsYes) || !values.Any(IsNo) || !values.All(value => IsYes(value) || IsNo(value))) continue;
            foreach (string value in values) flags.Add(value, IsYes(value));
            return flags;
        }

        foreach (string value in values)
        {
            bool yes = Yes.Contains(value);
            if (!yes && !No.Contains(value)) return null;
            flags.Add(value, yes);
        }

        return flags.Count > 0 ? flags : null;
    }

    /// <summary>What one value says where the column is known to hold flags; null where it says neither.</summary>
    public static bool? Of(string value)
    {
        if (Yes.Contains(value) || Array.Exists(Halves, half => half.Yes.Equals(value, StringComparison.OrdinalIgnoreCase))) return true;
        return No.Contains(value) || Array.Exists(Halves, half => half.No.Equals(value, StringComparison.OrdinalIgnoreCase)) ? false : null;
    }
}
