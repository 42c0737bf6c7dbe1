using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Of some events everything is masked, and their items are told from the events on both sides (BERT4Rec, Sun et al. 2019): the task of a
/// cloze test, which sees each history in many ways.
/// </summary>
internal static class MaskedLoss
{
    /// <summary>
    /// Adds a sequence, some of whose events with a known item are masked, each with a probability and at least one; nothing where no item
    /// is known. What was masked is the row's target, and rows that weren't have none.
    /// </summary>
    /// <param name="sequences">Where it goes.</param>
    /// <param name="events">A customer's events.</param>
    /// <param name="share">The probability.</param>
    /// <param name="random">Draws which.</param>
    public static void AddSequence(BehaviorWorkspace sequences, ReadOnlySpan<BehaviorToken> events, double share, RandomStream random)
    {
        int known = 0;
        foreach (BehaviorToken token in events) known += token.Item > 0 ? 1 : 0;
        if (known == 0) return;
        sequences.Add(events);
        Span<BehaviorToken> tokens = sequences.Tokens[^events.Length..], targets = sequences.Targets[^events.Length..];
        int always = random.NextInt32(known), place = 0;
        for (int i = 0; i < events.Length; i++)
        {
            targets[i] = default;
            if (events[i].Item == 0) continue;
            bool isMasked = random.NextDouble() < share || place == always;
            place++;
            if (isMasked) (tokens[i], targets[i]) = (BehaviorToken.Mask, events[i]);
        }
    }
}
