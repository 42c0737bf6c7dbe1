using Personalization.Beha2Vec;
using Personalization.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Runs batches of a task forward and backward on a device. Sequences, targets and what is drawn are those of the managed trainer, chunk by
/// chunk; what dropout drops isn't. Belongs to one run.
/// </summary>
internal sealed class TorchBehaviorBatch : ITorchBatch
{
    private readonly BehaviorTask _task;
    private readonly Beha2VecOptions _options;
    private readonly TorchParameters _parameters;
    private readonly TorchBehaviorNetwork _network;
    private readonly TorchItemLoss _items;
    private readonly Device _device;
    private readonly TorchPadding _padding;
    private readonly BehaviorChunk[] _chunks;
    private readonly BehaviorWorkspace[] _sequences;
    private readonly TorchIndex _known = new(), _types = new(), _gaps = new();

    public TorchBehaviorBatch(BehaviorTask task, TorchParameters parameters, Device device, int batchSize)
    {
        (_task, _options, _parameters, _device) = (task, task.Options, parameters, device);
        string? unknown = _options.ContrastiveWeight > 0 ? nameof(_options.ContrastiveWeight)
            : _options.MaskedWeight > 0 ? nameof(_options.MaskedWeight)
            : null;
        if (unknown is not null)
            throw new NotSupportedException($"Torch can't train with a {unknown}; {nameof(Beha2VecTrainer)} can.");

        _network = new TorchBehaviorNetwork(_options, parameters, device);
        _items = new TorchItemLoss(_network, task.Items, device);
        _padding = new TorchPadding(_options.MaxLength);
        _chunks =
        [
            .. Enumerable.Range(0, ParallelChunks.ChunkCount(batchSize, task.ChunkSize)).Select(_ => task.CreateWorkspace(task.ChunkSize)),
        ];
        _sequences = [.. _chunks.Select(chunk => chunk.Sequences)];
    }

    public Tensor Accumulate(int first, int count, long step)
    {
        int chunks = Prepare(first, count, step);
        using DisposeScope scope = NewDisposeScope();

        // What is dropped depends on seed and step alone, so that a resumed run goes on as if nothing had happened.
        if (_options.Dropout > 0) manual_seed(unchecked((long)_options.Seed + (step << 32))).Dispose();
        Tensor loss = Loss(States(training: true), _chunks.AsSpan(0, chunks));
        _parameters.ClearGradients();
        using Scalar size = count;
        _network.Rows.Backward(loss / size);
        return loss.detach().MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What the network says of each event of a batch, chunk after chunk, in the caller's dispose scope; nothing is dropped.
    /// </summary>
    public Tensor Embed(int first, int count, long step)
    {
        Prepare(first, count, step);
        using IDisposable constant = no_grad();
        using DisposeScope scope = NewDisposeScope();
        return States(training: false).MoveToOuterDisposeScope();
    }

    public void Dispose() => _network.Dispose();

    /// <summary>Lets the task fill its chunks, and lays their sequences out; gives their number.</summary>
    private int Prepare(int first, int count, long step)
    {
        ParallelChunks.Run(
            count,
            _task.ChunkSize,
            (chunk, start, end) => _task.Prepare(_chunks[chunk], first + start, end - start, step),
            _options.Threads);
        int chunks = ParallelChunks.ChunkCount(count, _task.ChunkSize);
        _padding.Fill(_sequences.AsSpan(0, chunks));
        return chunks;
    }

    private Tensor States(bool training)
    {
        Tensor hidden = _network.Forward(_padding, training);
        return hidden.view(-1, _options.Dimensions).index_select(0, _padding.Places.On(_device));
    }

    /// <summary>The sum of the examples' losses, as the managed task has it.</summary>
    private Tensor Loss(Tensor states, ReadOnlySpan<BehaviorChunk> chunks)
    {
        _known.Clear();
        _types.Clear();
        _gaps.Clear();
        foreach (BehaviorChunk chunk in chunks)
        {
            foreach (int row in chunk.KnownRows) _known.Add(_types.Count + row);
            foreach (BehaviorToken target in chunk.Sequences.Targets)
            {
                _types.Add(target.Type);
                _gaps.Add(target.Gap);
            }
        }

        // A loss of weight 0 takes no time; without any, all gradients are 0.
        Tensor sum = states.narrow(0, 0, 0).sum(ScalarType.Float64);
        if (_options.ItemWeight > 0 && _known.Count > 0)
            sum = sum.Plus(Weighed(_options.ItemWeight, _items.Of(states.index_select(0, _known.On(_device)), chunks)));
        if (_options.TypeWeight > 0) sum = sum.Plus(Weighed(_options.TypeWeight, HeadLoss("next_type", states, _types)));
        if (_options.GapWeight > 0) sum = sum.Plus(Weighed(_options.GapWeight, HeadLoss("next_gap", states, _gaps)));
        using Scalar steps = _task.StepsPerCustomer;
        return sum / steps;
    }

    private Tensor HeadLoss(string head, Tensor states, TorchIndex targets) => nn.functional.cross_entropy(
        _network.Head(head, states), targets.On(_device), reduction: nn.Reduction.Sum).to_type(ScalarType.Float64);

    private static Tensor Weighed(double weight, Tensor loss)
    {
        using Scalar factor = weight;
        return loss * factor;
    }
}
