using System.Buffers.Binary;
using System.Numerics;

namespace Personalization.Core;

/// <summary>
/// CRC-32C (Castagnoli's polynomial, as in iSCSI, RFC 3720): the processor's instruction where it has one, else a
/// table; the same sums.
/// </summary>
internal static class Crc32C
{
    /// <summary>The check sum of these bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte one in bytes) crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
