using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Personalization.MicrosoftML;

/// <summary>
/// Looks into ML.NET's zip before ML.NET does: each part names the assembly that reads it, which ML.NET would load, and a file must not say
/// what code runs.
/// </summary>
internal static class TransformerZip
{
    private const long MaximumContent = 1L << 30;

    private const int HeaderBytes = 256, AssemblyPlace = 0x90, AssemblyLength = 0x98, MostNameBytes = 4096;

    /// <summary>"ML\0MODEL": a part begins with it.</summary>
    private const ulong PartSignature = 0x4C45444F4D004C4D;

    /// <summary>The first assembly named that isn't ML.NET's; null where all are.</summary>
    /// <exception cref="InvalidDataException">It is no zip, a part is cut short, or it unpacks to more than 1 GiB.</exception>
    public static string? ForeignAssembly(byte[] zip)
    {
        using ZipArchive archive = new(new MemoryStream(zip), ZipArchiveMode.Read);
        long content = 0;
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            content += entry.Length;
            if (content > MaximumContent) throw new InvalidDataException("ML.NET's model unpacks to more than 1 GiB");
            using Stream part = entry.Open();
            if (AssemblyOf(part) is { Length: > 0 } name && !IsOfMLNet(name)) return name;
        }

        return null;
    }

    private static bool IsOfMLNet(string assembly)
    {
        string name = assembly.Split(',')[0].Trim();
        return name == "Microsoft.ML" || name.StartsWith("Microsoft.ML.", StringComparison.Ordinal);
    }

    private static string? AssemblyOf(Stream part)
    {
        byte[] header = new byte[HeaderBytes];
        if (part.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes) return null;
        if (BinaryPrimitives.ReadUInt64LittleEndian(header) != PartSignature) return null;
        long place = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(AssemblyPlace));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(AssemblyLength));
        if (length == 0) return null;
        if (place < HeaderBytes || place > MaximumContent || length > MostNameBytes)
            throw new InvalidDataException("a part of ML.NET's model has no valid name of an assembly");
        byte[] skipped = new byte[64 << 10];
        for (long left = place - HeaderBytes; left > 0;)
        {
            int read = part.Read(skipped, 0, (int)Math.Min(left, skipped.Length));
            if (read == 0) throw new InvalidDataException("a part of ML.NET's model is cut short");
            left -= read;
        }

        byte[] name = new byte[length];
        part.ReadExactly(name);
        return Encoding.Unicode.GetString(name);
    }
}
