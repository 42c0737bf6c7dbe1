using System.Buffers;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Columns that point at a person: no features, and nothing for a report. Told by their names, or by what stands in them.
/// </summary>
internal static class PersonalColumns
{
    private static readonly SearchValues<char> OfPhones = SearchValues.Create("0123456789 +()-/.");

    private const int FewestValues = 20;
    private const int ShortestId = 7;

    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "vorname", "nachname", "telefon", "telefonnummer", "handy", "mobil", "mobilnummer", "strasse", "strase", "hausnummer", "anschrift",
        "adresse", "plz", "postleitzahl", "mailadresse", "emailadresse", "prenom", "nom", "nomdefamille", "courriel", "codepostal",
        "apellido", "apellidos", "telefono", "direccion", "correo", "codigopostal", "cognome", "indirizzo", "voornaam", "achternaam",
        "telefoonnummer", "straat", "adres", "telefone", "endereco", "sobrenome", "homephone", "workphone", "cell", "cellphone",
        "homeaddress", "billingaddress", "shippingaddress", "companyname", "contactname", "iduser", "externalid", "uuid", "guid",
    };

    /// <summary>Why a column is left out; null where it is none of these.</summary>
    /// <param name="header">Its name.</param>
    /// <param name="values">Its values.</param>
    /// <param name="customers">Customers of the file.</param>
    public static string? Reason(string header, IReadOnlyCollection<SeenValue> values, int customers)
    {
        if (header.Length > 0 && AttributeNames.OfTrait(header) == AttributeKind.PersonalIdentifier) return "personal identifier";
        if (Names.Contains(HeaderNames.Key(header))) return "personal identifier";
        long all = values.Sum(value => value.Count);
        if (all == 0) return null;
        if (Mostly(values, all, static text => EmailAddress.Looks(text))) return "personal identifier: its values are e-mail addresses";
        if (Mostly(values, all, IsPhone)) return "personal identifier: its values are phone numbers";
        if (values.Count < FewestValues || values.Count != all || all * 2 < customers) return null;
        bool coded = values.All(value => value.Text.Length >= ShortestId && !value.Text.Contains(' ', StringComparison.Ordinal)
            && value.Text.Any(char.IsAsciiDigit) && !value.Text.AsSpan().ContainsAny(",./:"));
        bool alike = values.Select(value => value.Text.Length).Distinct().Count() == 1;
        bool dates = values.All(value => value.Text is [_, _, _, _, '-', _, _, '-', ..]);
        return coded && alike && !dates ? "an id: each customer has one of its own" : null;
    }

    private static bool Mostly(IReadOnlyCollection<SeenValue> values, long all, Func<string, bool> test) =>
        2 * values.Where(value => test(value.Text)).Sum(value => value.Count) > all;

    /// <summary>
    /// +49 30 1234567, (030) 123-4567, 0301234567: 7 to 15 digits that begin with +, ( or 0, and nothing but what parts them.
    /// </summary>
    private static bool IsPhone(string text)
    {
        if (text.Length == 0 || text[0] is not ('+' or '(' or '0') || text.AsSpan().ContainsAnyExcept(OfPhones)) return false;
        if (text[0] == '0' && text.Contains('.', StringComparison.Ordinal)) return false; // 0.1234567
        return text.Count(char.IsAsciiDigit) is >= 7 and <= 15;
    }
}
