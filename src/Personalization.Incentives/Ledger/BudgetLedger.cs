using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Keeps budgets so that decisions made at once never spend more than there is, also across a crash: what a decision may cost is reserved
/// before it is told to anybody, and settled once its cost is known. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Of each budget: limit = available + reserved + spent, available ≥ 0 at every moment. A decision may take from several budgets (in all,
/// of an offer, of a segment, of contact pressure): it gets all that it asks for, or nothing.
/// </para>
/// <para>
/// With a file, what a method returned is in the journal: after the process was killed at any moment, opening the file gives every
/// reservation that was acknowledged. The same decision asked again, after a crash or not, never reserves twice. Reservations whose time is
/// over are given back at the next call, and that is recorded as well, so that reading the file gives the same state on any clock.
/// </para>
/// <para>Remembers each decision until <see cref="Compact"/> forgets the settled ones. A call is O(its amounts + those that expire).</para>
/// </remarks>
public sealed class BudgetLedger : IDisposable
{
    /// <summary>Kind of the ledger's journals.</summary>
    public const string JournalKind = "budget-ledger-1";

    private readonly LedgerDesk _desk;

    /// <summary>Creates a ledger that is kept in memory alone.</summary>
    /// <param name="time">Clock by which reservations expire; null: the system's.</param>
    public BudgetLedger(TimeProvider? time = null)
        : this(new LedgerDesk(time ?? TimeProvider.System, new LedgerState(), journal: null))
    {
    }

    private BudgetLedger(LedgerDesk desk) => _desk = desk;

    /// <summary>How every budget stands, in the order of their first top-up.</summary>
    public IReadOnlyList<BudgetState> Budgets => _desk.Read(state => state.Budgets.Select(budget => budget.ToState()).ToArray());

    /// <summary>Opens a ledger's file, or makes it where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">Clock by which reservations expire; null: the system's.</param>
    /// <param name="options">How its journal writes; null: the defaults.</param>
    /// <exception cref="JournalException">It is open elsewhere, of another kind, or was altered.</exception>
    /// <exception cref="InvalidDataException">Its records contradict each other.</exception>
    public static BudgetLedger Open(string path, TimeProvider? time = null, JournalOptions? options = null)
    {
        LedgerState state = new();
        int read = 0;
        Journal journal = Journal.Open(path, JournalKind, Replay, options);
        return new(new LedgerDesk(time ?? TimeProvider.System, state, journal));

        void Replay(ReadOnlySpan<byte> record)
        {
            try
            {
                state.Apply(record);
                read++;
            }
            catch (InvalidDataException fault)
            {
                throw new InvalidDataException(
                    $"Record {read + 1} of the ledger '{path}' can't follow those before it: {fault.Message}. "
                    + "Restore the file from a copy.",
                    fault);
            }
        }
    }

    /// <summary>How a budget stands; null where nothing was ever put into it.</summary>
    public BudgetState? FindBudget(string name) =>
        _desk.Read(state => state.IndexOf(name) is >= 0 and int row ? state.Budgets[row].ToState() : null);

    /// <summary>What a decision holds or held; null where it never reserved, or was forgotten.</summary>
    public BudgetReservation? Find(DecisionId decision) => _desk.Read(state => state.Describe(decision));

    /// <summary>Puts more into a budget, which is made by that; false where this was done before.</summary>
    /// <param name="budget">Its name, such as <c>total</c>; not blank, at most 1,000 bytes.</param>
    /// <param name="units">How much, above 0, in its units.</param>
    /// <param name="reference">
    /// Names this top-up, such as <c>total 2026-12</c>: the same again does nothing, so that it may be repeated after a crash.
    /// </param>
    public bool TopUp(string budget, long units, string reference) => Wait(_desk.TopUp(budget, units, reference));

    /// <inheritdoc cref="TopUp"/>
    /// <param name="budget">Its name.</param>
    /// <param name="units">How much.</param>
    /// <param name="reference">Names this top-up.</param>
    /// <param name="cancellationToken">Ends the waiting alone.</param>
    public ValueTask<bool> TopUpAsync(string budget, long units, string reference, CancellationToken cancellationToken = default) =>
        WaitAsync(_desk.TopUp(budget, units, reference), cancellationToken);

    /// <summary>Reserves what a decision may cost, all of it or nothing.</summary>
    /// <param name="decision">The decision: one that reserved before gets the answer of then, whatever it asks for now.</param>
    /// <param name="amounts">What it takes; several of one budget add up. At most 1,000.</param>
    /// <param name="expires">When it is given back by itself, unless committed or released before.</param>
    /// <returns>The reservation, or which budgets lack how much.</returns>
    public ReserveResult Reserve(DecisionId decision, IReadOnlyList<BudgetAmount> amounts, DateTimeOffset expires) =>
        Wait(_desk.Reserve(decision, amounts, expires));

    /// <inheritdoc cref="Reserve"/>
    /// <param name="decision">The decision.</param>
    /// <param name="amounts">What it takes.</param>
    /// <param name="expires">When it is given back by itself.</param>
    /// <param name="cancellationToken">Ends the waiting alone; whether it was reserved is then told by asking again.</param>
    public ValueTask<ReserveResult> ReserveAsync(
        DecisionId decision, IReadOnlyList<BudgetAmount> amounts, DateTimeOffset expires, CancellationToken cancellationToken = default) =>
        WaitAsync(_desk.Reserve(decision, amounts, expires), cancellationToken);

    /// <summary>Spends a reservation. What was reserved beyond the actual cost is free again.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="actual">
    /// What it came to, at most what was reserved; a budget that isn't named spends 0. Null: all that was reserved.
    /// </param>
    /// <returns>
    /// The reservation as it now stands: one that was settled before stays as it was, which its status says; of an expired one the budget
    /// may be another's already, so that the decision has to be made anew.
    /// </returns>
    /// <exception cref="KeyNotFoundException">The decision never reserved, or was forgotten.</exception>
    /// <exception cref="ArgumentException">More than was reserved is to be spent.</exception>
    public BudgetReservation Commit(DecisionId decision, IReadOnlyList<BudgetAmount>? actual = null) =>
        Wait(_desk.Commit(decision, actual));

    /// <inheritdoc cref="Commit"/>
    /// <param name="decision">The decision.</param>
    /// <param name="actual">What it came to.</param>
    /// <param name="cancellationToken">Ends the waiting alone.</param>
    public ValueTask<BudgetReservation> CommitAsync(
        DecisionId decision, IReadOnlyList<BudgetAmount>? actual = null, CancellationToken cancellationToken = default) =>
        WaitAsync(_desk.Commit(decision, actual), cancellationToken);

    /// <summary>Gives a reservation back; one that was settled before stays as it was, which its status says.</summary>
    /// <exception cref="KeyNotFoundException">The decision never reserved, or was forgotten.</exception>
    public BudgetReservation Release(DecisionId decision) => Wait(_desk.Release(decision));

    /// <inheritdoc cref="Release"/>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Ends the waiting alone.</param>
    public ValueTask<BudgetReservation> ReleaseAsync(DecisionId decision, CancellationToken cancellationToken = default) =>
        WaitAsync(_desk.Release(decision), cancellationToken);

    /// <summary>Writes the state: equal states give equal bytes, so that two ledgers can be compared. Leaves the stream open.</summary>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _desk.Save(destination);
    }

    /// <summary>
    /// Makes the file as small as what it says, and forgets the decisions that were settled before a moment: asked again, those would
    /// reserve anew. What they spent stays spent. Everybody else waits meanwhile.
    /// </summary>
    /// <param name="forgetSettledBefore">The moment; null: none is forgotten.</param>
    public void Compact(DateTimeOffset? forgetSettledBefore = null) => _desk.Compact(forgetSettledBefore?.UtcTicks ?? 0);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _desk.Dispose();

    private static T Wait<T>((T Result, JournalReceipt Receipt) begun)
    {
        begun.Receipt.Wait();
        return begun.Result;
    }

    private static async ValueTask<T> WaitAsync<T>((T Result, JournalReceipt Receipt) begun, CancellationToken cancellationToken)
    {
        await begun.Receipt.WaitAsync(cancellationToken).ConfigureAwait(false);
        return begun.Result;
    }
}
