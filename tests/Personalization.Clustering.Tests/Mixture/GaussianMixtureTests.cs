using FsCheck;
using FsCheck.Fluent;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class GaussianMixtureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_OneComponent_MeanCovarianceAndCriteriaByHand()
    {
        // Means 1 and 3: differences −1, 1, −1, 1 and −3, 1, 1, 1.
        GaussianMixtureModel model = Fit(Matrix.FromRows([0, 0], [2, 4], [0, 4], [2, 4]), new() { ClusterCount = 1, Regularization = 0 });

        Assert.Equal([1, 3], model.Components[0].Mean);
        Assert.Equal(1, model.Components[0].Covariance(0, 0), 14);
        Assert.Equal(3, model.Components[0].Covariance(1, 1), 14);
        Assert.Equal((3 + 1 - 1 + 1) / 4.0, model.Components[0].Covariance(0, 1), 14);
        Assert.Equal(Math.Sqrt(3), model.Components[0].StandardDeviation(1), 14);

        // A normal sample with its own covariance: the squared distances sum to n · d; |Σ| = 3 − 1.
        Assert.Equal(-.5 * ((4 * 2) + (4 * Math.Log(2)) + (4 * 2 * Math.Log(Math.Tau))), model.LogLikelihood, 12);
        Assert.Equal(5, model.ParameterCount);
        Assert.Equal((5 * Math.Log(4)) - (2 * model.LogLikelihood), model.BayesianCriterion, 12);
        Assert.Equal(10 - (2 * model.LogLikelihood), model.AkaikeCriterion, 12);
        Assert.Empty(model.DegenerateComponents);
        Assert.Equal(StopReason.Converged, model.Report.StopReason);
    }

    /// <summary>
    /// Figures of scikit-learn 1.2.1 (float64), begun with every row in the cluster of the nearest initial mean, 12 iterations, tol = 0.
    /// </summary>
    [Theory]
    [InlineData(
        CovarianceKind.Full, -7.25472204216795, -7.252799050980303, 3054.7708240220145, 2959.1196203921213,
        0.10981168792992145, 1.778772751198232, 0.9544151795504341)]
    [InlineData(
        CovarianceKind.Tied, -7.309258496030879, -7.298661947336583, 3009.53617416595, 2953.464778934633,
        0.16892658744604397, 2.0829011248715563, 0.9677207369006607)]
    [InlineData(
        CovarianceKind.Diagonal, -7.244822519736617, -7.240318796942748, 3002.0938661080595, 2936.127518777099,
        0.11558837542781819, 1.1978961260592143, 0.9545488944569716)]
    [InlineData(
        CovarianceKind.Spherical, -7.353664834224128, -7.353245766112746, 3015.4747495767706, 2969.298306445098,
        0.04890634250935942, 3.0167248350090254, 0.5564305861292352)]
    public void Fit_TwoHundredPoints_AsScikitLearn(
        CovarianceKind kind, double bound, double score, double bayesian, double akaike, double weight, double mean, double responsibility)
    {
        Matrix points = ReferencePoints.TwoHundred();
        GaussianMixtureModel model = Fit(points, From(points, kind) with { MaxIterations = 12 });
        double[] shares = new double[600];
        model.Responsibilities(points, shares);

        Assert.Equal(bound, -model.Report.Objective, 1e-9);
        Assert.Equal(score, model.LogLikelihood / 200, 1e-9);
        Assert.Equal(bayesian, model.BayesianCriterion, 1e-6);
        Assert.Equal(akaike, model.AkaikeCriterion, 1e-6);
        Assert.Equal(weight, model.Components[0].Weight, 1e-8);
        Assert.Equal(mean, model.Components[0].Mean[1], 1e-8);
        Assert.Equal(responsibility, shares[0], 1e-8);
        Assert.Equal((12, StopReason.IterationLimit), (model.Report.Iterations, model.Report.StopReason));
    }

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Tied)]
    [InlineData(CovarianceKind.Diagonal)]
    [InlineData(CovarianceKind.Spherical)]
    public void Predict_TrainingRows_LargestResponsibilityAndTrainingLabels(CovarianceKind kind)
    {
        Matrix points = ReferencePoints.TwoHundred();
        GaussianMixtureModel model = Fit(points, new() { ClusterCount = 4, Covariance = kind });
        int[] labels = new int[200];
        double[] shares = new double[800], logs = new double[200];
        model.Predict(points, labels);
        model.Responsibilities(points, shares);
        model.LogLikelihoods(points, logs);

        Assert.Equal(model.TrainingLabels.ToArray(), labels);
        for (int row = 0; row < 200; row++)
        {
            double[] own = shares[(4 * row)..(4 * (row + 1))];
            Assert.Equal(1, own.Sum(), 12);
            Assert.Equal(Array.IndexOf(own, own.Max()), labels[row]);
        }

        Assert.Equal(model.LogLikelihood, logs.Sum(), 1e-9);
        Assert.Equal(1, model.Components.Sum(component => component.Weight), 12);
        Assert.Equal(model.Sizes, Enumerable.Range(0, 4).Select(cluster => labels.Count(label => label == cluster)));
    }

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Tied)]
    [InlineData(CovarianceKind.Spherical)]
    public void Fit_Weighted_AsIfRowsWereRepeated(CovarianceKind kind)
    {
        Matrix points = ReferencePoints.TwoHundred();
        float[] weights = [.. Enumerable.Range(0, 200).Select(row => row % 3f)];
        int[] repeated = [.. Enumerable.Range(0, 200).SelectMany(row => Enumerable.Repeat(row, row % 3))];
        GaussianMixtureOptions options = From(points, kind);

        GaussianMixtureModel weighted = new GaussianMixtureTrainer(options).Fit(points, weights, null, Token);
        GaussianMixtureModel whole = Fit(Matrix.FromRows([.. repeated.Select(row => points.Row(row).ToArray())]), options);

        Assert.Equal(whole.LogLikelihood, weighted.LogLikelihood, 1e-8);
        Assert.Equal(199, weighted.TotalWeight);
        for (int component = 0; component < 3; component++)
        {
            Assert.Equal(whole.Components[component].Weight, weighted.Components[component].Weight, 1e-9);
            Assert.Equal(whole.Components[component].Mean[2], weighted.Components[component].Mean[2], 1e-9);
            Assert.Equal(whole.Components[component].Covariance(1, 0), weighted.Components[component].Covariance(1, 0), 1e-9);
        }
    }

    /// <summary>
    /// Degenerate mixtures aside: their variances are those of the regularization, beside which the rounding of a covariance (1e-15 of
    /// squares of about 10) is no longer nothing.
    /// </summary>
    [Fact]
    public void Fit_AnyData_LikelihoodNeverFalls()
    {
        int sound = 0;
        Check(property: samples => sound += CheckLikelihood(samples));

        Assert.InRange(sound, 60, 160);
    }

    private static int CheckLikelihood(Matrix samples)
    {
        int sound = 0;
        foreach (CovarianceKind kind in Enum.GetValues<CovarianceKind>())
        {
            GaussianMixtureOptions options = new()
            {
                ClusterCount = 3, Covariance = kind, Regularization = 1e-9, Tolerance = 0, MaxIterations = 15,
                InitialMeans = samples.View.Slice(0, 3),
            };
            GaussianMixtureModel model = Fit(samples, options);
            if (model.DegenerateComponents.Count > 0)
                continue;

            sound++;
            Assert.All(
                model.Report.Objectives.Zip(model.Report.Objectives.Skip(1)),
                pair => Assert.True(pair.Second <= pair.First + 1e-6, $"{pair}"));
            Assert.True(-model.LogLikelihood / samples.Rows <= model.Report.Objective + 1e-6);
        }

        return sound;
    }

    [Fact]
    public void Fit_RowsInAnotherOrder_SameMixture() => Check(property: samples =>
    {
        float[][] rows = [.. Enumerable.Range(0, samples.Rows).Select(row => samples.Row(row).ToArray())];
        foreach (CovarianceKind kind in Enum.GetValues<CovarianceKind>())
        {
            GaussianMixtureOptions options = new()
            {
                ClusterCount = 3, Covariance = kind, MaxIterations = 4, InitialMeans = samples.View.Slice(0, 3),
            };
            GaussianMixtureModel model = Fit(samples, options);
            if (model.DegenerateComponents.Count > 0)
                continue;

            GaussianMixtureModel other = Fit(Matrix.FromRows([.. rows.Reverse()]), options);
            Assert.Equal(model.LogLikelihood, other.LogLikelihood, 1e-6);
            Assert.Equal(model.Components[0].Mean[0], other.Components[0].Mean[0], 1e-6);
        }
    });

    [Theory]
    [InlineData(CovarianceKind.Full, 0)]
    [InlineData(CovarianceKind.Full, 1e-6)]
    [InlineData(CovarianceKind.Tied, 0)]
    [InlineData(CovarianceKind.Diagonal, 0)]
    [InlineData(CovarianceKind.Spherical, 0)]
    public void Fit_AsManyComponentsAsDistinctRows_RegularizedAndReported(CovarianceKind kind, double regularization)
    {
        Matrix samples = Matrix.FromRows([0, 0], [5, 5], [0, 0], [9, 1], [9, 1]);
        GaussianMixtureModel model = Fit(samples, new() { ClusterCount = 3, Covariance = kind, Regularization = regularization });

        Assert.Equal([0, 1, 2], model.DegenerateComponents);
        Assert.Equal([0, 1, 0, 2, 2], model.TrainingLabels.ToArray());
        Assert.True(double.IsFinite(model.LogLikelihood));
        Assert.InRange(model.Components[0].Covariance(0, 0), double.Epsilon, 1e-5);
    }

    [Fact]
    public void Fit_ConstantFeature_ReportedAndTheOthersStillSeparate()
    {
        Matrix samples = Matrix.FromRows([.. Enumerable.Range(0, 60).Select(row => new[] { (20f * (row % 2)) + (row % 7), 3f })]);
        GaussianMixtureModel model = Fit(samples, new() { ClusterCount = 2 });

        Assert.Equal([0, 1], model.DegenerateComponents);
        Assert.Equal(Enumerable.Range(0, 60).Select(row => row % 2), model.TrainingLabels.ToArray());
    }

    [Fact]
    public void Fit_GivenMeansFarFromAllRows_StaysWithWeightZero()
    {
        Matrix points = ReferencePoints.TwoHundred();
        GaussianMixtureModel model = Fit(points, new() { ClusterCount = 2, InitialMeans = Matrix.FromRows([5, 5, 5], [1e6f, 0, 0]) });

        Assert.Equal([1, 0], model.Components.Select(component => component.Weight));
        Assert.Equal(1e6, model.Components[1].Mean[0]);
        Assert.Equal([200, 0], model.Sizes);
        Assert.True(double.IsFinite(model.LogLikelihood));
    }

    [Fact]
    public void Fit_MoreStarts_NeverLessLikely()
    {
        Matrix points = ReferencePoints.TwoHundred();
        double[] likelihoods =
            [.. ((int[])[1, 3, 9]).Select(starts => Fit(points, new() { ClusterCount = 6, Starts = starts }).Report.Objective)];

        Assert.Equal(likelihoods.OrderDescending(), likelihoods);
    }

    [Fact]
    public void Sample_ManyDraws_MomentsOfTheModelAndSamePrefix()
    {
        GaussianMixtureModel model = Fit(ReferencePoints.TwoHundred(), From(ReferencePoints.TwoHundred(), CovarianceKind.Full));
        GaussianMixtureSample sample = model.Sample(20_000, 3);

        Assert.Equal(sample.Samples.Slice(0, 50).Memory.ToArray(), model.Sample(50, 3).Samples.Memory.ToArray());
        Assert.NotEqual(sample.Samples.Slice(0, 50).Memory.ToArray(), model.Sample(50, 4).Samples.Memory.ToArray());
        GaussianMixtureModel again = new GaussianMixtureTrainer(new() { ClusterCount = 1 }).Fit(
            Matrix.FromRows(
                [.. Enumerable.Range(0, 20_000).Where(row => sample.Labels[row] == 1).Select(row => sample.Samples.Row(row).ToArray())]),
            null,
            Token);
        Assert.Equal(model.Components[1].Weight, again.TotalWeight / 20_000, .01);
        for (int feature = 0; feature < 3; feature++)
        {
            Assert.Equal(model.Components[1].Mean[feature], again.Components[0].Mean[feature], .1);
            Assert.Equal(model.Components[1].Covariance(feature, 1), again.Components[0].Covariance(feature, 1), .2);
        }
    }

    [Fact]
    public void Fit_WrongMeansOrWeights_ErrorNamesThem()
    {
        Matrix points = ReferencePoints.TwoHundred();
        GaussianMixtureTrainer trainer = new();
        float[] alternating = [.. Enumerable.Range(0, 200).Select(i => 1f - (2 * (i % 2)))];

        ArgumentException means = Assert.Throws<ArgumentException>(
            () => Fit(points, new() { ClusterCount = 2, InitialMeans = new Matrix(3, 2) }));
        ArgumentException weights = Assert.Throws<ArgumentException>(() => trainer.Fit(points, alternating, null, Token));

        Assert.Contains("3 × 2; 2 components of 3 features need 2 × 3", means.Message, StringComparison.Ordinal);
        Assert.Contains("The weight of row 1 is -1", weights.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Fit(points, new float[200], null, Token));
    }

    [Fact]
    public void Load_CovarianceNotPositiveDefinite_Refused()
    {
        MemoryStream file = Write([1], [0, 0], [1, 2, 1]);

        Assert.Contains(
            "positive definite",
            Assert.Throws<ModelFileException>(() => GaussianMixtureModel.Load(file)).Message,
            StringComparison.Ordinal);
        Assert.Equal(1, GaussianMixtureModel.Load(Write([1], [0, 0], [1, .5, 1])).ClusterCount);
        Assert.Contains(
            "shares of a whole",
            Assert.Throws<ModelFileException>(() => GaussianMixtureModel.Load(Write([.5], [0, 0], [1, 0, 1]))).Message,
            StringComparison.Ordinal);
    }

    private static MemoryStream Write(double[] weights, double[] means, double[] covariances)
    {
        ModelFileWriter file = new(GaussianMixtureModel.Kind.Name, 1);
        file.Set("covariance", nameof(CovarianceKind.Full));
        file.Set("starts", 1);
        file.Set("max_iterations", 1);
        file.Set("tolerance", 0.0);
        file.Set("regularization", 0.0);
        file.Set("seed", 0UL);
        file.Set("iterations", 1);
        file.Set("stop_reason", nameof(StopReason.Converged));
        file.Set("log_likelihood", 1.0);
        file.Set("total_weight", 1.0);
        file.Set("scaling", "");
        file.Add("objectives", [1.0]);
        file.Add("weights", weights);
        file.Add("means", means, 1, 2);
        file.Add("covariances", covariances, 1, 3);
        file.Add("degenerate", new byte[1]);
        file.Add("sizes", [1]);
        file.AddStrings("features", ["x", "y"]);
        MemoryStream stream = new();
        file.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }

    private static GaussianMixtureOptions From(Matrix points, CovarianceKind kind) => new()
    {
        ClusterCount = 3,
        Covariance = kind,
        Tolerance = 0,
        MaxIterations = 10,
        InitialMeans = Matrix.FromRows(points.Row(0).ToArray(), points.Row(70).ToArray(), points.Row(150).ToArray()),
    };

    private static GaussianMixtureModel Fit(Matrix samples, GaussianMixtureOptions options) =>
        new GaussianMixtureTrainer(options).Fit(samples, null, Token);

    private static void Check(Action<Matrix> property)
    {
        Gen<Matrix> samples =
            from columns in Gen.Choose(1, 5)
            from rows in Gen.Choose(30, 90)
            from values in Gen.Choose(-400, 400).ArrayOf(rows * columns)
            select ToMatrix(values, rows, columns);
        Properties.Hold(Prop.ForAll(samples.ToArbitrary(), property), cases: 40);
    }

    private static Matrix ToMatrix(int[] values, int rows, int columns)
    {
        Matrix matrix = new(rows, columns);
        for (int i = 0; i < values.Length; i++)
            matrix.Values[i] = values[i] / 100f;

        return matrix;
    }
}
