using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What came of <see cref="ReferralBook.Refer"/>.</summary>
public enum ReferralOutcome
{
    /// <summary>It was noted.</summary>
    Noted,

    /// <summary>The same was noted before.</summary>
    Repeated,

    /// <summary>Refused: nobody brings themselves.</summary>
    Oneself,

    /// <summary>Refused: this customer was brought before, by another or for another offer.</summary>
    BroughtBefore,

    /// <summary>Refused: the recipient brought the referrer, directly or through others.</summary>
    Circle,
}

/// <summary>Who brought whom, and what became of it. Immutable.</summary>
/// <param name="Referrer">Who brought.</param>
/// <param name="Recipient">Who was brought.</param>
/// <param name="OfferId">The referral offer.</param>
/// <param name="Noted">When it was noted.</param>
/// <param name="Rewarded">When both were rewarded; null: not so far.</param>
public sealed record Referral(CustomerId Referrer, CustomerId Recipient, string OfferId, DateTimeOffset Noted, DateTimeOffset? Rewarded)
{
    /// <summary>
    /// Names the referrer's reward, the same however often it is asked: for a <see cref="BudgetLedger"/> or a pool of codes.
    /// </summary>
    public DecisionId ReferrerReward => Reward("referrer");

    /// <summary>Names the recipient's reward in the same way.</summary>
    public DecisionId RecipientReward => Reward("recipient");

    private DecisionId Reward(string side) => DecisionId.From(0, $"referral {side} {OfferId}", Recipient, Noted);
}

/// <summary>The answer to <see cref="ReferralBook.Reward"/>. Immutable.</summary>
/// <param name="Referral">The referral.</param>
/// <param name="IsFirst">Whether the rewards are due by this call; false where they were before.</param>
public sealed record ReferralReward(Referral Referral, bool IsFirst);

/// <summary>
/// Knows who brought whom, and has both rewarded exactly once; with a file also across a crash. A customer is brought by one other at most,
/// never by oneself, and nobody by those whom they brought. Thread-safe.
/// </summary>
/// <remarks>
/// With a file, what a method returned is in the journal. Who crashes between <see cref="Reward"/> and handing the rewards out asks again,
/// sees that they were due before, and hands them out under the same <see cref="Referral.ReferrerReward"/> and
/// <see cref="Referral.RecipientReward"/>, by which a ledger or a pool of codes knows what it has given.
/// </remarks>
public sealed class ReferralBook : IDisposable
{
    /// <summary>Kind of the journals of referrals.</summary>
    public const string JournalKind = "referrals-1";

    private const byte Noted = 1;
    private const byte Rewarded = 2;
    private readonly Lock _gate = new();
    private readonly RecordWriter _record = new();
    private readonly Dictionary<CustomerId, Referral> _byRecipient = [];
    private readonly Journal? _journal;
    private JournalReceipt _last;

    /// <summary>Creates a book that is kept in memory alone.</summary>
    public ReferralBook()
    {
    }

    private ReferralBook(string path, JournalOptions? options) => _journal = Journal.Open(path, JournalKind, Apply, options);

    /// <summary>Opens the file of a book, or makes it where there is none.</summary>
    /// <exception cref="JournalException">It is open elsewhere, of another kind, or was altered.</exception>
    /// <exception cref="InvalidDataException">Its records contradict each other.</exception>
    public static ReferralBook Open(string path, JournalOptions? options = null) => new(path, options);

    /// <summary>Notes that one customer brought another. O(those who brought the referrer, one by the other).</summary>
    /// <param name="referrer">Who brought.</param>
    /// <param name="recipient">Who was brought.</param>
    /// <param name="offerId">The referral offer; not blank.</param>
    /// <param name="at">When.</param>
    public ReferralOutcome Refer(CustomerId referrer, CustomerId recipient, string offerId, DateTimeOffset at)
    {
        if (referrer.IsNone) throw new ArgumentException("The referrer has no id.", nameof(referrer));
        if (recipient.IsNone) throw new ArgumentException("The recipient has no id.", nameof(recipient));
        Guard.NotBlank(offerId);
        JournalReceipt last;
        ReferralOutcome outcome;
        lock (_gate)
        {
            outcome = Judge(referrer, recipient, offerId);
            if (outcome == ReferralOutcome.Noted)
                Write(_record.Clear().Byte(Noted).Text(referrer.Value).Text(recipient.Value).Text(offerId).Long(at.UtcTicks));
            last = _last;
        }

        last.Wait();
        return outcome;
    }

    /// <summary>Says that the recipient did what the referral asks for, such as a first order: both rewards are due, once.</summary>
    /// <param name="recipient">Who was brought.</param>
    /// <param name="at">When.</param>
    /// <returns>The referral; null where nobody brought this customer.</returns>
    public ReferralReward? Reward(CustomerId recipient, DateTimeOffset at)
    {
        JournalReceipt last;
        ReferralReward? reward = null;
        lock (_gate)
        {
            if (_byRecipient.TryGetValue(recipient, out Referral? known))
            {
                bool isFirst = known.Rewarded is null;
                if (isFirst) Write(_record.Clear().Byte(Rewarded).Text(recipient.Value).Long(at.UtcTicks));
                reward = new(_byRecipient[recipient], isFirst);
            }

            last = _last;
        }

        last.Wait();
        return reward;
    }

    /// <summary>Who brought this customer; null where nobody did.</summary>
    public Referral? Find(CustomerId recipient)
    {
        lock (_gate) return _byRecipient.GetValueOrDefault(recipient);
    }

    /// <summary>Whom this customer brought, in ordinal order of their ids. O(all referrals).</summary>
    public IReadOnlyList<Referral> BroughtBy(CustomerId referrer)
    {
        lock (_gate)
            return [.. _byRecipient.Values.Where(one => one.Referrer == referrer).OrderBy(one => one.Recipient)];
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _journal?.Dispose();

    private ReferralOutcome Judge(CustomerId referrer, CustomerId recipient, string offerId)
    {
        if (referrer == recipient) return ReferralOutcome.Oneself;
        if (_byRecipient.TryGetValue(recipient, out Referral? known))
            return known.Referrer == referrer && known.OfferId == offerId ? ReferralOutcome.Repeated : ReferralOutcome.BroughtBefore;
        // Nobody is brought twice, so there is one way up, and it has an end.
        for (CustomerId up = referrer; _byRecipient.TryGetValue(up, out Referral? above); up = above.Referrer)
        {
            if (above.Referrer == recipient) return ReferralOutcome.Circle;
        }

        return ReferralOutcome.Noted;
    }

    private void Write(RecordWriter record)
    {
        if (_journal is not null) _last = _journal.Begin(record.Bytes);
        Apply(record.Bytes);
    }

    private void Apply(ReadOnlySpan<byte> record)
    {
        RecordReader reader = new(record);
        byte kind = reader.Byte();
        if (kind == Noted)
        {
            CustomerId referrer = new(reader.Text()), recipient = new(reader.Text());
            string offer = reader.Text();
            if (Judge(referrer, recipient, offer) != ReferralOutcome.Noted) throw Wrong(recipient);
            _byRecipient.Add(recipient, new(referrer, recipient, offer, Time(reader.Long()), null));
            return;
        }

        CustomerId brought = new(reader.Text());
        if (kind != Rewarded || !_byRecipient.TryGetValue(brought, out Referral? known) || known.Rewarded is not null) throw Wrong(brought);
        _byRecipient[brought] = known with { Rewarded = Time(reader.Long()) };
    }

    private static DateTimeOffset Time(long ticks) => new(Math.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    private static InvalidDataException Wrong(CustomerId recipient) =>
        new($"A record of the recipient '{recipient}' can't follow those before it; restore the file from a copy.");
}
