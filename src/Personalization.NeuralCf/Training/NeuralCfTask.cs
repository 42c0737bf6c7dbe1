using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// What is trained. An example is an item that a customer has, in a group with the sampled items that the customer doesn't have.
/// </summary>
internal sealed class NeuralCfTask : TrainingTask<TaskWorkspace>
{
    private const int CustomersAtOnce = 16, Cutoff = 10, RowsPerChunk = 128, LeastToDrawAmong = 64;

    private readonly NeuralCfOptions _options;
    private readonly TrainingExamples _examples;
    private readonly NegativeSampler _sampler;
    private readonly int[] _order;
    private int _epoch;

    /// <param name="options">How to learn.</param>
    /// <param name="examples">What from.</param>
    /// <param name="customerFeatures">customers × features; null for none.</param>
    /// <param name="itemFeatures">items × features; null for none.</param>
    public NeuralCfTask(
        NeuralCfOptions options, TrainingExamples examples, Matrix? customerFeatures = null, Matrix? itemFeatures = null)
    {
        (_options, _examples) = (options, examples);
        _sampler = new NegativeSampler(examples, options.NegativeSampling, options.Seed);
        _order = [.. examples.Usable];
        NetworkShape shape = options.Shape(
            examples.CustomerCount, examples.ItemCount, customerFeatures?.Columns ?? 0, itemFeatures?.Columns ?? 0);
        Network = new NeuralCfNetwork(shape, options.Seed, customerFeatures, itemFeatures);
    }

    public NeuralCfOptions Options => _options;

    public NeuralCfNetwork Network { get; }

    public override IReadOnlyList<Parameter> Parameters => Network.Parameters;

    public override int ExampleCount => _order.Length;

    public override string MetricName => "ndcg@10";

    public override string Fingerprint =>
        $"{_options}, {_examples.CustomerCount} customers with {Network.Shape.CustomerFeatures} features, {_examples.ItemCount} items with "
        + $"{Network.Shape.ItemFeatures} features, {_order.Length} examples";

    public override void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        _examples.Usable.CopyTo(_order, 0);
        new RandomStream(_options.Seed, "order", (ulong)epoch).Shuffle(_order.AsSpan());
    }

    /// <summary>About as many rows, so that a chunk's buffers stay in the first-level cache and small batches have chunks too.</summary>
    public override int ChunkSize => Math.Max(
        _options.NegativeSampling == NegativeSampling.InBatch ? LeastToDrawAmong : 1, RowsPerChunk / (1 + _options.NegativesPerPositive));

    public override void BeginStep() => Network.BeginStep();

    public override TaskWorkspace CreateWorkspace(int examples) => new(
        Network.Shape, examples, 1 + _options.NegativesPerPositive, _sampler.Stream(), new RandomStream(_options.Seed, "left out"));

    public override void Prepare(TaskWorkspace workspace, int first, int count, long step)
    {
        NetworkWorkspace network = workspace.Network;
        network.GroupCount = count;
        Draw(workspace.Draws, first, network.Customers.Ids, network.Items.Ids);
        for (int group = 0; group < count; group++) LeaveOut(workspace, group, _order[first + group]);
    }

    public override void AddRows(TaskWorkspace workspace, TouchedRows rows) => Network.AddRows(workspace.Network, rows);

    public override double Accumulate(TaskWorkspace workspace, int first, int count, long step, float scale, Gradients gradients)
    {
        NetworkWorkspace network = workspace.Network;
        Network.Forward(network);
        double loss = Loss(workspace, scale);
        Network.Backward(network, gradients);
        return loss;
    }

    /// <summary>
    /// Writes groups in the epoch's order: a customer each, and as many items, first the one that the customer has. They are a chunk, whose
    /// size matters where items are drawn among its own.
    /// </summary>
    /// <param name="draws">From <see cref="CreateDraws"/>, this call's alone.</param>
    /// <param name="first">Place of the first group's example in the order.</param>
    /// <param name="customers">Receives a customer a group.</param>
    /// <param name="items">Receives the items of all groups, group by group.</param>
    public void Draw(RandomStream draws, int first, Span<int> customers, Span<int> items)
    {
        int size = 1 + _options.NegativesPerPositive;
        for (int group = 0; group < customers.Length; group++)
        {
            int example = _order[first + group];
            customers[group] = _examples.CustomerOf(example);
            items[group * size] = _examples.ItemOf(example);
            Span<int> sampled = items.Slice((group * size) + 1, size - 1);
            if (_sampler.Sampling != NegativeSampling.InBatch) _sampler.Draw(draws, _epoch, example, sampled);
            else _sampler.DrawAmong(draws, _epoch, example, _order.AsSpan(first, customers.Length), sampled);
        }
    }

    /// <summary>Where the items that <see cref="Draw"/> samples come from, for one thread at a time.</summary>
    public RandomStream CreateDraws() => _sampler.Stream();

    /// <summary>Logarithm of how likely an item is drawn, up to a constant: what a sampled softmax takes off.</summary>
    public float LogProbability(int item) => _sampler.LogProbability(item);

    /// <summary>NDCG@10 of the held-out items among all that the customer isn't known to have; NaN where nothing is held out.</summary>
    public override double Validate(CancellationToken cancellationToken)
    {
        (int Customer, int Item)[] heldOut = _examples.HeldOut;
        if (heldOut.Length == 0) return double.NaN;
        NeuralCfScorer scorer = new(Network.Shape, Network.WholeOf);
        double[] gains = new double[heldOut.Length];
        ParallelChunks.Run(
            heldOut.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                ScoreBuffers buffers = scorer.Rent();
                for (int i = start; i < end; i++)
                {
                    scorer.Score(heldOut[i].Customer, buffers);
                    int rank = Rank(buffers.OfItems, heldOut[i].Item, _examples.ItemsOf(heldOut[i].Customer));
                    gains[i] = rank < Cutoff ? 1 / StableMath.Log2(rank + 2) : 0;
                }

                scorer.Return(buffers);
            },
            _options.Threads,
            cancellationToken);
        double sum = 0;
        foreach (double gain in gains) sum += gain;
        return sum / gains.Length;
    }

    /// <summary>Decides which ids of a group are left out, by (seed, epoch, example) alone.</summary>
    private void LeaveOut(TaskWorkspace workspace, int group, int example)
    {
        NetworkWorkspace network = workspace.Network;
        if (network.Customers.LeftOut.IsEmpty && network.Items.LeftOut.IsEmpty) return;
        RandomStream random = workspace.LeavingOut;
        random.Restart(((ulong)(uint)_epoch << 32) | (uint)example);
        if (!network.Customers.LeftOut.IsEmpty) network.Customers.LeftOut[group] = random.NextDouble() < _options.IdDropout;
        if (network.Items.LeftOut.IsEmpty) return;
        foreach (ref bool leftOut in network.Items.LeftOut.Slice(group * network.GroupSize, network.GroupSize))
            leftOut = random.NextDouble() < _options.IdDropout;
    }

    /// <summary>Items that stand before one, without those that the customer has.</summary>
    private static int Rank(ReadOnlySpan<float> scores, int item, ReadOnlySpan<int> owned)
    {
        int rank = 0;
        for (int other = 0; other < scores.Length; other++) rank += IsBefore(scores, other, item) ? 1 : 0;
        foreach (int other in owned) rank -= IsBefore(scores, other, item) ? 1 : 0;
        return rank;
    }

    private static bool IsBefore(ReadOnlySpan<float> scores, int item, int other) =>
        scores[item] > scores[other] || (scores[item] == scores[other] && item < other);

    private double Loss(TaskWorkspace workspace, float scale)
    {
        NetworkWorkspace network = workspace.Network;
        int size = network.GroupSize;
        switch (_options.Loss)
        {
            case NeuralCfLoss.BinaryCrossEntropy:
                return Losses.BinaryCrossEntropy(network.Scores, workspace.Targets, network.ScoreGradients, scale / size) / size;
            case NeuralCfLoss.SquaredError:
                return Losses.SquaredError(network.Scores, workspace.Targets, network.ScoreGradients, scale / size) / size;
            case NeuralCfLoss.BayesianPersonalizedRanking:
                return PairLoss(workspace, scale / (size - 1)) / (size - 1);
            default:
                return SoftmaxLoss(workspace, scale);
        }
    }

    private static double PairLoss(TaskWorkspace workspace, float scale)
    {
        NetworkWorkspace network = workspace.Network;
        int size = network.GroupSize;
        Span<float> positives = workspace.Positives, positiveGradients = workspace.PositiveGradients;
        double loss = 0;
        for (int start = 0; start < network.Scores.Length; start += size)
        {
            ReadOnlySpan<float> scores = network.Scores.Slice(start, size);
            Span<float> gradients = network.ScoreGradients.Slice(start, size);
            positives.Fill(scores[0]);
            loss += Losses.BayesianPersonalizedRanking(positives, scores[1..], positiveGradients, gradients[1..], scale);
            gradients[0] = 0;
            foreach (float gradient in positiveGradients) gradients[0] += gradient;
        }

        return loss;
    }

    private double SoftmaxLoss(TaskWorkspace workspace, float scale)
    {
        NetworkWorkspace network = workspace.Network;
        MutableMatrixView logits = workspace.Logits;
        for (int group = 0; group < logits.Rows; group++)
        {
            Span<float> row = logits.Row(group);
            int start = group * row.Length;
            for (int i = 0; i < row.Length; i++) row[i] = network.Scores[start + i] - _sampler.LogProbability(network.Items.Ids[start + i]);
        }

        double loss = Losses.SoftmaxCrossEntropy(logits, workspace.FirstOfEach, scale);
        for (int group = 0; group < logits.Rows; group++) logits.Row(group).CopyTo(network.ScoreGradients[(group * logits.Columns)..]);
        return loss;
    }
}

/// <summary>Buffers of a chunk: the network's, and those of the loss.</summary>
internal sealed class TaskWorkspace
{
    private readonly float[] _targets;
    private readonly float[] _positives;
    private readonly float[] _positiveGradients;
    private readonly int[] _first;
    private readonly Matrix _logits;

    public TaskWorkspace(NetworkShape shape, int groups, int groupSize, RandomStream draws, RandomStream leavingOut)
    {
        (Draws, LeavingOut) = (draws, leavingOut);
        Network = new NetworkWorkspace(shape, groups, groupSize);
        _targets = new float[groups * groupSize];
        for (int group = 0; group < groups; group++) _targets[group * groupSize] = 1;
        (_positives, _positiveGradients) = (new float[groupSize - 1], new float[groupSize - 1]);
        _first = new int[groups];
        _logits = new Matrix(groups, groupSize);
    }

    public NetworkWorkspace Network { get; }

    /// <summary>Where sampled items come from.</summary>
    public RandomStream Draws { get; }

    /// <summary>Where it comes from which ids are left out.</summary>
    public RandomStream LeavingOut { get; }

    /// <summary>1 for what the customer has, 0 for what was sampled.</summary>
    public ReadOnlySpan<float> Targets => _targets.AsSpan(0, Network.GroupCount * Network.GroupSize);

    public Span<float> Positives => _positives;

    public Span<float> PositiveGradients => _positiveGradients;

    /// <summary>What the customer has stands first in each group.</summary>
    public ReadOnlySpan<int> FirstOfEach => _first.AsSpan(0, Network.GroupCount);

    public MutableMatrixView Logits => _logits.MutableView.Slice(0, Network.GroupCount, 0, Network.GroupSize);
}
