using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k centers with a price each: a sample belongs to the cluster of smallest squared distance − price, of equal ones the first (a power
/// diagram). The sizes of training are within the bounds; those of a prediction are what the samples make them.
/// <para>Rows that tied exactly in training, as equal rows do that the bounds had to split, are remembered by their values: of such rows in
/// one call the first get the first of their clusters, as many as it had, then the next. Their values stand in the model file. Immutable
/// and thread-safe.</para>
/// </summary>
public sealed class SizeConstrainedKMeansModel : CenterClusterModel, IModel<SizeConstrainedKMeansModel>
{
    /// <inheritdoc/>
    public static ModelKind<SizeConstrainedKMeansModel> Kind { get; } = new("size-constrained-kmeans", 1, Read);

    private readonly SquaredCosts _squares;
    private readonly TiedRows _tied;

    internal SizeConstrainedKMeansModel(
        CenterClusterParts parts,
        SizeConstrainedKMeansOptions options,
        double inertia,
        double[] prices,
        SquaredCosts squares,
        TiedRows tied)
        : base(parts, new PricedAssignment(parts.Centers, prices, squares, tied), options.Threads)
    {
        Options = options;
        Inertia = inertia;
        Prices = prices;
        _squares = squares;
        _tied = tied;
        RawCenters = Unscale();
    }

    /// <summary>How it was fitted.</summary>
    public SizeConstrainedKMeansOptions Options { get; }

    /// <summary>Sum of squared distances of the training rows to their centers, in the scale of the training data.</summary>
    public double Inertia { get; }

    /// <summary>
    /// Price of each cluster, in squared units of the training data: positive for one that had to be filled up to the least size, negative
    /// for one that had to turn rows away, 0 for the others. About what the inertia would fall by if its bound allowed one row more or
    /// less.
    /// </summary>
    public IReadOnlyList<double> Prices { get; }

    /// <summary>Distinct values that are remembered because rows of them tied exactly in training.</summary>
    public int TiedValueCount => _tied.Values.Rows;

    /// <summary>
    /// The centers in the units of the raw features, k × d: after a logarithm these are geometric, not arithmetic, means.
    /// </summary>
    public MatrixView RawCenters { get; }

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, Kind);
        file.Set("min_size", Options.MinSize);
        file.Set("max_size", Options.MaxSize ?? 0);
        file.Set("starts", Options.Starts);
        file.Set("max_iterations", Options.MaxIterations);
        file.Set("tolerance", Options.Tolerance);
        file.Set("seed", Options.Seed);
        file.Set("inertia", Inertia);
        file.Set("quantum", _squares.Quantum);
        file.Add("prices", [.. Prices]);
        file.Add("tied_values", _tied.Values.Memory.Span, _tied.Values.Rows, _tied.Values.Columns);
        file.Add("tied_counts", _tied.Counts, _tied.Values.Rows, ClusterCount);
        return file;
    }

    private static SizeConstrainedKMeansModel Read(ModelFile file)
    {
        SizeConstrainedKMeansOptions options = new()
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            MinSize = file.GetMetadata<int>("min_size"),
            MaxSize = file.GetMetadata<int>("max_size") is int size and not 0 ? size : null,
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        CenterClusterParts parts = CenterModelFile.Read(file);
        double[] prices = file.Doubles("prices", options.ClusterCount);
        double quantum = file.GetMetadata<double>("quantum");
        if (!double.IsFinite(quantum) || quantum < 0 || Array.Exists(prices, price => !double.IsFinite(price)))
            throw file.Invalid("a price isn't finite, or the quantum of costs isn't finite and at least 0");

        return new SizeConstrainedKMeansModel(
            parts,
            options,
            file.GetMetadata<double>("inertia"),
            prices,
            new SquaredCosts(quantum),
            ReadTied(file, options.ClusterCount, parts.Centers.Columns));
    }

    private static TiedRows ReadTied(ModelFile file, int clusterCount, int columns)
    {
        float[] values = file.Floats("tied_values", -1, columns);
        int rows = file.Shape("tied_values")[0];
        int[] counts = file.Int32s("tied_counts", rows, clusterCount);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<int> own = counts.AsSpan(row * clusterCount, clusterCount);
            if (own.IndexOfAnyExceptInRange(0, int.MaxValue) >= 0 || own.IndexOfAnyExcept(0) < 0)
                throw file.Invalid($"the counts of tied value {row} must be at least 0, and not all 0");
        }

        return new TiedRows(new MatrixView(values, rows, columns), counts);
    }
}
