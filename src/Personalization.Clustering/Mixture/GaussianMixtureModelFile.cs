using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What a Gaussian mixture looks like in a file.</summary>
internal static class GaussianMixtureModelFile
{
    /// <summary>How far the sum of the weights may be from 1.</summary>
    private const double WeightTolerance = 1e-6;

    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(GaussianMixtureModel model)
    {
        ModelFileWriter file = GaussianMixtureModel.Kind.NewFile();
        GaussianMixtureOptions options = model.Options;
        file.Set("covariance", options.Covariance.ToString());
        file.Set("starts", options.Starts);
        file.Set("max_iterations", options.MaxIterations);
        file.Set("tolerance", options.Tolerance);
        file.Set("regularization", options.Regularization);
        file.Set("seed", options.Seed);
        file.AddReport(model.Report);
        file.Set("log_likelihood", model.LogLikelihood);
        file.Set("total_weight", model.TotalWeight);
        MixtureParameters parameters = model.Parameters;
        file.Add("weights", parameters.Weights);
        file.Add("means", parameters.Means, parameters.Count, parameters.Columns);
        file.Add("covariances", parameters.Covariances, Shape(options.Covariance, parameters.Count, parameters.Columns));
        file.Add("degenerate", Array.ConvertAll(parameters.IsDegenerate, value => value ? (byte)1 : (byte)0));
        file.Add("sizes", [.. model.Sizes]);
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    public static GaussianMixtureModel Read(ModelFile file)
    {
        // Tensors' shapes are checked against the bytes that are there, so sizes come from them.
        string[] features = file.Strings("features");
        double[] weights = file.Doubles("weights", -1);
        if (weights.Length == 0)
            throw file.Invalid("it has no components");

        GaussianMixtureOptions options = new()
        {
            ClusterCount = weights.Length,
            Covariance = file.GetEnum<CovarianceKind>("covariance"),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Regularization = file.GetMetadata<double>("regularization"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        double[] means = file.Doubles("means", weights.Length, features.Length);
        double[] covariances = file.Doubles("covariances", Shape(options.Covariance, weights.Length, features.Length));
        bool[] degenerate = Array.ConvertAll(file.Bytes("degenerate", weights.Length), value => value != 0);
        if (Array.Exists(weights, weight => !(weight >= 0)) || !(Math.Abs(weights.Sum() - 1) <= WeightTolerance))
            throw file.Invalid("the weights aren't shares of a whole");

        if (Array.Exists(means, value => !double.IsFinite(value)) || Array.Exists(covariances, value => !double.IsFinite(value)))
            throw file.Invalid("a mean or a covariance isn't finite");

        MixtureParameters parameters = MixtureParameters.TryCreate(options.Covariance, weights, means, covariances, degenerate)
            ?? throw file.Invalid("a covariance isn't positive definite");
        int[] sizes = file.Int32s("sizes", weights.Length);
        if (Array.Exists(sizes, size => size < 0))
            throw file.Invalid("a cluster's size is negative");

        return new GaussianMixtureModel(
            options,
            parameters,
            features,
            ScalingTensors.Read(file, features.Length),
            sizes,
            file.GetMetadata<double>("log_likelihood"),
            file.GetMetadata<double>("total_weight"),
            default,
            file.Report());
    }

    private static int[] Shape(CovarianceKind kind, int count, int columns) => kind switch
    {
        CovarianceKind.Full => [count, PackedCholesky.Length(columns)],
        CovarianceKind.Tied => [PackedCholesky.Length(columns)],
        CovarianceKind.Diagonal => [count, columns],
        _ => [count],
    };
}
