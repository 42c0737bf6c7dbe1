namespace Personalization.Core.Tests;

public sealed class ModelRegistryTests : IDisposable
{
    private static readonly ModelRegistry Registry = ModelRegistry.Empty.With(Tides.Kind, Moons.Kind);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-registry-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void With_TwoKindsOfOneName_ArgumentExceptionNamesIt()
    {
        ModelKind<Moons> other = new("tides", 1, _ => new Moons());

        Assert.Contains("'tides'", Assert.Throws<ArgumentException>(() => Registry.With(other)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Registry.With(Tides.Kind).Kinds.Count);
    }

    [Fact]
    public void Load_AnyKnownKind_TheModelOfTheFile()
    {
        new Tides(7).Save(In("a"));
        new Moons().Save(In("b"));

        Assert.Equal(7, Assert.IsType<Tides>(Registry.Load(In("a"))).Height);
        Assert.IsType<Moons>(Registry.Load(In("b")));
        ModelFileException error = Assert.Throws<ModelFileException>(() => ModelRegistry.Empty.Load(In("a")));
        Assert.Contains("no kind 'tides'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFolder_SomeKindsUnknown_NamesThemAndLoadsTheRest()
    {
        new Tides(7).Save(In("sea"));
        new Moons().Save(In("sky"));
        new ModelFileWriter("crystal-ball", 3).Save(In("ball"));
        new ModelFileWriter("tides", 1).Save(In("old"));
        new ModelFileWriter("tides", 4).Save(In("new"));
        File.WriteAllBytes(In("python"), [2, 0, 0, 0, 0, 0, 0, 0, .. "{}"u8]);
        File.WriteAllText(Path.Combine(_folder.FullName, "notes.txt"), "not a model");

        ModelSet models = Registry.LoadFolder(_folder.FullName);

        Assert.Equal(["sea", "sky"], models.Models.Keys);
        Assert.Equal(
            [("ball", "crystal-ball", 3), ("new", "tides", 4), ("old", "tides", 1), ("python", "", 0)],
            models.Unknown.Select(file => (Path.GetFileNameWithoutExtension(file.Path), file.Kind, file.FormatVersion)));
        Assert.Contains("add the kind", models.Unknown[0].Reason, StringComparison.Ordinal);
        Assert.Contains("update its package", models.Unknown[1].Reason, StringComparison.Ordinal);
        Assert.Contains("fit the model again", models.Unknown[2].Reason, StringComparison.Ordinal);
        Assert.Contains("another program", models.Unknown[3].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFolder_DamagedFileOfAKnownKind_ErrorNamesTheFile()
    {
        new Moons().Save(In("sky"));
        new ModelFileWriter("tides", 3).Save(In("sea"));

        ModelFileException error = Assert.Throws<ModelFileException>(() => Registry.LoadFolder(_folder.FullName));

        Assert.Contains("sea.safetensors", error.Message, StringComparison.Ordinal);
        Assert.Contains("'height'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadFolder_OptionOutOfRange_ErrorNamesTheFileAndTheOption()
    {
        ModelFileWriter file = Tides.Kind.NewFile();
        file.Set("height", -1);
        file.Save(In("sea"));

        string message = Assert.Throws<ModelFileException>(() => Registry.LoadFolder(_folder.FullName)).Message;

        Assert.Contains("sea.safetensors", message, StringComparison.Ordinal);
        Assert.Contains("height ('-1')", message, StringComparison.Ordinal);
    }

    [Fact]
    public void FindGetAll_ByNameAndType_OnlyWhatFits()
    {
        new Tides(1).Save(In("north"));
        new Tides(2).Save(In("baltic"));
        new Moons().Save(In("sky"));
        new ModelFileWriter("crystal-ball", 1).Save(In("ball"));
        ModelSet models = Registry.LoadFolder(_folder.FullName);

        Assert.Equal(2, models.Find<Tides>("baltic")!.Height);
        Assert.Null(models.Find<Tides>("sky"));
        Assert.Null(models.Find<Tides>("nowhere"));
        Assert.Equal(["baltic", "north"], models.All<Tides>().Select(model => model.Key));
        Assert.Same(models.Models["sky"], models.Get<IModel>("sky"));
        AssertMissing("nowhere", "there is baltic, north.");
        AssertMissing("sky", "is of kind 'moons'");
        AssertMissing("ball", "add the kind");

        void AssertMissing(string name, string why) =>
            Assert.Contains(why, Assert.Throws<InvalidOperationException>(() => models.Get<Tides>(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kind_VersionsThatContradict_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelKind<Moons>("moons", 1, _ => new Moons(), oldestVersion: 2));

    [Fact]
    public void AddReport_ManySeries_ReadBackInOrder()
    {
        FitSeries[] series = [new("objective", [3, 2, 1]), new("validation ndcg@10", [.1, .2])];
        FitReport report = new(3, StopReason.NoImprovement, series, TimeSpan.FromSeconds(1));
        ModelFileWriter writer = new("x", 1);
        writer.AddReport(report);
        writer.Save(In("x"));
        using ModelFile file = ModelFile.Open(In("x"));

        FitReport read = file.Report();

        Assert.Equal((3, StopReason.NoImprovement, TimeSpan.Zero, 1), (read.Iterations, read.StopReason, read.Duration, read.Objective));
        Assert.Equal(series.Select(one => one.Name), read.Series.Select(one => one.Name));
        Assert.Equal([.1, .2], read.Series[1].Values);
    }

    [Fact]
    public void ClosedForm_Objective_NaN()
    {
        Assert.Equal(double.NaN, FitReport.ClosedForm().Objective);
        Assert.Empty(FitReport.ClosedForm().Objectives);
    }

    private string In(string name) => Path.Combine(_folder.FullName, name + ModelFile.Extension);

    private sealed class Tides : IModel<Tides>
    {
        public Tides(int height)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(height);
            Height = height;
        }

        public static ModelKind<Tides> Kind { get; } = 
            new("tides", 3, file => new Tides(file.GetMetadata<int>("height")), oldestVersion: 2);

        public FitReport Report { get; } = FitReport.ClosedForm();

        public int Height { get; }

        public void Save(Stream destination)
        {
            ModelFileWriter file = Kind.NewFile();
            file.Set("height", Height);
            file.WriteTo(destination);
        }
    }

    private sealed class Moons : IModel<Moons>
    {
        public static ModelKind<Moons> Kind { get; } = new("moons", 1, _ => new Moons());

        public FitReport Report { get; } = FitReport.ClosedForm();

        public void Save(Stream destination) => Kind.NewFile().WriteTo(destination);
    }
}
