using Personalization.Beha2Vec;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// <see cref="ItemLoss"/> in tensor operations: a loss of states against the targets of chunks, with what each of them drew. Belongs to
/// one run.
/// </summary>
internal sealed class TorchItemLoss
{
    private readonly TorchBehaviorNetwork _network;
    private readonly ItemLoss _loss;
    private readonly Device _device;
    private readonly TorchIndex _targets = new(), _drawn = new();
    private float[] _logExpected = [];

    public TorchItemLoss(TorchBehaviorNetwork network, ItemLoss loss, Device device)
    {
        (_network, _loss, _device) = (network, loss, device);
        if (loss is SoftmaxItemLoss or BinaryItemLoss or SampledSoftmaxItemLoss) return;
        throw new NotSupportedException($"Torch can't train with {loss.GetType().Name}; {nameof(Beha2VecTrainer)} can.");
    }

    /// <summary>The sum of losses, in the caller's dispose scope.</summary>
    /// <param name="states">What is known to be followed by an item, chunk by chunk.</param>
    /// <param name="chunks">With targets and what was drawn.</param>
    public Tensor Of(Tensor states, ReadOnlySpan<BehaviorChunk> chunks)
    {
        _targets.Clear();
        _drawn.Clear();
        foreach (BehaviorChunk chunk in chunks)
        {
            foreach (int target in chunk.KnownTargets) _targets.Add(target);
            foreach (int drawn in chunk.Candidates(chunk.DrawnCount)) _drawn.Add(drawn);
        }

        Tensor targets = _targets.On(_device);
        if (_loss is SoftmaxItemLoss) return Softmax(states, targets);
        Tensor drawnItems = _drawn.On(_device);
        Tensor towards = _network.Rows.Take(_network.Items, targets), drawnVectors = _network.Rows.Take(_network.Items, drawnItems);
        Tensor own = (states * towards).sum(-1);
        if (_loss is BinaryItemLoss)
            return Sum(TensorSums.SoftplusOf(-own)).Plus(Sum(TensorSums.SoftplusOf((states * drawnVectors).sum(-1))));
        return Sampled(states, targets, own, drawnItems, drawnVectors, chunks);
    }

    private Tensor Softmax(Tensor states, Tensor targets)
    {
        // Item 0 is the unknown one, which is nobody's next.
        Tensor items = _network.Items.Values.narrow(0, 1, _network.Items.Values.shape[0] - 1);
        using Scalar one = 1;
        return nn.functional.cross_entropy(states.matmul(items.t()), targets - one, reduction: nn.Reduction.Sum)
            .to_type(ScalarType.Float64);
    }

    /// <summary>The states of a chunk share what it drew.</summary>
    private Tensor Sampled(
        Tensor states, Tensor targets, Tensor own, Tensor drawn, Tensor vectors, ReadOnlySpan<BehaviorChunk> chunks)
    {
        ReadOnlySpan<float> expected = ((SampledSoftmaxItemLoss)_loss).LogExpected;
        if (_logExpected.Length < _drawn.Count) _logExpected = new float[_drawn.Count];
        for (int i = 0; i < _drawn.Count; i++) _logExpected[i] = expected[(int)_drawn.Values[i] - 1];
        Tensor logExpected = tensor(_logExpected.AsMemory(0, _drawn.Count), [_drawn.Count], device: _device);
        using Scalar unseen = double.NegativeInfinity;
        Tensor sum = zeros(1, ScalarType.Float64, _device);
        long firstTarget = 0, firstDrawn = 0;
        foreach (BehaviorChunk chunk in chunks)
        {
            (long rows, long count) = (chunk.KnownTargets.Length, chunk.DrawnCount);
            if (rows > 0)
            {
                Tensor logits = states.narrow(0, firstTarget, rows).matmul(vectors.narrow(0, firstDrawn, count).t());
                Tensor isTarget = targets.narrow(0, firstTarget, rows).unsqueeze(1).eq(drawn.narrow(0, firstDrawn, count));
                logits = logits.Minus(logExpected.narrow(0, firstDrawn, count)).masked_fill(isTarget, unseen);
                Tensor score = own.narrow(0, firstTarget, rows);
                sum = sum.Plus(Sum(cat([logits, score.unsqueeze(1)], 1).logsumexp(1).Minus(score)));
            }

            (firstTarget, firstDrawn) = (firstTarget + rows, firstDrawn + count);
        }

        return sum;
    }

    /// <summary>In double precision, as the managed losses are added up.</summary>
    private static Tensor Sum(Tensor values) => values.sum(ScalarType.Float64);
}
