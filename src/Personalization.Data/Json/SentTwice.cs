using System.Runtime.InteropServices;

namespace Personalization.Data;

/// <summary>
/// Knows messages that came before: those with the same message id, and orders that were completed already under the same id by the same
/// customer. Senders repeat a message until it is acknowledged. In bounded memory.
/// </summary>
internal sealed class SentTwice(CleaningPipeline pipeline)
{
    private readonly DuplicateCounter _seen = new(pipeline.Options.MaxDuplicateBytes);

    /// <summary>Whether a message repeats an earlier one; then it was counted as dropped.</summary>
    /// <param name="messageId">Id of the message; empty where it has none.</param>
    /// <param name="customer">Id of the customer.</param>
    /// <param name="order">Id of the order that it completes; empty where it completes none.</param>
    public bool IsRepeated(ReadOnlySpan<char> messageId, ReadOnlySpan<char> customer, ReadOnlySpan<char> order)
    {
        if (messageId.Length > 0 && _seen.Seen(Of("message"u8, messageId, default)))
        {
            pipeline.Drop("sent twice", "A message with the same id came before.", messageId.ToString(), isDefect: false);
            return true;
        }

        if (order.Length == 0 || !_seen.Seen(Of("order"u8, order, customer))) return false;
        pipeline.Drop("order sent twice", "The same order of the same customer was completed by an earlier message.", order.ToString(),
            isDefect: false);
        return true;
    }

    private static UInt128 Of(ReadOnlySpan<byte> kind, ReadOnlySpan<char> first, ReadOnlySpan<char> second)
    {
        Fingerprint fingerprint = new();
        fingerprint.Add(kind);
        fingerprint.Add(MemoryMarshal.AsBytes(first));
        fingerprint.Add(MemoryMarshal.AsBytes(second));
        return fingerprint.Value;
    }
}
