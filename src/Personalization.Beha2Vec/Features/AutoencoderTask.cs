using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>What is trained. An example is a customer, whose features are to come out as they went in.</summary>
internal sealed class AutoencoderTask : TrainingTask<AutoencoderWorkspace>
{
    private const int RowsOfChunk = 32;

    private readonly FeatureAutoencoderOptions _options;
    private readonly MatrixView _samples;
    private readonly int[] _learned, _heldOut, _order;

    public AutoencoderTask(FeatureAutoencoderOptions options, MatrixView samples)
    {
        (_options, _samples) = (options, samples);
        int[] rows = [.. Enumerable.Range(0, samples.Rows)];
        new RandomStream(options.Seed, "validation customers").Shuffle(rows.AsSpan());
        int heldOut = (int)(samples.Rows * options.ValidationShare);
        _heldOut = rows[..heldOut];
        _learned = rows[heldOut..];
        _learned.AsSpan().Sort();
        _order = [.. _learned];
        Network = new AutoencoderNetwork(samples.Columns, options);
    }

    public AutoencoderNetwork Network { get; }

    public override IReadOnlyList<Parameter> Parameters => Network.Parameters;

    public override int ExampleCount => _order.Length;

    public override int ChunkSize => RowsOfChunk;

    /// <summary>Of the held-out customers' features, in the scale of the training data.</summary>
    public override string MetricName => "−rmse";

    public override string Fingerprint => $"{_options}, {_samples.Columns} features, {_order.Length} customers";

    public override void BeginEpoch(int epoch)
    {
        _learned.CopyTo(_order, 0);
        new RandomStream(_options.Seed, "order", (ulong)epoch).Shuffle(_order.AsSpan());
    }

    public override AutoencoderWorkspace CreateWorkspace(int examples) => Network.CreateWorkspace(examples);

    public override void Prepare(AutoencoderWorkspace workspace, int first, int count, long step) =>
        workspace.Load(_samples, _order.AsSpan(first, count));

    public override double Accumulate(AutoencoderWorkspace workspace, int first, int count, long step, float scale, Gradients gradients)
    {
        int features = _samples.Columns;
        MutableMatrixView output = Network.Forward(workspace, step, first);
        double loss = Losses.SquaredError(
            output.Memory.Span, workspace.Targets.Memory.Span, workspace.Slope(Network.Widths.Length - 2).Memory.Span, scale / features);
        Network.Backward(workspace, gradients, step, first);
        return loss / features;
    }

    public override double Validate(CancellationToken cancellationToken)
    {
        if (_heldOut.Length == 0) return double.NaN;
        double[] errors = new double[_heldOut.Length];
        ParallelChunks.Run(
            _heldOut.Length,
            RowsOfChunk,
            (_, start, end) =>
            {
                AutoencoderWorkspace workspace = Network.CreateWorkspace(end - start);
                workspace.Load(_samples, _heldOut.AsSpan(start, end - start));
                MutableMatrixView output = Network.Forward(workspace);
                for (int i = 0; i < output.Rows; i++) errors[start + i] = MeanSquaredError(output.Row(i), workspace.Targets.Row(i));
            },
            _options.Threads,
            cancellationToken);
        double sum = 0;
        foreach (double error in errors) sum += error;
        return -Math.Sqrt(sum / errors.Length);
    }

    public static double MeanSquaredError(ReadOnlySpan<float> values, ReadOnlySpan<float> others)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double difference = (double)values[i] - others[i];
            sum += difference * difference;
        }

        return sum / values.Length;
    }
}
