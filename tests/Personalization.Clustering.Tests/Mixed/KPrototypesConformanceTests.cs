using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class KPrototypesOfNumbersConformanceTests : ClusterModelConformance<KPrototypesModel>
{
    protected override KPrototypesModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new KPrototypesTrainer(new() { ClusterCount = 3, Starts = 3, Seed = 7, Threads = threads }).Fit(samples, null, cancellationToken);
}

/// <summary>One feature's numbers are taken as levels, nearly all of them different.</summary>
public sealed class KPrototypesOfLevelsConformanceTests : ClusterModelConformance<KPrototypesModel>
{
    protected override KPrototypesModel Fit(MatrixView samples, int? threads, CancellationToken cancellationToken) =>
        new KPrototypesTrainer(new() { ClusterCount = 3, Starts = 3, Seed = 7, Threads = threads, Categories = ["x1"] })
            .Fit(samples, null, cancellationToken);
}

/// <summary>As a file; the matrix of distances makes the other tests' thousands of rows slow.</summary>
public sealed class GowerConformanceTests : ModelConformance<AgglomerativeModel>
{
    private static readonly Matrix Rows = Matrix.FromRows([0, 1], [2, -1], [10, 2], [12, 2], [13, 1], [4, 1], [7, 2]);

    private static AgglomerativeModel Fit(int? threads) => new AgglomerativeTrainer(new()
    {
        ClusterCount = 3,
        Threads = threads,
        Linkage = Linkage.Average,
        Distance = SampleDistance.Gower,
        Categories = ["x1"],
    }).Fit(Rows, null, TestContext.Current.CancellationToken);

    protected override AgglomerativeModel Sample() => Fit(null);

    [Fact]
    public void Save_AnyNumberOfThreads_SameBytes() => Assert.Equal(Bytes(Fit(1)), Bytes(Fit(7)));

    [Fact]
    public void Load_Saved_SamePredictions()
    {
        AgglomerativeModel model = Sample(), loaded = AgglomerativeModel.Kind.Load(new MemoryStream(Bytes(model)));
        int[] before = new int[Rows.Rows], after = new int[Rows.Rows];
        model.Predict(Rows, before);
        loaded.Predict(Rows, after);

        Assert.Equal(model.TrainingLabels.ToArray(), before);
        Assert.Equal(before, after);
        Assert.Equal(["x1"], loaded.Options.Categories);
    }
}
