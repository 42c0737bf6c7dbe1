using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Personalization.MicrosoftML.Tests;

public sealed class TransformerZipTests
{
    [Theory]
    [InlineData("Microsoft.ML.FastTree, Version=1.0.0.0, Culture=neutral, PublicKeyToken=cc7b13ffcd2ddd51", false)]
    [InlineData("Microsoft.ML", false)]
    [InlineData("Microsoft.MLoader", true)]
    [InlineData("Evil, Version=1.0.0.0", true)]
    public void ForeignAssembly_OfAPart_IsFound(string name, bool foreign) =>
        Assert.Equal(foreign ? name : null, TransformerZip.ForeignAssembly(Zip(Part(name))));

    [Fact]
    public void ForeignAssembly_NoPartAndNoName_IsNone()
    {
        Assert.Null(TransformerZip.ForeignAssembly(Zip([1, 2, 3])));
        Assert.Null(TransformerZip.ForeignAssembly(Zip(Part(""))));
    }

    [Fact]
    public void ForeignAssembly_CutShortOrNoZip_IsInvalid()
    {
        Assert.Throws<InvalidDataException>(() => TransformerZip.ForeignAssembly(Zip(Part("Evil", place: 5_000))));
        Assert.Throws<InvalidDataException>(() => TransformerZip.ForeignAssembly([1, 2, 3, 4]));
    }

    /// <summary>A header of 256 bytes, 64 of the part's own, then the name; or a place beyond the end.</summary>
    private static byte[] Part(string name, int place = 320)
    {
        byte[] text = Encoding.Unicode.GetBytes(name), part = new byte[320 + text.Length];
        "ML\0MODEL"u8.CopyTo(part);
        BinaryPrimitives.WriteInt64LittleEndian(part.AsSpan(0x90), place);
        BinaryPrimitives.WriteInt32LittleEndian(part.AsSpan(0x98), text.Length);
        text.CopyTo(part, 320);
        return part;
    }

    private static byte[] Zip(byte[] content)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("TransformerChain/Model.key").Open();
            entry.Write(content);
        }

        return stream.ToArray();
    }
}
