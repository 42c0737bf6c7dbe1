using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <content>Customers as they go on, event by event.</content>
public sealed partial class Beha2VecModel
{
    /// <summary>Begins the state of a customer without events, to be given each event as it comes.</summary>
    public BehaviorState Start() => new(_stepper);

    /// <summary>
    /// Begins a state where the customer's events of the fit end; of a customer whom the model didn't learn from, without events.
    /// </summary>
    public BehaviorState Start(CustomerId customer)
    {
        BehaviorState state = Start();
        if (!Customers.TryGetRow(customer, out int row)) return state;
        foreach (BehaviorToken token in Recent(row)) state.Append(token, _recent.LastTicks(row));
        return state;
    }

    /// <summary>Begins a state where a customer's sequence ends.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="customerRow">Row of the customer in them.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes.</exception>
    public BehaviorState Start(EventSequences sequences, int customerRow)
    {
        Check(sequences);
        BehaviorState state = Start();
        BehaviorToken[] read = new BehaviorToken[Options.Reach];
        long ticks = sequences.LastTicks(customerRow);
        foreach (BehaviorToken token in read.AsSpan(0, sequences.Read(customerRow, 0, read))) state.Append(token, ticks);
        return state;
    }

    /// <summary>
    /// Takes one event up, and brings the state's embedding up to date: what embedding the whole history anew would give, but for rounding.
    /// O(dimensions · (dimensions + window)) for each block, however long the history, without allocating; with
    /// <see cref="BehaviorPositions.Learned"/> it embeds the last <see cref="Beha2VecOptions.MaxLength"/> events anew.
    /// </summary>
    /// <param name="state">A state of this model; its customer isn't compared with the event's.</param>
    /// <param name="e">The event. One that is earlier than the last counts as one at the same time.</param>
    /// <returns>False, and nothing changes, where the event isn't a key event.</returns>
    /// <exception cref="ArgumentException">The state is another model's.</exception>
    public bool Append(BehaviorState state, in ShopEvent e)
    {
        Check(state);
        if (!Vocabulary.IsKey(e.Type)) return false;
        long ticks = e.Time.Ticks, since = -1;
        if (state.EventCount > 0)
        {
            ticks = Math.Max(ticks, state.LastTicks);
            since = ticks - state.LastTicks;
        }

        state.Append(Vocabulary.Encode(e, since), ticks);
        return true;
    }

    /// <summary>Goes on from what <see cref="BehaviorState.ToBytes"/> gave.</summary>
    /// <param name="bytes">Of a state of this very model, or of one loaded from its file.</param>
    /// <exception cref="ArgumentException">The bytes aren't a state of this model, or are damaged.</exception>
    public BehaviorState Restore(ReadOnlySpan<byte> bytes) => BehaviorState.Read(_stepper, bytes);

    private void Check(BehaviorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!ReferenceEquals(state.Stepper, _stepper))
            throw new ArgumentException("The state is another model's; start it with this one, or restore it.", nameof(state));
    }
}
