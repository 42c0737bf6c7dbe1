using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>What a name says of customers: nothing, an attribute, or who exactly somebody is.</summary>
internal enum AttributeKind
{
    None,
    Attribute,
    PersonalIdentifier,
}

/// <summary>Names that stand for attributes of customers, and names that point at a person and so are left out unless asked for.</summary>
internal static class AttributeNames
{
    /// <summary>More are no attributes but a table turned on its side.</summary>
    public const int MaxCount = 200;

    /// <summary>Longer names aren't names.</summary>
    public const int MaxLength = 100;

    private static readonly FrozenSet<string> Known = FrozenSet.ToFrozenSet(
    [
        "country", "countrycode", "countryname", "state", "province", "region", "county", "city", "town",
        "gender", "sex", "age", "agegroup", "agerange", "ageband",
        "birthdate", "dateofbirth", "dob", "birthday", "birthyear", "yearofbirth", "language", "lang", "locale",
        "loyaltytier", "loyaltylevel", "loyaltystatus", "tier", "membership", "membershiptier", "membershiplevel",
    ]);

    private static readonly FrozenSet<string> Personal = FrozenSet.ToFrozenSet(
    [
        "name", "firstname", "lastname", "middlename", "fullname", "surname", "givenname", "familyname", "displayname", "nickname",
        "username", "login", "password", "token",
        "email", "emailaddress", "mail", "phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone", "mobilenumber", "fax",
        "address", "address1", "address2", "addressline1", "addressline2", "street", "streetaddress", "street1", "street2", "housenumber",
        "postalcode", "postcode", "zip", "zipcode", "latitude", "longitude", "lat", "lon", "lng",
        "id", "ip", "ipaddress", "ssn", "taxid", "vatnumber", "passport", "passportnumber", "iban", "creditcard", "cardnumber",
        "avatar", "avatarurl", "photo", "picture", "website", "url", "facebook", "twitter", "instagram", "linkedin",
    ]);

    /// <summary>What follows "customer" or "user" in names that number customers, or speak of a program or a device.</summary>
    private static readonly FrozenSet<string> NotOfCustomers = FrozenSet.ToFrozenSet(
        ["id", "number", "no", "nr", "key", "code", "uuid", "guid", "hash", "ref", "reference", "session", "agent"]);

    /// <summary>
    /// What a column is by its header: a name that shops use, or "customer" or "user" and anything but an id. Only with that beginning a
    /// header is said to be personal: a column "name" may well be an item's.
    /// </summary>
    public static AttributeKind OfHeader(string header)
    {
        if (HeaderNames.Key(header).Length == 0) return AttributeKind.None;
        string name = CustomerAttributes.NameOf(header);
        string rest = AfterPrefix(name);
        string key = HeaderNames.Key(rest);
        if (Known.Contains(key)) return AttributeKind.Attribute;
        if (rest.Length == name.Length || key.Length == 0 || NotOfCustomers.Contains(key) || IsId(rest)) return AttributeKind.None;
        return Personal.Contains(key) ? AttributeKind.PersonalIdentifier : AttributeKind.Attribute;
    }

    /// <summary>What a trait is by its path: anything that points at no person. Of a path the last name counts.</summary>
    public static AttributeKind OfTrait(string path)
    {
        string last = CustomerAttributes.NameOf(path);
        last = last[(last.LastIndexOf('.') + 1)..];
        if (last.Length == 0) return AttributeKind.None;
        return IsId(last) || Personal.Contains(HeaderNames.Key(AfterPrefix(last)))
            ? AttributeKind.PersonalIdentifier
            : AttributeKind.Attribute;
    }

    private static bool IsId(string name) => name.EndsWith("_id", StringComparison.Ordinal);

    private static string AfterPrefix(string name)
    {
        foreach (string prefix in (ReadOnlySpan<string>)["customer", "user"])
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.Ordinal) && name[prefix.Length] is '_' or '.')
                return name[(prefix.Length + 1)..];
        }

        return name;
    }
}
