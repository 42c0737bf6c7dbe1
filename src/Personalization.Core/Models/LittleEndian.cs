namespace Personalization.Core;

/// <summary>Turns elements between the machine's byte order and the file's, which is little-endian everywhere.</summary>
internal static class LittleEndian
{
    /// <summary>Reverses each element in place on a big-endian machine; does nothing elsewhere.</summary>
    public static void Convert(Span<byte> bytes, int elementSize)
    {
        if (BitConverter.IsLittleEndian || elementSize == 1) return;
        for (int i = 0; i < bytes.Length; i += elementSize) bytes.Slice(i, elementSize).Reverse();
    }
}
