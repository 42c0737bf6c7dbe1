using Personalization.Numerics;

namespace Personalization.Neural.Tests;

/// <summary>
/// Whether the sum of two numbers below 20 is odd, of pairs of which some are held out: exclusive or over two embeddings, with one of each
/// layer. A test may break in at any call.
/// </summary>
internal sealed class ParityTask : TrainingTask<ParityTask.Workspace>
{
    private const int Numbers = 20, Dimensions = 8, Hidden = 16;

    private readonly Embedding _left, _right;
    private readonly Linear _hidden, _output;
    private readonly LayerNorm _norm;
    private readonly Dropout _dropout;
    private readonly ulong _seed;
    private readonly int[] _pairs, _heldOut;
    private int[] _order;

    public ParityTask(ulong seed = 1, double dropout = .1)
    {
        _seed = seed;
        _left = new Embedding("left", Numbers, Dimensions, seed, .5);
        _right = new Embedding("right", Numbers, Dimensions, seed, .5);
        _hidden = new Linear("hidden", 2 * Dimensions, Hidden, seed);
        _norm = new LayerNorm("norm", Hidden);
        _output = new Linear("output", Hidden, 1, seed);
        _dropout = new Dropout("dropout", dropout, seed);
        int[] all = [.. Enumerable.Range(0, Numbers * Numbers)];
        Shuffle(all, new RandomStream(7, "held out"));
        (_heldOut, _pairs) = (all[..50], all[50..]);
        _order = [.. _pairs];
        Parameters = [_left.Weight, _right.Weight, _hidden.Weight, _hidden.Bias, _norm.Gain, _norm.Bias, _output.Weight, _output.Bias];
    }

    /// <summary>Called with the name of what is called and its number.</summary>
    public Action<string, long>? Calls { get; init; }

    /// <summary>Replaces the validation figure of an epoch.</summary>
    public Func<int, double>? Metric { get; init; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override int ExampleCount => _pairs.Length;

    public override string MetricName => "accuracy";

    public override string Fingerprint => $"parity, seed {_seed}";

    /// <summary>The epoch that was begun last.</summary>
    public int Epoch { get; private set; }

    public float[] Weights => [.. Parameters.SelectMany(parameter => parameter.Values.Values.ToArray())];

    public override void BeginEpoch(int epoch)
    {
        Calls?.Invoke("begin", epoch);
        Epoch = epoch;
        _order = [.. _pairs];
        Shuffle(_order, new RandomStream(_seed, "order", (ulong)epoch));
    }

    public override Workspace CreateWorkspace(int examples) => new(examples);

    public override void Prepare(Workspace workspace, int first, int count, long step)
    {
        ReadOnlySpan<int> pairs = _order.AsSpan(first, count);
        workspace.Count = count;
        for (int i = 0; i < count; i++) (workspace.Left[i], workspace.Right[i]) = (pairs[i] / Numbers, pairs[i] % Numbers);
    }

    public override void AddRows(Workspace workspace, TouchedRows rows)
    {
        rows.Add(_left.Weight, workspace.Left.AsSpan(0, workspace.Count));
        rows.Add(_right.Weight, workspace.Right.AsSpan(0, workspace.Count));
    }

    public override double Accumulate(Workspace workspace, int first, int count, long step, float scale, Gradients gradients)
    {
        Calls?.Invoke("step", step);
        ReadOnlySpan<int> pairs = _order.AsSpan(first, count);
        MutableMatrixView logits = Forward(workspace, pairs, step, first);
        Span<float> targets = workspace.Targets.AsSpan(0, count), slopes = workspace.Slopes.Values[..count];
        for (int i = 0; i < count; i++) targets[i] = Target(pairs[i]);
        double loss = Losses.BinaryCrossEntropy(logits.Memory.Span[..count], targets, slopes, scale);

        MutableMatrixView hidden = Top(workspace.HiddenSlopes, count), input = Top(workspace.InputSlopes, count);
        _output.Backward(Top(workspace.Active, count), Top(workspace.Slopes, count), hidden, gradients);
        _dropout.Apply(hidden, step, first);
        Span<float> cells = hidden.Memory.Span[..(count * Hidden)];
        Activation.Backward(ActivationKind.Gelu, workspace.Normed.Values[..cells.Length], workspace.Active.Values[..cells.Length], cells);
        _norm.Backward(Top(workspace.Hidden, count), hidden, hidden, gradients);
        _hidden.Backward(Top(workspace.Input, count), hidden, input, gradients);
        _left.Backward(workspace.Left.AsSpan(0, count), input.Slice(0, count, 0, Dimensions), gradients);
        _right.Backward(workspace.Right.AsSpan(0, count), input.Slice(0, count, Dimensions, Dimensions), gradients);
        return loss;
    }

    public override double Validate(CancellationToken cancellationToken)
    {
        Calls?.Invoke("validate", Epoch);
        cancellationToken.ThrowIfCancellationRequested();
        if (Metric is not null) return Metric(Epoch);
        MutableMatrixView logits = Forward(new Workspace(_heldOut.Length), _heldOut, null, 0);
        int right = 0;
        for (int i = 0; i < _heldOut.Length; i++) right += logits.Row(i)[0] > 0 == (Target(_heldOut[i]) > 0) ? 1 : 0;
        return right / (double)_heldOut.Length;
    }

    private static int Target(int pair) => ((pair / Numbers) + (pair % Numbers)) % 2;

    private static MutableMatrixView Top(Matrix matrix, int rows) => matrix.MutableView.Slice(0, rows, 0, matrix.Columns);

    private static void Shuffle(int[] values, RandomStream random)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = random.NextInt32(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    private MutableMatrixView Forward(Workspace workspace, ReadOnlySpan<int> pairs, long? step, int first)
    {
        int count = pairs.Length;
        for (int i = 0; i < count; i++) (workspace.Left[i], workspace.Right[i]) = (pairs[i] / Numbers, pairs[i] % Numbers);
        MutableMatrixView input = Top(workspace.Input, count), hidden = Top(workspace.Hidden, count), normed = Top(workspace.Normed, count);
        MutableMatrixView active = Top(workspace.Active, count), logits = Top(workspace.Logits, count);
        _left.Forward(workspace.Left.AsSpan(0, count), input.Slice(0, count, 0, Dimensions));
        _right.Forward(workspace.Right.AsSpan(0, count), input.Slice(0, count, Dimensions, Dimensions));
        _hidden.Forward(input, hidden);
        _norm.Forward(hidden, normed);
        Activation.Forward(ActivationKind.Gelu, normed.Memory.Span[..(count * Hidden)], active.Memory.Span[..(count * Hidden)]);
        if (step is { } number) _dropout.Apply(active, number, first);
        _output.Forward(active, logits);
        return logits;
    }

    internal sealed class Workspace(int examples)
    {
        public int Count { get; set; }

        public int[] Left { get; } = new int[examples];

        public int[] Right { get; } = new int[examples];

        public float[] Targets { get; } = new float[examples];

        public Matrix Input { get; } = new(examples, 2 * Dimensions);

        public Matrix InputSlopes { get; } = new(examples, 2 * Dimensions);

        public Matrix Hidden { get; } = new(examples, ParityTask.Hidden);

        public Matrix HiddenSlopes { get; } = new(examples, ParityTask.Hidden);

        public Matrix Normed { get; } = new(examples, ParityTask.Hidden);

        public Matrix Active { get; } = new(examples, ParityTask.Hidden);

        public Matrix Logits { get; } = new(examples, 1);

        public Matrix Slopes { get; } = new(examples, 1);
    }
}
