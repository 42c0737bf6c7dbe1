using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Embeddings of customers' features, and what the features are reconstructed to. Where that is far off, a customer is unlike all others:
/// an anomaly. Immutable and thread-safe. Make one with <see cref="FeatureAutoencoderTrainer"/>.
/// </summary>
public sealed class FeatureAutoencoderModel : IModel<FeatureAutoencoderModel>
{
    private const int RowsAtOnce = 256;

    private readonly AutoencoderNetwork _network;

    internal FeatureAutoencoderModel(
        FeatureAutoencoderOptions options, AutoencoderNetwork network, IReadOnlyList<string> featureNames, FeatureScaling scaling,
        FitReport report) =>
        (Options, _network, FeatureNames, Scaling, Report) = (options, network, featureNames, scaling, report);

    /// <inheritdoc/>
    public static ModelKind<FeatureAutoencoderModel> Kind { get; } = new("feature-autoencoder", 1, FeatureAutoencoderFile.Read);

    /// <summary>How it was trained; a loaded model doesn't know <see cref="FeatureAutoencoderOptions.Threads"/>.</summary>
    public FeatureAutoencoderOptions Options { get; }

    /// <summary>
    /// Epochs, why it stopped, the mean squared error of each epoch, with features hidden, and where customers were held out "−rmse", the
    /// root of theirs without, below 0; a loaded model has no duration.
    /// </summary>
    public FitReport Report { get; }

    /// <summary>Names of the features, in order.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>How the features were encoded and scaled.</summary>
    public FeatureScaling Scaling { get; }

    internal AutoencoderNetwork Network => _network;

    /// <summary>The embedding of each customer of a table, customers × dimensions.</summary>
    /// <param name="table">The model's features, raw or scaled as those of the fit.</param>
    /// <param name="threads">Most threads, at least 1; null: one a processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentException">
    /// Other features, or scaled in another way, or so far from those of the fit that an embedding isn't finite.
    /// </exception>
    public Matrix Embed(FeatureTable table, int? threads = null, CancellationToken cancellationToken = default) =>
        Run(table, Options.Dimensions, _network.Encode, threads, cancellationToken);

    /// <summary>Writes the embedding of one customer.</summary>
    /// <param name="scaledSample">Features in the scale of the training data, finite.</param>
    /// <param name="destination">Receives as many values as there are dimensions.</param>
    /// <exception cref="ArgumentException">
    /// A length is off, a value isn't finite, or so far from those of the fit that the embedding isn't.
    /// </exception>
    public void Embed(ReadOnlySpan<float> scaledSample, Span<float> destination) =>
        Run(scaledSample, destination, Options.Dimensions, _network.Encode);

    /// <summary>
    /// The features that come of each customer's embedding, customers × features, in the scale of the training data;
    /// <see cref="FeatureScaling.Invert"/> leads back.
    /// </summary>
    /// <inheritdoc cref="Embed(FeatureTable, int?, CancellationToken)"/>
    public Matrix Reconstruct(FeatureTable table, int? threads = null, CancellationToken cancellationToken = default) =>
        Run(table, FeatureNames.Count, _network.Forward, threads, cancellationToken);

    /// <summary>Writes the features that come of one customer's embedding.</summary>
    /// <param name="scaledSample">Features in the scale of the training data, finite.</param>
    /// <param name="destination">Receives as many values, in the same scale.</param>
    /// <inheritdoc cref="Embed(ReadOnlySpan{float}, Span{float})" path="/exception"/>
    public void Reconstruct(ReadOnlySpan<float> scaledSample, Span<float> destination) =>
        Run(scaledSample, destination, FeatureNames.Count, _network.Forward);

    /// <summary>
    /// How far each customer's features are from their reconstruction: the mean of squared differences in the scale of the training data,
    /// at least 0. The larger, the more unlike those of the fit.
    /// </summary>
    /// <inheritdoc cref="Embed(FeatureTable, int?, CancellationToken)"/>
    public double[] ReconstructionErrors(FeatureTable table, int? threads = null, CancellationToken cancellationToken = default)
    {
        MatrixView samples = AutoencoderInput.Scaled(table, FeatureNames, Scaling);
        Matrix reconstructed = Reconstruct(table, threads, cancellationToken);
        double[] errors = new double[samples.Rows];
        for (int row = 0; row < errors.Length; row++)
            errors[row] = AutoencoderTask.MeanSquaredError(reconstructed.Row(row), samples.Row(row));
        return errors;
    }

    /// <summary>
    /// The embeddings of a customer table's customers as a column for it: columns are encoded and scaled as those of the fit were.
    /// </summary>
    /// <param name="customers">Customers with the columns that the model was fitted to.</param>
    /// <param name="name">Name of the column.</param>
    /// <exception cref="ArgumentException">
    /// A column lacks or is of another kind, a cell is missing that nothing stands for, or features are so far from those of the fit that
    /// an embedding isn't finite.
    /// </exception>
    public VectorColumn ToColumn(CustomerTable customers, string name = "feature_embedding") =>
        new(name, Embed((Scaling.Encoding ?? FeatureEncoding.Plain(FeatureNames)).Apply(customers)))
        {
            Description = "Embedding of the features.",
        };

    /// <summary>
    /// Writes the model as a model file of kind <c>feature-autoencoder</c>: options, weights, and how features are encoded and scaled;
    /// nothing of any customer. The stream stays open.
    /// </summary>
    public void Save(Stream destination) => FeatureAutoencoderFile.Write(this).WriteTo(destination);

    private Matrix Run(FeatureTable table, int columns, AutoencoderPass pass, int? threads, CancellationToken cancellationToken)
    {
        MatrixView samples = AutoencoderInput.Scaled(table, FeatureNames, Scaling);
        AutoencoderInput.RequireFinite(samples);
        Matrix results = new(samples.Rows, columns);
        ParallelChunks.Run(
            samples.Rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                AutoencoderWorkspace workspace = _network.CreateWorkspace(end - start);
                workspace.Load(samples, start, end);
                MutableMatrixView output = pass(workspace);
                for (int row = start; row < end; row++)
                {
                    AutoencoderInput.RequireFiniteOutput(output.Row(row - start), row);
                    output.Row(row - start).CopyTo(results.Row(row));
                }
            },
            threads,
            cancellationToken);
        return results;
    }

    private void Run(ReadOnlySpan<float> scaledSample, Span<float> destination, int columns, AutoencoderPass pass)
    {
        if (scaledSample.Length != FeatureNames.Count || destination.Length != columns)
        {
            throw new ArgumentException(
                $"There are {scaledSample.Length} features and room for {destination.Length} values; {FeatureNames.Count} and {columns} "
                + "are expected.",
                nameof(destination));
        }

        AutoencoderInput.RequireFinite(scaledSample);
        AutoencoderWorkspace workspace = _network.CreateWorkspace(1);
        workspace.Load(new MatrixView(scaledSample.ToArray(), 1, scaledSample.Length), 0, 1);
        ReadOnlySpan<float> output = pass(workspace).Row(0);
        AutoencoderInput.RequireFiniteOutput(output, 0);
        output.CopyTo(destination);
    }

    private delegate MutableMatrixView AutoencoderPass(AutoencoderWorkspace workspace, long? step = null, int firstRow = 0);
}
