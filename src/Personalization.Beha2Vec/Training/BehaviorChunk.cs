using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Buffers of a chunk: the network's, and those of the losses.</summary>
internal sealed class BehaviorChunk
{
    private readonly int[] _places;
    private readonly int[] _targets;
    private readonly Matrix _gathered, _gatheredSlopes, _logits, _heads;

    /// <param name="network">The network.</param>
    /// <param name="rows">Events whose losses are worked out at once.</param>
    public BehaviorChunk(BehaviorNetwork network, int rows)
    {
        Sequences = network.CreateWorkspace();
        Read = new BehaviorToken[network.Options.MaxLength + 1];
        (_places, _targets) = (new int[rows], new int[rows]);
        (_gathered, _gatheredSlopes) = (new Matrix(rows, network.Options.Dimensions), new Matrix(rows, network.Options.Dimensions));
        _logits = new Matrix(rows, network.Shape.Items);
        _heads = new Matrix(rows, Math.Max(network.Shape.Types, BehaviorVocabulary.GapCodes));
    }

    public BehaviorWorkspace Sequences { get; }

    /// <summary>Room for a customer's events.</summary>
    public BehaviorToken[] Read { get; }

    public Span<int> Places => _places;

    public Span<int> TargetCodes => _targets;

    public MutableMatrixView Gathered => _gathered;

    public MutableMatrixView GatheredSlopes => _gatheredSlopes;

    public MutableMatrixView Logits => _logits;

    public MutableMatrixView Heads => _heads;
}
