using Personalization.Core;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every model must do as a file. Derive, make one, and every test here runs.</summary>
public abstract class ModelConformance<TModel>
    where TModel : class, IModel<TModel>
{
    private const int DamagesTried = 1_000;

    /// <summary>A small model, the same at every call.</summary>
    protected abstract TModel Sample();

    [Fact]
    public void Save_LoadedModel_SameBytesAndReport()
    {
        TModel model = Sample();
        byte[] bytes = Bytes(model);

        TModel loaded = TModel.Kind.Load(new MemoryStream(bytes));

        Assert.Equal(bytes, Bytes(loaded));
        Assert.Equal(TimeSpan.Zero, loaded.Report.Duration);
        Assert.Equal((model.Report.Iterations, model.Report.StopReason), (loaded.Report.Iterations, loaded.Report.StopReason));
        Assert.Equal(model.Report.Series.Select(series => series.Name), loaded.Report.Series.Select(series => series.Name));
        Assert.All(model.Report.Series.Zip(loaded.Report.Series), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Fact]
    public void Save_Path_SameBytesAsStream()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-model-");
        try
        {
            string path = Path.Combine(folder.FullName, "model" + ModelFile.Extension);
            TModel model = Sample();
            File.WriteAllText(path, "what stood there before");

            model.Save(path);

            Assert.Equal(Bytes(model), File.ReadAllBytes(path));
            Assert.Equal(Bytes(model), Bytes(TModel.Kind.Load(path)));
            Assert.Single(folder.EnumerateFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Save_File_SaysKindAndNewestVersion()
    {
        IModel model = Sample();
        using ModelFile file = ModelFile.Read(new MemoryStream(Bytes(Sample())));

        Assert.Same(TModel.Kind, model.Kind);
        Assert.Equal((model.Kind.Name, model.Kind.NewestVersion), (file.Kind, file.FormatVersion));
    }

    [Fact]
    public void Load_OtherKindOrVersion_ErrorNamesIt()
    {
        MemoryStream other = Empty("something else", 1), newer = Empty(TModel.Kind.Name, TModel.Kind.NewestVersion + 1);

        ModelFileException ofOther = Assert.Throws<ModelFileException>(() => TModel.Kind.Load(other));
        ModelFileException ofNewer = Assert.Throws<ModelFileException>(() => TModel.Kind.Load(newer));
        Assert.Contains("'something else'", ofOther.Message, StringComparison.Ordinal);
        Assert.Contains("format version", ofNewer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CutAnywhere_ModelFileException()
    {
        byte[] bytes = Bytes(Sample());

        for (int length = 0; length < bytes.Length; length += 1 + (bytes.Length / DamagesTried))
        {
            MemoryStream cut = new(bytes, 0, length);
            Assert.Throws<ModelFileException>(() => TModel.Kind.Load(cut));
        }
    }

    [Fact]
    public void Load_AlteredAnywhere_ModelFileExceptionOrModel()
    {
        byte[] bytes = Bytes(Sample());

        for (int at = 0; at < bytes.Length; at += 1 + (bytes.Length / DamagesTried))
        {
            byte[] altered = [.. bytes];
            altered[at] ^= 0x5f;
            Exception? error = Record.Exception(() => TModel.Kind.Load(new MemoryStream(altered)));
            Assert.True(error is null or ModelFileException, $"Byte {at}: {error}");
        }
    }

    protected static byte[] Bytes(TModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static MemoryStream Empty(string kind, int version)
    {
        MemoryStream stream = new();
        new ModelFileWriter(kind, version).WriteTo(stream);
        stream.Position = 0;
        return stream;
    }
}
