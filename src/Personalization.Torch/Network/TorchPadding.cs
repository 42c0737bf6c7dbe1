using Personalization.Beha2Vec;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Sequences of a batch side by side, each followed by nothing up to the longest one. A place is the number of a row among all of them:
/// what stands behind a sequence is seen by nothing within it, so it needs no mask. Buffers grow with use.
/// </summary>
/// <param name="maxLength">Events of a sequence at most.</param>
internal sealed class TorchPadding(int maxLength)
{
    private long[] _codes = [], _positions = [];

    /// <summary>Kinds of codes of a token, in the order of its members.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["type", "item", "category", "price", "quantity", "channel", "gap"];

    public int SequenceCount { get; private set; }

    public int Length { get; private set; }

    /// <summary>Place of each event of all sequences, one chunk's after the other's.</summary>
    public TorchIndex Places { get; } = new();

    /// <summary>Lays out the sequences of some chunks.</summary>
    public void Fill(ReadOnlySpan<BehaviorWorkspace> chunks)
    {
        (SequenceCount, Length) = (0, 0);
        Places.Clear();
        foreach (BehaviorWorkspace chunk in chunks)
        {
            ReadOnlySpan<int> starts = chunk.Starts;
            SequenceCount += chunk.SequenceCount;
            for (int i = 1; i < starts.Length; i++) Length = Math.Max(Length, starts[i] - starts[i - 1]);
        }

        int size = SequenceCount * Length;
        if (_codes.Length < Kinds.Count * size) (_codes, _positions) = (new long[Kinds.Count * size], new long[size]);
        Array.Clear(_codes, 0, Kinds.Count * size);
        Array.Clear(_positions, 0, size);
        int sequence = 0;
        foreach (BehaviorWorkspace chunk in chunks)
        {
            ReadOnlySpan<int> starts = chunk.Starts;
            for (int i = 1; i < starts.Length; i++, sequence++)
            {
                int place = sequence * Length;
                for (int at = starts[i - 1]; at < starts[i]; at++, place++)
                {
                    Write(chunk.Tokens[at], place, size);
                    _positions[place] = maxLength - (starts[i] - at);
                    Places.Add(place);
                }
            }
        }
    }

    /// <summary>Codes of all events, kinds × sequences × length; 0 behind a sequence.</summary>
    public Tensor Codes(Device device) =>
        tensor(_codes.AsMemory(0, Kinds.Count * SequenceCount * Length), [Kinds.Count, SequenceCount, Length], device: device);

    /// <summary>Learned places of all events, sequences × length: the latest event's is always the last one.</summary>
    public Tensor Positions(Device device) =>
        tensor(_positions.AsMemory(0, SequenceCount * Length), [SequenceCount, Length], device: device);

    private void Write(BehaviorToken token, int place, int size)
    {
        ReadOnlySpan<int> codes =
            [token.Type, token.Item, token.Category, token.Price, token.Quantity, token.Channel, token.Gap];
        for (int kind = 0; kind < codes.Length; kind++) _codes[(kind * size) + place] = codes[kind];
    }
}
