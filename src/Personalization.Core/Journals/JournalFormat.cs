using System.Buffers.Binary;
using System.Text;

namespace Personalization.Core;

/// <summary>
/// The bytes of a journal, little-endian. Header: magic (8), version (4), length of the kind (4), the kind in UTF-8, check sum of all that
/// (4). Record: length n (4), check sum of the payload (4), check sum of these eight bytes and of the record's offset (4), payload (n).
/// </summary>
/// <remarks>
/// A process that is killed while it writes leaves a file that ends too early, and every byte before its end is right. The check sum of the
/// frame tells that apart from damage: where it is right and the payload is longer than the file, the record is torn; where it is wrong,
/// the file was altered.
/// </remarks>
internal static class JournalFormat
{
    public const int FrameBytes = 12;
    public const int MaximumKindBytes = 64;
    private const uint Version = 1;

    private static ReadOnlySpan<byte> Magic => "PZJRNL\r\n"u8;

    public static byte[] Header(string kind)
    {
        byte[] name = Encoding.UTF8.GetBytes(Guard.NotBlank(kind, nameof(kind)));
        if (name.Length > MaximumKindBytes)
            throw new ArgumentException($"The kind '{kind}' takes {name.Length} bytes; shorten it to {MaximumKindBytes}.", nameof(kind));
        byte[] header = new byte[20 + name.Length];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), Version);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), name.Length);
        name.CopyTo(header, 16);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16 + name.Length), Crc32C.Of(header.AsSpan(0, 16 + name.Length)));
        return header;
    }

    /// <summary>Says what is wrong with the first bytes of a file that aren't the header wanted.</summary>
    public static JournalException WrongHeader(string path, string kind, ReadOnlySpan<byte> found)
    {
        if (found.Length < 16 || !found[..8].SequenceEqual(Magic))
            return new($"'{path}' is no journal: it begins with other bytes. Give the path of a journal, or of no file yet.", 0);
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(found[8..]);
        if (version > Version)
            return new($"'{path}' is a journal of version {version}; this library reads version {Version}. Use a newer one.", 8);
        int length = BinaryPrimitives.ReadInt32LittleEndian(found[12..]);
        if (length is < 1 or > MaximumKindBytes || found.Length < 20 + length
            || BinaryPrimitives.ReadUInt32LittleEndian(found[(16 + length)..]) != Crc32C.Of(found[..(16 + length)]))
            return new($"The header of '{path}' was altered. Restore the file from a copy.", 8);
        return new($"'{path}' is a journal of kind '{Encoding.UTF8.GetString(found.Slice(16, length))}', not '{kind}'.", 12);
    }

    /// <summary>Writes a record's frame and payload to the start of <paramref name="destination"/>.</summary>
    public static void WriteRecord(ReadOnlySpan<byte> payload, long offset, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32LittleEndian(destination, payload.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], Crc32C.Of(payload));
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], CheckFrame(destination, offset));
        payload.CopyTo(destination[FrameBytes..]);
    }

    /// <summary>Reads a frame; false where its check sum is wrong.</summary>
    public static bool TryReadFrame(ReadOnlySpan<byte> frame, long offset, out uint length, out uint payloadCheck)
    {
        length = BinaryPrimitives.ReadUInt32LittleEndian(frame);
        payloadCheck = BinaryPrimitives.ReadUInt32LittleEndian(frame[4..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(frame[8..]) == CheckFrame(frame, offset);
    }

    private static uint CheckFrame(ReadOnlySpan<byte> frame, long offset)
    {
        Span<byte> bytes = stackalloc byte[16];
        frame[..8].CopyTo(bytes);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], offset);
        return Crc32C.Of(bytes);
    }
}
