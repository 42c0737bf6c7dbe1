using System.Runtime.InteropServices;

namespace Personalization.Core;

/// <summary>Strings to codes in order of first appearance, looked up by span so that a known string allocates nothing.</summary>
internal sealed class CodeTable
{
    private readonly Dictionary<string, int> _codes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private readonly List<string> _values = [];

    public CodeTable() => _bySpan = _codes.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _values.Count;

    public ReadOnlySpan<string> Values => CollectionsMarshal.AsSpan(_values);

    /// <summary>The code of a text; −1 for empty or blank.</summary>
    public int CodeOf(ReadOnlySpan<char> text)
    {
        if (_bySpan.TryGetValue(text, out int code)) return code;
        if (text.IsWhiteSpace()) return -1;
        string value = text.ToString();
        code = _values.Count;
        _codes.Add(value, code);
        _values.Add(value);
        return code;
    }

    /// <summary>
    /// The strings of the codes that are in use, in ordinal order, and for each old code its new row (−1 where unused):
    /// a dropped row leaves no trace in the dictionaries.
    /// </summary>
    public (Vocabulary Vocabulary, int[] Remap) ToVocabulary(bool[] used)
    {
        int count = used.Count(u => u);
        string[] sorted = new string[count];
        int[] codes = new int[count], remap = new int[used.Length];
        Array.Fill(remap, -1);
        for (int code = 0, i = 0; code < used.Length; code++)
        {
            if (!used[code]) continue;
            sorted[i] = _values[code];
            codes[i++] = code;
        }

        Array.Sort(sorted, codes, StringComparer.Ordinal);
        for (int row = 0; row < codes.Length; row++) remap[codes[row]] = row;
        return (new Vocabulary(sorted), remap);
    }
}
