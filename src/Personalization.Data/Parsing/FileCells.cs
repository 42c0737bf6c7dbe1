using System.Text;
using System.Text.Unicode;

namespace Personalization.Data;

/// <summary>Cells of files beside the events, read as those of events are.</summary>
internal static class FileCells
{
    /// <summary>A cell as text, without blanks around it; bytes that aren't UTF-8 are taken for Windows-1252.</summary>
    public static string Text(ReadOnlySpan<byte> utf8)
    {
        utf8 = FieldText.Trimmed(utf8);
        if (Utf8.IsValid(utf8)) return Encoding.UTF8.GetString(utf8).Trim();
        char[] text = new char[utf8.Length];
        return new string(text, 0, Windows1252.Decode(utf8, text)).Trim();
    }

    /// <summary>An id as ids of events are: 13085.0 is 13085, e-mail addresses have no case.</summary>
    public static string Id(string id)
    {
        if (id.Length > 2 && id.EndsWith(".0", StringComparison.Ordinal) && !id.AsSpan()[..^2].ContainsAnyExceptInRange('0', '9'))
            return id[..^2];
        return EmailAddress.Looks(id) ? id.ToLowerInvariant() : id;
    }
}
