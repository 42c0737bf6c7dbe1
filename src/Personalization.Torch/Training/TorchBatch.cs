using Personalization.NeuralCf;
using Personalization.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Runs batches of a task forward and backward on a device. The batches are those of the managed trainer. Belongs to one run.
/// </summary>
internal sealed class TorchBatch : ITorchBatch
{
    private readonly NeuralCfTask _task;
    private readonly NeuralCfOptions _options;
    private readonly TorchParameters _parameters;
    private readonly TorchNetwork _network;
    private readonly Device _device;
    private readonly int _groupSize;
    private readonly int[] _customers;
    private readonly int[] _items;
    private readonly long[] _customerRows;
    private readonly long[] _itemRows;
    private readonly float[] _logProbabilities;
    private readonly RandomStream[] _draws;

    // Kept: a scalar that only a call's argument holds may be finalized, and its native memory freed, while the call runs.
    private readonly Scalar _one = 1, _ofGroup, _ofNegatives;

    public TorchBatch(NeuralCfTask task, TorchParameters parameters, Device device, int batchSize)
    {
        NeuralCfOptions options = task.Options;
        (_task, _options, _parameters, _device, _groupSize) = (task, options, parameters, device, 1 + options.NegativesPerPositive);
        _network = new TorchNetwork(task.Network.Shape, parameters);
        _draws = [.. Enumerable.Range(0, ParallelChunks.ChunkCount(batchSize, task.ChunkSize)).Select(_ => task.CreateDraws())];
        (_ofGroup, _ofNegatives) = (_groupSize, _groupSize - 1);
        (_customers, _items) = (new int[batchSize], new int[batchSize * _groupSize]);
        (_customerRows, _itemRows) = (new long[batchSize], new long[_items.Length]);
        _logProbabilities = options is { Loss: NeuralCfLoss.SampledSoftmax, NegativeSampling: not NegativeSampling.Uniform }
            ? new float[_items.Length]
            : [];
    }

    public Tensor Accumulate(int first, int count, long step)
    {
        Draw(first, count);
        using DisposeScope scope = NewDisposeScope();
        Tensor customers = tensor(_customerRows.AsMemory(0, count), [count], device: _device);
        Tensor items = tensor(_itemRows.AsMemory(0, count * _groupSize), [count, _groupSize], device: _device);
        Tensor loss = Loss(_network.Forward(customers, items), count);
        _parameters.ClearGradients();
        using Scalar size = count;
        _network.Backward(loss / size);
        return loss.detach().MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _one.Dispose();
        _ofGroup.Dispose();
        _ofNegatives.Dispose();
    }

    private void Draw(int first, int count)
    {
        ParallelChunks.Run(
            count,
            _task.ChunkSize,
            (chunk, start, end) =>
            {
                Span<int> items = _items.AsSpan(start * _groupSize, (end - start) * _groupSize);
                _task.Draw(_draws[chunk], first + start, _customers.AsSpan(start, end - start), items);
                for (int group = start; group < end; group++) _customerRows[group] = _customers[group];
                for (int i = 0; i < items.Length; i++) _itemRows[(start * _groupSize) + i] = items[i];
                if (_logProbabilities.Length == 0) return;
                for (int i = 0; i < items.Length; i++) _logProbabilities[(start * _groupSize) + i] = _task.LogProbability(items[i]);
            },
            _options.Threads);
    }

    /// <summary>The sum of the examples' losses, as the managed task has it.</summary>
    private Tensor Loss(Tensor scores, int count)
    {
        int negatives = _groupSize - 1;
        switch (_options.Loss)
        {
            case NeuralCfLoss.BinaryCrossEntropy:
                // ln(1 + eˣ) for what was sampled, ln(1 + e⁻ˣ) for what the customer has.
                return Softplus(scores.narrow(1, 1, negatives)).Plus(Softplus(-scores.narrow(1, 0, 1))) / _ofGroup;
            case NeuralCfLoss.SquaredError:
                return Sum(scores.narrow(1, 1, negatives).square()).Plus(Sum((scores.narrow(1, 0, 1) - _one).square())) / _ofGroup;
            case NeuralCfLoss.BayesianPersonalizedRanking:
                return Softplus(scores.narrow(1, 1, negatives).Minus(scores.narrow(1, 0, 1))) / _ofNegatives;
            case NeuralCfLoss.SampledSoftmax:
                Tensor logits = scores;
                if (_logProbabilities.Length > 0)
                {
                    Memory<float> logProbabilities = _logProbabilities.AsMemory(0, count * _groupSize);
                    logits = scores.Minus(tensor(logProbabilities, [count, _groupSize], device: _device));
                }

                return Sum(logits.logsumexp(1).Minus(logits.select(1, 0)));
            default:
                throw new NotSupportedException($"Torch can't train with the loss {_options.Loss}; {nameof(NeuralCfTrainer)} can.");
        }
    }

    private static Tensor Softplus(Tensor values) => Sum(TensorSums.SoftplusOf(values));

    /// <summary>In double precision, as the managed losses are added up.</summary>
    private static Tensor Sum(Tensor values) => values.sum(ScalarType.Float64);
}
