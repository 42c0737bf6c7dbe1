using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>
/// Takes one event at a time through a network whose weights stay as they are. Buffers are lent from a pool, so that a state holds nothing
/// but what it remembers. Any thread.
/// </summary>
internal sealed class BehaviorStepper
{
    private readonly BehaviorNetwork _network;
    private readonly ConcurrentBag<TransformerBlockCache[]> _buffers = [];
    private readonly ConcurrentBag<BehaviorWorkspace> _workspaces = [];
    private readonly Lazy<ulong> _fingerprint;

    public BehaviorStepper(BehaviorNetwork network)
    {
        _network = network;
        network.Freeze();
        Beha2VecOptions options = network.Options;
        if (options.Positions == BehaviorPositions.Learned) EventsKept = options.MaxLength;
        else MemoryLength = checked(2 * options.Blocks * options.AttentionWindow * options.Dimensions);
        _fingerprint = new Lazy<ulong>(ComputeFingerprint);
    }

    public BehaviorShape Shape => _network.Shape;

    public int Dimensions => _network.Options.Dimensions;

    /// <summary>Values of keys and values that a state keeps.</summary>
    public int MemoryLength { get; }

    /// <summary>Events that a state keeps instead, where places are learned.</summary>
    public int EventsKept { get; }

    /// <summary>Of all weights and options: a state of another model means nothing to this one.</summary>
    public ulong Fingerprint => _fingerprint.Value;

    public void Step(BehaviorToken token, Span<float> memory, int count, Span<float> embedding)
    {
        if (!_buffers.TryTake(out TransformerBlockCache[]? buffers)) buffers = _network.CreateStepBuffers();
        _network.Step(token, buffers, memory, count, embedding);
        _buffers.Add(buffers);
    }

    public void Embed(ReadOnlySpan<BehaviorToken> events, Span<float> embedding)
    {
        if (!_workspaces.TryTake(out BehaviorWorkspace? workspace)) workspace = _network.CreateWorkspace();
        SequenceEmbedding.Embed(_network, workspace, events, embedding);
        _workspaces.Add(workspace);
    }

    private ulong ComputeFingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{_network.Options}, {_network.Shape}"));
        foreach (Parameter parameter in _network.Parameters)
            hash.AppendData(MemoryMarshal.AsBytes((ReadOnlySpan<float>)parameter.Values.Values));
        return MemoryMarshal.Read<ulong>(hash.GetHashAndReset());
    }
}
