using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>Trims fields, of which hardly one needs it: two comparisons instead of a search from both ends.</summary>
internal static class FieldText
{
    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>The field without blanks, tabs and ends of line around it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> field) =>
        field.IsEmpty || (field[0] > ' ' && field[^1] > ' ') ? field : field.Trim(Blanks);
}
