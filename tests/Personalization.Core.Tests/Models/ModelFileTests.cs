using System.Text;

namespace Personalization.Core.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("model-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void WriteTo_TinyModel_IsTheseBytes()
    {
        ModelFileWriter writer = new("tiny", 3);
        writer.Add("b", (ReadOnlySpan<byte>)[7, 8, 9]);
        writer.Add("a", (ReadOnlySpan<float>)[1f, -2.5f], 2, 1);

        const string Header =
            """{"__metadata__":{"kind":"tiny","format_version":"3"},"a":"""
            + """{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""";
        const int PaddedLength = 168; // 161 characters and 7 spaces
        Assert.Equal(161, Header.Length);
        byte[] expected =
        [
            PaddedLength, 0, 0, 0, 0, 0, 0, 0,
            .. Encoding.ASCII.GetBytes(Header.PadRight(PaddedLength)),
            0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x20, 0xC0, // 1f, -2.5f in IEEE 754, lowest byte first
            7, 8, 9,
        ];
        Assert.Equal(expected, Bytes(writer));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_WhatWasWritten_IsTheSame(bool mapped)
    {
        string path = Path.Combine(_folder, "all.model");
        ModelFileWriter writer = Everything();
        writer.Save(path);
        using ModelFile file = mapped
            ? ModelFile.Open(path, "everything", 2)
            : ModelFile.Read(new NoLengthStream(Bytes(writer)), "everything", 2);

        Assert.Equal("everything", file.Kind);
        Assert.Equal(2, file.FormatVersion);
        Assert.Equal("Zürich \"x\" 😀", file.GetMetadata("place"));
        Assert.Equal(0.1 + 0.2, file.GetMetadata<double>("rate"));
        Assert.Equal(ulong.MaxValue, file.GetMetadata<ulong>("seed"));
        Assert.False(file.TryGetMetadata("absent", out _));
        Assert.Equal([float.NaN, float.PositiveInfinity, -0f, 1, 2, 3], file.Floats("floats", 2, 3));
        Assert.Equal([Math.PI, double.Epsilon], file.Doubles("doubles", -1));
        Assert.Equal([int.MinValue, 0, int.MaxValue], file.Int32s("ints"));
        Assert.Equal([long.MinValue, long.MaxValue], file.Int64s("longs"));
        Assert.Equal<byte>([0, 255], file.Bytes("bytes"));
        Assert.Equal<ushort>([65535], file.UInt16s("words"));
        Assert.Equal(["", "22423", "Ænglish 😀", ""], file.Strings("vocabulary"));
        Assert.Empty(file.Strings("nothing"));
        Assert.Empty(file.Floats("no rows", 0, 5));
        Assert.Equal([2, 3], file.Shape("floats").ToArray());
        Assert.True(file.Contains("ints"));
        Assert.False(file.Contains("absent"));
    }

    [Fact]
    public void WriteTo_TensorsOfManyWidths_WidestFirstThenInOrderOfAdding()
    {
        ModelFileWriter writer = new("widths", 1);
        writer.Add("one", (ReadOnlySpan<byte>)[1, 2, 3]);
        writer.Add("four b", (ReadOnlySpan<int>)[1]);
        writer.Add("eight b", (ReadOnlySpan<long>)[1]);
        writer.Add("two", (ReadOnlySpan<ushort>)[1]);
        writer.Add("four a", (ReadOnlySpan<float>)[1]);
        writer.Add("eight a", (ReadOnlySpan<double>)[1]);
        using ModelFile file = ModelFile.Read(new MemoryStream(Bytes(writer)));

        Assert.Equal(["eight b", "eight a", "four b", "four a", "two", "one"], file.TensorNames);
    }

    [Fact]
    public void Read_LargerThanOneBlock_IsTheSame()
    {
        int[] values = Enumerable.Range(0, 100_000).ToArray();
        ModelFileWriter writer = new("large", 1);
        writer.Add("values", values);
        using ModelFile file = ModelFile.Read(new NoLengthStream(Bytes(writer)));
        Assert.Equal(values, file.Int32s("values"));
    }

    [Fact]
    public void Save_FileStandsThere_IsReplacedAndNothingElseIsLeft()
    {
        string path = Path.Combine(_folder, "m.model");
        File.WriteAllText(path, "old");
        Everything().Save(path);
        Assert.Equal(Bytes(Everything()), File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Save_FolderIsAbsent_ThrowsAndLeavesNothing()
    {
        Assert.ThrowsAny<IOException>(() => Everything().Save(Path.Combine(_folder, "absent", "m.model")));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Open_OtherKind_SaysBoth()
    {
        ModelFileException error = Assert.Throws<ModelFileException>(() => ModelFile.Read(new MemoryStream(Bytes(Everything())), "kmeans"));
        Assert.Contains("'everything'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'kmeans'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerVersion_SaysBoth()
    {
        ModelFileException error = Assert.Throws<ModelFileException>(
            () => ModelFile.Read(new MemoryStream(Bytes(Everything())), "everything", 1));
        Assert.Contains("format version 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("up to 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Floats_OtherTypeOrShape_SaysWhatWasFoundAndExpected()
    {
        using ModelFile file = ModelFile.Read(new MemoryStream(Bytes(Everything())));
        Assert.Contains("'ints' is I32 [3]; F32 of any shape is expected", Error(() => file.Floats("ints")), StringComparison.Ordinal);
        Assert.Contains(
            "'floats' is F32 [2, 3]; F32 [any, 4] is expected", Error(() => file.Floats("floats", -1, 4)), StringComparison.Ordinal);
        Assert.Contains("no tensor 'absent'", Error(() => file.Floats("absent")), StringComparison.Ordinal);
        Assert.Contains("'place'", Error(() => file.GetMetadata<int>("place")), StringComparison.Ordinal);

        static string Error(Func<object?> read) => Assert.Throws<ModelFileException>(read).Message;
    }

    [Fact]
    public void Floats_AfterDispose_Throws()
    {
        ModelFile file = ModelFile.Read(new MemoryStream(Bytes(Everything())));
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Floats("floats"));
    }

    [Fact]
    public void Add_WhatCannotBeWritten_Throws()
    {
        ModelFileWriter writer = new("x", 1);
        writer.Add("a", (ReadOnlySpan<int>)[1, 2, 3]);
        Assert.Throws<ArgumentException>(() => writer.Add("a", (ReadOnlySpan<int>)[1]));
        Assert.Throws<ArgumentException>(() => writer.Add("b", (ReadOnlySpan<int>)[1, 2, 3], 2, 2));
        Assert.Throws<ArgumentException>(() => writer.Add("b", (ReadOnlySpan<int>)[1, 2, 3], -3, -1));
        Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", (ReadOnlySpan<int>)[1]));
        Assert.Throws<ArgumentException>(() => writer.Set("kind", "y"));
        Assert.Throws<ArgumentException>(() => writer.AddStrings("s", ["\ud800"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelFileWriter("x", 0));
    }

    internal static ModelFileWriter Everything()
    {
        ModelFileWriter writer = new("everything", 2);
        writer.Set("place", "Zürich \"x\" 😀");
        writer.Set("rate", 0.1 + 0.2);
        writer.Set("seed", ulong.MaxValue);
        writer.Add("bytes", (ReadOnlySpan<byte>)[0, 255]);
        writer.Add("floats", (ReadOnlySpan<float>)[float.NaN, float.PositiveInfinity, -0f, 1, 2, 3], 2, 3);
        writer.Add("doubles", (ReadOnlySpan<double>)[Math.PI, double.Epsilon]);
        writer.Add("ints", (ReadOnlySpan<int>)[int.MinValue, 0, int.MaxValue]);
        writer.Add("words", (ReadOnlySpan<ushort>)[65535]);
        writer.Add("longs", (ReadOnlySpan<long>)[long.MinValue, long.MaxValue]);
        writer.AddStrings("vocabulary", ["", "22423", "Ænglish 😀", ""]);
        writer.AddStrings("nothing", []);
        writer.Add("no rows", ReadOnlySpan<float>.Empty, 0, 5);
        return writer;
    }

    internal static byte[] Bytes(ModelFileWriter writer)
    {
        using MemoryStream stream = new();
        writer.WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>A stream like a network's: no length, no seeking, a few bytes at a time.</summary>
    private sealed class NoLengthStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1021)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1021));
    }
}
