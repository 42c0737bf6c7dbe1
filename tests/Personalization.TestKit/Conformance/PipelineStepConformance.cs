using System.Reflection;
using System.Text.Json;
using Personalization.Core;
using Personalization.Simulation;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every step of the pipeline must do. Derive, say how to make it, and every test here runs it within the whole job.</summary>
public abstract class PipelineStepConformance<TStep> : IDisposable
    where TStep : IPipelineStep
{
    private static readonly EventLog Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 200, Seed = 9 }).Log;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-step-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract TStep Create();

    [Fact]
    public void Name_AndWeight_AreWhatFilesAndProgressNeed()
    {
        IPipelineStep step = Create();

        Assert.Matches("^[a-z][a-z0-9_]*$", step.Name);
        Assert.True(step.Weight > 0 && double.IsFinite(step.Weight), $"The weight is {step.Weight}.");
    }

    /// <summary>A step serves any number of runs at once, so what it finds must not stay in it.</summary>
    [Fact]
    public void Fields_OfAStep_NeverChange() =>
        Assert.All(
            typeof(TStep).GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public),
            field => Assert.True(field.IsInitOnly || field.Name.StartsWith('<'), $"{field.Name} can change."));

    [Fact]
    public void Run_Twice_SameColumnsFilesReportAndSummary()
    {
        PersonalizationPipeline pipeline = new(new() { Seed = 4, Budget = 200m }, With(Create()));
        PersonalizationResult first = pipeline.Run(Shop, cancellationToken: Token), second = pipeline.Run(Shop, cancellationToken: Token);
        Dictionary<string, byte[]> one = Files(first, "one"), two = Files(second, "two");

        Assert.Equal(one.Keys.Order(StringComparer.Ordinal), two.Keys.Order(StringComparer.Ordinal));
        Assert.All(one, file => Assert.True(file.Value.AsSpan().SequenceEqual(two[file.Key]), $"{file.Key} differs."));
    }

    [Fact]
    public void Run_Columns_HaveTheStepsNameAndADescription()
    {
        TStep step = Create();
        PersonalizationResult result = new PersonalizationPipeline(steps: With(step)).Run(Shop, cancellationToken: Token);

        Assert.All(
            result.Customers.Columns.Where(column => column.Step == step.Name && !IsGiven(column)),
            column => Assert.NotEqual("", column.Description));
    }

    [Fact]
    public void Run_Progress_StaysWithinTheStep()
    {
        TStep step = Create();
        Recorder recorder = new();
        new PersonalizationPipeline(steps: With(step)).Run(Shop, recorder, Token);

        double[] fractions = [.. recorder.Seen.Select(progress => progress.Fraction!.Value)];
        Assert.Equal(fractions.Order(), fractions);
        Assert.Contains(recorder.Seen, progress => progress.Stage == step.Name);
    }

    [Fact]
    public void Run_AloneOnNothing_SaysWhatItNeedsOrWorks()
    {
        TStep step = Create();
        try
        {
            new PersonalizationPipeline(steps: PipelineSteps.Empty.Add(step)).Run(Shop, cancellationToken: Token);
        }
        catch (InvalidOperationException e)
        {
            Assert.Contains($"'{step.Name}'", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Summarize_InTheWholeJob_IsValidJson()
    {
        using MemoryStream stream = new();
        new PersonalizationPipeline(steps: With(Create())).Run(Shop, cancellationToken: Token).WriteSummary(stream);

        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(stream.ToArray()).RootElement.ValueKind);
    }

    /// <summary>Columns whose names and values come from the shop have no words of ours.</summary>
    private static bool IsGiven(CustomerColumn column) => column.Step == "attributes";

    private static PipelineSteps With(TStep step) =>
        PipelineSteps.Default.Any(known => known.Name == step.Name) ? PipelineSteps.Default.Replace(step) : PipelineSteps.Default.Add(step);

    private Dictionary<string, byte[]> Files(PersonalizationResult result, string name)
    {
        string folder = Path.Combine(_folder.FullName, name);
        result.Save(folder, includeTimings: false, Token);
        return Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllBytes);
    }

    private sealed class Recorder : IProgress<FitProgress>
    {
        public List<FitProgress> Seen { get; } = [];

        public void Report(FitProgress value)
        {
            lock (Seen) Seen.Add(value);
        }
    }
}
