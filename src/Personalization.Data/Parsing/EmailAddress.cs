using System.Buffers;

namespace Personalization.Data;

/// <summary>E-mail addresses among ids: they are compared without case.</summary>
internal static class EmailAddress
{
    private const int MaxLength = 254;

    private static readonly SearchValues<char> _never = SearchValues.Create(" \t\r\n,;<>()[]\"");

    /// <summary>One @ with something before it and a domain with a dot behind it. Not every address that mail would reach.</summary>
    public static bool Looks(ReadOnlySpan<char> id)
    {
        int at = id.IndexOf('@');
        if (at < 1 || id.Length > MaxLength) return false;
        ReadOnlySpan<char> domain = id[(at + 1)..];
        int dot = domain.LastIndexOf('.');
        return dot >= 1 && domain.Length - dot > 2 && domain[0] != '.' && !domain.Contains('@') && !id.ContainsAny(_never);
    }
}
