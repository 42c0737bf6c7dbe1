using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// Trees that were boosted elsewhere, such as by <c>Personalization.MicrosoftML</c>, and are served here without what trained them. The
/// score of a customer is the sum of one leaf a tree, in log-odds. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// Friedman (2001), "Greedy function approximation: a gradient boosting machine". Reasons are Shapley values (Lundberg, Erion and Lee
/// 2018).
/// </remarks>
public sealed class BoostedTreesModel : IProbabilityModel, IModel<BoostedTreesModel>
{
    private const int RowsPerChunk = 256;

    private readonly TreeShapley _shapley;

    internal BoostedTreesModel(
        string outcome, string learner, FeatureEncoding encoding, TreeEnsemble trees, ScoreCalibration calibration, FitReport report)
    {
        (Outcome, Learner, Encoding, Trees, Calibration, Report) = (outcome, learner, encoding, trees, calibration, report);
        ColumnNames = [.. encoding.Columns.Select(column => column.Name)];
        _shapley = new TreeShapley(trees);
    }

    /// <inheritdoc cref="IModel{TSelf}.Kind"/>
    public static ModelKind<BoostedTreesModel> Kind { get; } = new("boosted-trees", 1, BoostedTreesFile.Read);

    /// <inheritdoc />
    public string Outcome { get; }

    /// <summary>What grew the trees, such as "fast-tree".</summary>
    public string Learner { get; }

    /// <inheritdoc />
    public FitReport Report { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> ColumnNames { get; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => Trees.Count;

    /// <summary>Mean score of the customers that were learned from, in log-odds.</summary>
    public double Baseline => Trees.Baseline;

    internal FeatureEncoding Encoding { get; }

    internal TreeEnsemble Trees { get; }

    internal ScoreCalibration Calibration { get; }

    /// <summary>Probabilities, 0 to 1, one for each row of the table. O(customers · trees · depth).</summary>
    /// <inheritdoc />
    public double[] Predict(CustomerTable customers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        MatrixView features = Encoding.Apply(customers).Values;
        double[] probabilities = new double[features.Rows];
        ParallelChunks.Run(
            features.Rows,
            RowsPerChunk,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++) probabilities[row] = Calibration.Apply(Trees.Score(features.Row(row)));
            },
            null,
            cancellationToken);
        return probabilities;
    }

    /// <summary>
    /// Why a customer has their probability: the Shapley values of each column's features, added up. O(trees · leaves · depth²).
    /// </summary>
    /// <inheritdoc />
    public ProbabilityReasons Explain(CustomerProfile customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        MatrixView features = Encoding.Apply(customer.Table.ForCustomers([customer.Id])).Values;
        double[] values = new double[Encoding.FeatureNames.Count];
        _shapley.AddTo(values, features.Row(0));
        List<ColumnContribution> parts = [];
        int feature = 0;
        foreach (EncodedColumn column in Encoding.Columns)
        {
            double sum = 0;
            for (int i = 0; i < column.FeatureCount; i++) sum += values[feature++];
            parts.Add(new ColumnContribution(column.Name, customer.Text(column.Name), sum));
        }

        double score = Trees.Score(features.Row(0));
        return new ProbabilityReasons(Calibration.Apply(score), score, Baseline, ProbabilityReasons.Sorted(parts));
    }

    /// <summary>Writes the model as a model file of kind <c>boosted-trees</c>; the stream stays open.</summary>
    /// <inheritdoc />
    public void Save(Stream destination) => BoostedTreesFile.Write(this).WriteTo(destination);
}
