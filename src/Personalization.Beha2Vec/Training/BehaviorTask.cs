using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// What is trained. An example is a customer: of each event but the last, the next one's item, type and time are told. Items by a softmax
/// over all of them.
/// </summary>
internal sealed class BehaviorTask : TrainingTask<BehaviorChunk>
{
    private const int Cutoff = 10, CustomersAtOnce = 16, RowsAtOnce = 256;

    private readonly Beha2VecOptions _options;
    private readonly BehaviorExamples _examples;
    private readonly int[] _order;

    public BehaviorTask(Beha2VecOptions options, BehaviorExamples examples)
    {
        (_options, _examples) = (options, examples);
        _order = [.. examples.Usable];
        Network = new BehaviorNetwork(BehaviorShape.Of(examples.Sequences.Vocabulary), options);
    }

    public BehaviorNetwork Network { get; }

    public override IReadOnlyList<Parameter> Parameters => Network.Parameters;

    public override int ExampleCount => _order.Length;

    public override int ChunkSize => 32;

    public override string MetricName => "ndcg@10";

    public override string Fingerprint => $"{_options}, {Network.Shape}, {_order.Length} customers";

    public override void BeginEpoch(int epoch)
    {
        _examples.Usable.CopyTo(_order, 0);
        new RandomStream(_options.Seed, "order", (ulong)epoch).Shuffle(_order.AsSpan());
    }

    public override BehaviorChunk CreateWorkspace(int examples) => new(Network, RowsAtOnce);

    public override void Prepare(BehaviorChunk workspace, int first, int count, long step)
    {
        BehaviorToken[] read = workspace.Read;
        workspace.Sequences.Clear();
        for (int i = first; i < first + count; i++)
            workspace.Sequences.AddWithTargets(read.AsSpan(0, _examples.Read(_order[i], read)));
    }

    public override double Accumulate(BehaviorChunk workspace, int first, int count, long step, float scale, Gradients gradients)
    {
        BehaviorWorkspace sequences = workspace.Sequences;
        float perStep = scale / (float)_examples.StepsPerCustomer;
        Network.Forward(sequences, step, first * _options.MaxLength);
        sequences.OutputSlope.Memory.Span.Clear();
        double loss = 0;
        for (int start = 0; start < sequences.RowCount; start += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, sequences.RowCount - start);
            if (_options.ItemWeight > 0) loss += _options.ItemWeight * ItemLoss(workspace, start, rows, perStep, gradients);
            loss += _options.TypeWeight * HeadLoss(
                workspace, Network.TypeHead, start, rows, (float)(perStep * _options.TypeWeight), token => token.Type, gradients);
            loss += _options.GapWeight * HeadLoss(
                workspace, Network.GapHead, start, rows, (float)(perStep * _options.GapWeight), token => token.Gap, gradients);
        }

        Network.Backward(sequences, gradients, step, first * _options.MaxLength);
        return loss / _examples.StepsPerCustomer;
    }

    /// <summary>NDCG@10 of the held-out events' items among all that the customer hasn't had; NaN where nothing is held out.</summary>
    public override double Validate(CancellationToken cancellationToken)
    {
        int[] heldOut = _examples.HeldOut;
        if (heldOut.Length == 0) return double.NaN;
        double[] gains = new double[heldOut.Length];
        ParallelChunks.Run(
            heldOut.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                BehaviorWorkspace workspace = Network.CreateWorkspace();
                BehaviorToken[] read = new BehaviorToken[_options.MaxLength], last = new BehaviorToken[1];
                float[] scores = new float[Network.Shape.Items];
                for (int i = start; i < end; i++)
                {
                    int count = _examples.Read(heldOut[i], read);
                    if (_examples.Sequences.Read(heldOut[i], 0, last) == 0 || last[0].Item == 0) continue;
                    workspace.Clear();
                    workspace.Add(read.AsSpan(0, count));
                    Network.Forward(workspace);
                    NextItems.Score(Network, workspace.Output.Row(count - 1), scores);
                    foreach (BehaviorToken token in read.AsSpan(0, count)) scores[token.Item] = float.NegativeInfinity;
                    int rank = NextItems.Rank(scores, last[0].Item);
                    gains[i] = rank < Cutoff ? 1 / Math.Log2(rank + 2) : 0;
                }
            },
            _options.Threads,
            cancellationToken);
        double sum = 0;
        foreach (double gain in gains) sum += gain;
        return sum / gains.Length;
    }

    private double ItemLoss(BehaviorChunk workspace, int start, int rows, float scale, Gradients gradients)
    {
        BehaviorWorkspace sequences = workspace.Sequences;
        int known = 0, dimensions = _options.Dimensions;
        Span<int> places = workspace.Places, targets = workspace.TargetCodes;
        MutableMatrixView gathered = workspace.Gathered, slopes = workspace.GatheredSlopes;
        for (int row = start; row < start + rows; row++)
        {
            int item = sequences.Targets[row].Item;
            if (item == 0) continue;
            sequences.Output.Row(row).CopyTo(gathered.Row(known));
            (places[known], targets[known]) = (row, item);
            known++;
        }

        if (known == 0) return 0;
        MutableMatrixView states = gathered.Slice(0, known, 0, dimensions), logits = workspace.Logits.Slice(0, known, 0, Network.Shape.Items);
        for (int i = 0; i < known; i++) Network.ItemBias.Values.Row(0).CopyTo(logits.Row(i));
        MatrixProduct.Multiply(states, MatrixOperand.Transpose(Network.Items.Values), logits, accumulate: true, threads: 1);
        for (int i = 0; i < known; i++) logits.Row(i)[0] = float.MinValue; // nobody's next item is the unknown one
        double loss = Losses.SoftmaxCrossEntropy(logits, targets[..known], (float)(scale * _options.ItemWeight));
        MutableMatrixView stateSlopes = slopes.Slice(0, known, 0, dimensions);
        MatrixProduct.Multiply(logits, Network.Items.Values.View, stateSlopes, threads: 1);
        MatrixProduct.Multiply(
            MatrixOperand.Transpose(logits), states, gradients.Of(Network.Items).MutableView, accumulate: true, threads: 1);
        Span<float> biases = gradients.Of(Network.ItemBias).Row(0);
        for (int i = 0; i < known; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.Add(biases, logits.Row(i), biases);
            Span<float> slope = sequences.OutputSlope.Row(places[i]);
            System.Numerics.Tensors.TensorPrimitives.Add(slope, stateSlopes.Row(i), slope);
        }

        return loss;
    }

    private static double HeadLoss(
        BehaviorChunk workspace, Linear head, int start, int rows, float scale, Func<BehaviorToken, int> codeOf, Gradients gradients)
    {
        if (scale == 0) return 0;
        BehaviorWorkspace sequences = workspace.Sequences;
        MutableMatrixView logits = workspace.Heads.Slice(0, rows, 0, head.Bias.Columns);
        MutableMatrixView states = sequences.Output.Slice(start, rows, 0, sequences.Output.Columns);
        Span<int> targets = workspace.TargetCodes;
        for (int i = 0; i < rows; i++) targets[i] = codeOf(sequences.Targets[start + i]);
        head.Forward(states, logits);
        double loss = Losses.SoftmaxCrossEntropy(logits, targets[..rows], scale);
        MutableMatrixView slopes = workspace.GatheredSlopes.Slice(0, rows, 0, states.Columns);
        head.Backward(states, logits, slopes, gradients);
        for (int i = 0; i < rows; i++)
        {
            Span<float> slope = sequences.OutputSlope.Row(start + i);
            System.Numerics.Tensors.TensorPrimitives.Add(slope, slopes.Row(i), slope);
        }

        return loss;
    }
}
