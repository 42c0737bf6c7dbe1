using System.Buffers.Binary;
using System.Text;

namespace Personalization.Core.Tests;

/// <summary>
/// Whatever stands in a file, the reader ends in a result or in a <see cref="ModelFileException"/>, and allocates little.
/// </summary>
public sealed class ModelFileDamageTests : IDisposable
{
    private const long AllocationLimit = 1 << 20;

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_CutAtEveryLength_Throws()
    {
        byte[] whole = ModelFileTests.Bytes(ModelFileTests.Everything());
        for (int length = 0; length < whole.Length; length++)
        {
            using MemoryStream stream = new(whole, 0, length);
            Assert.Throws<ModelFileException>(() => ModelFile.Read(stream));
        }
    }

    [Fact]
    public void Open_CutAtEveryLength_SaysSoAndNamesTheFile()
    {
        byte[] whole = ModelFileTests.Bytes(ModelFileTests.Everything());
        for (int length = 0; length < whole.Length; length += length < 16 ? 1 : 7)
        {
            File.WriteAllBytes(_path, whole.AsSpan(0, length));
            ModelFileException error = Assert.Throws<ModelFileException>(() => ModelFile.Open(_path));
            Assert.Contains(_path, error.Message, StringComparison.Ordinal);
            Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_BytesAfterTheEnd_Throws()
    {
        byte[] longer = [.. ModelFileTests.Bytes(ModelFileTests.Everything()), 0];
        File.WriteAllBytes(_path, longer);
        Assert.Throws<ModelFileException>(() => ModelFile.Open(_path));
        Assert.Throws<ModelFileException>(() => ModelFile.Read(new MemoryStream(longer)));
    }

    [Fact]
    public void Read_OneByteAltered_GivesAResultOrTheOneException()
    {
        byte[] whole = ModelFileTests.Bytes(ModelFileTests.Everything());
        Random random = new(20260101);
        int results = 0;
        int errors = 0;
        for (int run = 0; run < 2_000; run++)
        {
            byte[] altered = [.. whole];
            altered[random.Next(altered.Length)] ^= (byte)random.Next(1, 256);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                using ModelFile file = ModelFile.Read(new MemoryStream(altered), "everything", 2);
                ReadEverything(file);
                results++;
            }
            catch (ModelFileException)
            {
                errors++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
        }

        // Bytes of numbers may be any, so some changes can't be seen; most of this file is its header.
        Assert.True(results > 100 && errors > 1_000, $"{results} results, {errors} errors");
    }

    [Theory]
    [InlineData(0L)]
    [InlineData((64L << 20) + 1)]
    [InlineData(long.MaxValue)]
    [InlineData(-1L)]
    public void Read_HeaderOfImpossibleLength_ThrowsBeforeAllocating(long length)
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        AssertRefused(bytes, "its header claims");
    }

    [Fact]
    public void Read_HeaderLongerThanTheFile_ThrowsBeforeAllocating()
    {
        byte[] bytes = new byte[64];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 60L << 20);
        AssertRefused(bytes, "cut short");
    }

    [Theory]
    [InlineData(
        """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""",
        "more bytes than any file has")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536],"data_offsets":[0,0]}}""", "17179869184 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "data_offsets are 0 to 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "data_offsets are 4 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999],"data_offsets":[0,4]}}""", "integer from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]}}""", "more than 8 numbers")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "begins at byte 4 where the tensors before it end at 0")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[4],"data_offsets":[2,6]}}""",
        "without gap or overlap")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}}""",
        "stands twice")]
    [InlineData("""{"__metadata__":{"k":"1","k":"2"}}""", "stands twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", "Number in the header where String")]
    [InlineData("""{"a":{"dtype":"System.Type","shape":[4],"data_offsets":[0,4]}}""", "unknown type 'System.Type'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4]}}""", "lacks")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4],"x":1}}""", "'x'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[[[[[[4]]]]]],"data_offsets":[0,4]}}""", "tensor 'a'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,9223372036854775807]}}""", "data_offsets are 0 to 9223372036854775807")]
    [InlineData("""{"__metadata__":{"k":"\ud800"}}""", "isn't valid JSON")]
    [InlineData("""{} {}""", "isn't valid JSON")]
    [InlineData("""[]""", "begin with '{'")]
    [InlineData("""{"a":""", "isn't valid JSON")]
    public void Read_HeaderThatLies_SaysWhat(string header, string expected)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] bytes = new byte[sizeof(long) + json.Length + 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, json.Length);
        json.CopyTo(bytes, sizeof(long));
        AssertRefused(bytes, expected);
    }

    [Fact]
    public void Read_MoreThanAllowed_Throws()
    {
        byte[] whole = ModelFileTests.Bytes(ModelFileTests.Everything());
        ModelFileException error = Assert.Throws<ModelFileException>(
            () => ModelFile.Read(new MemoryStream(whole), maximumBytes: whole.Length - 1));
        Assert.Contains("at most", error.Message, StringComparison.Ordinal);
        using ModelFile file = ModelFile.Read(new MemoryStream(whole), maximumBytes: whole.Length);
        Assert.Equal("everything", file.Kind);
    }

    [Theory]
    [InlineData(new long[] { 0, 2, 1, 3 }, "before it begins")]
    [InlineData(new long[] { 0, 9, 3 }, "before it begins")]
    [InlineData(new long[] { 1, 2, 3 }, "don't run from 0")]
    [InlineData(new long[] { 0, 4 }, "don't run from 0")]
    [InlineData(new long[0], "don't run from 0")]
    public void Strings_OffsetsThatLie_SaysWhat(long[] offsets, string expected)
    {
        ModelFileWriter writer = new("strings", 1);
        writer.Add("s.utf8", "aä"u8);
        writer.Add("s.offsets", offsets);
        using ModelFile file = ModelFile.Read(new MemoryStream(ModelFileTests.Bytes(writer)));
        Assert.Contains(expected, Assert.Throws<ModelFileException>(() => file.Strings("s")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Strings_CutInsideACharacter_Throws()
    {
        ModelFileWriter writer = new("strings", 1);
        writer.Add("s.utf8", "aä"u8);
        writer.Add("s.offsets", (ReadOnlySpan<long>)[0, 2, 3]);
        using ModelFile file = ModelFile.Read(new MemoryStream(ModelFileTests.Bytes(writer)));
        Assert.Contains(
            "string 0 of 's' isn't valid UTF-8",
            Assert.Throws<ModelFileException>(() => file.Strings("s")).Message,
            StringComparison.Ordinal);
    }

    private static void AssertRefused(byte[] bytes, string expected)
    {
        using MemoryStream stream = new(bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ModelFileException error = Assert.Throws<ModelFileException>(() => ModelFile.Read(stream));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static void ReadEverything(ModelFile file)
    {
        foreach (string name in file.TensorNames) _ = file.Shape(name).Length;
        file.Floats("floats", -1, 3);
        file.Doubles("doubles");
        file.Int32s("ints");
        file.Int64s("longs");
        file.Bytes("bytes");
        file.UInt16s("words");
        file.Strings("vocabulary");
        file.Strings("nothing");
        file.Floats("no rows");
        file.GetMetadata("place");
        file.GetMetadata<double>("rate");
        file.GetMetadata<ulong>("seed");
    }
}
