using Personalization.Core;

namespace Personalization.Data;

/// <summary>A column of a file of customers that says what they agreed to.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Column">Name of the column that was made of it.</param>
/// <param name="Purposes">What it answers.</param>
/// <param name="IsObjection">Whether a yes is a no: opted out, unsubscribed.</param>
/// <param name="Agreed">Customers of the file who agreed; all others have not.</param>
public sealed record ConsentColumn(
    string Name, string Column, IReadOnlyList<ConsentPurpose> Purposes, bool IsObjection, int Agreed);

/// <summary>Finds the columns of consent, and what they answer, by their names.</summary>
internal static class ConsentColumns
{
    private static readonly string[] Agreements =
    [
        "consent", "optin", "optedin", "einwilligung", "zustimmung", "consentement", "consentimiento", "consenso", "toestemming",
        "samtycke", "zgoda",
    ];

    private static readonly string[] Objections =
    [
        "optout", "optedout", "unsubscribed", "donot", "nomarketing", "nocontact", "objection", "widerspruch", "abgemeldet",
    ];

    private static readonly (string Word, ConsentPurpose Purpose)[] PurposeWords =
    [
        ("marketing", ConsentPurpose.Marketing), ("mail", ConsentPurpose.Marketing), ("newsletter", ConsentPurpose.Marketing),
        ("sms", ConsentPurpose.Marketing), ("contact", ConsentPurpose.Marketing), ("werb", ConsentPurpose.Marketing),
        ("offer", ConsentPurpose.Marketing), ("personali", ConsentPurpose.Personalization), ("profil", ConsentPurpose.Personalization),
        ("recommend", ConsentPurpose.Personalization), ("analytic", ConsentPurpose.Analytics), ("analyse", ConsentPurpose.Analytics),
        ("statisti", ConsentPurpose.Analytics), ("tracking", ConsentPurpose.Analytics),
    ];

    /// <summary>A name that speaks of no purpose answers both of these.</summary>
    private static readonly ConsentPurpose[] Unnamed = [ConsentPurpose.Personalization, ConsentPurpose.Marketing];

    /// <summary>Every column that was asked for; where none was, those whose names say so and whose values are yes and no.</summary>
    /// <exception cref="EventFileException">A column that was asked for isn't there, or isn't of yes and no.</exception>
    public static IReadOnlyList<ConsentColumn> Find(
        IReadOnlyList<CustomerFileColumn> told, IReadOnlyList<CustomerColumn> columns, IReadOnlyList<string>? asked)
    {
        List<ConsentColumn> found = [];
        HashSet<string>? keys = asked is null ? null : [.. asked.Select(HeaderNames.Key)];
        for (int i = 0; i < told.Count; i++)
        {
            string key = HeaderNames.Key(told[i].Name);
            bool objection = Array.Exists(Objections, word => key.Contains(word, StringComparison.Ordinal));
            bool wanted = keys?.Remove(key)
                ?? (objection || Array.Exists(Agreements, word => key.Contains(word, StringComparison.Ordinal)));
            if (!wanted) continue;
            if (columns[i] is FlagColumn flags)
                found.Add(new ConsentColumn(told[i].Name, flags.Name, Purposes(key), objection, Rows(flags, objection).Count()));
            else if (keys is not null)
                throw NotYesAndNo(told[i]);
        }

        if (keys?.FirstOrDefault() is { } missing)
        {
            throw new EventFileException(
                $"There is no column '{asked!.First(name => HeaderNames.Key(name) == missing)}' of consent (--consent, "
                + "CustomerFileOptions.Consent); the columns are "
                + $"{string.Join(", ", told.Select(own => $"'{ReadableText.Of(own.Name)}'"))}.");
        }

        return found;
    }

    /// <summary>The policy that the columns make: who agreed in every column of a purpose. Null without a column.</summary>
    public static IConsentPolicy? Policy(CustomerFileTable file)
    {
        if (file.Consent.Count == 0) return null;
        Dictionary<ConsentPurpose, IReadOnlySet<CustomerId>> agreed = [];
        foreach (ConsentColumn own in file.Consent)
        {
            FlagColumn flags = (FlagColumn)file.Columns.Single(column => column.Name == own.Column);
            HashSet<CustomerId> customers = [.. Rows(flags, own.IsObjection).Select(row => file.Customers[row])];
            foreach (ConsentPurpose purpose in own.Purposes)
            {
                agreed[purpose] = agreed.TryGetValue(purpose, out IReadOnlySet<CustomerId>? other)
                    ? other.Intersect(customers).ToHashSet()
                    : customers;
            }
        }

        return new CustomerConsent(agreed);
    }

    /// <summary>Who left an agreement empty hasn't agreed; who left an objection empty hasn't objected.</summary>
    private static IEnumerable<int> Rows(FlagColumn flags, bool objection) =>
        Enumerable.Range(0, flags.Count).Where(row => objection ? flags.Values[row] != true : flags.Values[row] == true);

    private static ConsentPurpose[] Purposes(string key)
    {
        ConsentPurpose[] named =
        [
            .. PurposeWords.Where(own => key.Contains(own.Word, StringComparison.Ordinal)).Select(own => own.Purpose).Distinct(),
        ];
        return named.Length > 0 ? named : Unnamed;
    }

    private static EventFileException NotYesAndNo(CustomerFileColumn column) => new(
        $"Column '{column.Name}' can't tell consent: its values aren't yes and no ({column.Why}). Mend the file, or name another column: "
        + "--consent COLUMN (CustomerFileOptions.Consent).");
}
