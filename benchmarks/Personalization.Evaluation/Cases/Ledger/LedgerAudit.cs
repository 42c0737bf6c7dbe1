using System.Globalization;
using System.Security.Cryptography;
using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Holds what killed children told against the file that they left: reads the journal's records by itself, with no code of the ledger, and
/// adds every budget up after each of them.
/// </summary>
internal sealed class LedgerAudit(string path)
{
    private readonly Dictionary<DecisionId, Told> _told = [];
    private readonly Dictionary<string, long> _topped = new(StringComparer.Ordinal);

    public long Acknowledged { get; private set; }

    public long Refused { get; private set; }

    public long Doubled { get; private set; }

    public long Lost { get; private set; }

    public long Overspent { get; private set; }

    public long Records { get; private set; }

    public long Torn { get; private set; }

    public long Differing { get; private set; }

    public static string Hash(BudgetLedger ledger)
    {
        using MemoryStream state = new();
        ledger.Save(state);
        return Convert.ToHexString(SHA256.HashData(state.GetBuffer().AsSpan(0, (int)state.Length)));
    }

    public string Hash()
    {
        using BudgetLedger ledger = BudgetLedger.Open(path);
        return Hash(ledger);
    }

    /// <summary>Takes up a line of the child: something that was acknowledged.</summary>
    public void Tell(string line)
    {
        string[] words = line.Split(' ');
        if (words[0] == "refused") Refused++;
        else if (words[0] == "doubled") Doubled++;
        else if (words[0] == "topped") _topped[words[1]] = _topped.GetValueOrDefault(words[1]) + Number(words[2]);
        else if (words[0] == "reserved")
        {
            _told[Id(words[1])] = new(ReservationStatus.Reserved, Number(words[2]), words[3], Number(words[4]));
        }
        else if (words[0] == "settled")
        {
            ReservationStatus status = Enum.Parse<ReservationStatus>(words[2]);
            Told told = _told[Id(words[1])] with { Status = status };
            if (status == ReservationStatus.Committed) told = told with { Total = Number(words[3]), Units = Number(words[4]) };
            _told[Id(words[1])] = told;
        }
        else
        {
            throw new EvaluationException($"The child said '{line}'.");
        }

        if (words[0] != "refused") Acknowledged++;
    }

    /// <summary>Recovers after a kill and looks whether all that was told is there.</summary>
    public void Check(int kill)
    {
        long length = new FileInfo(path).Length;
        ReadRecords();
        using BudgetLedger ledger = BudgetLedger.Open(path);
        if (new FileInfo(path).Length < length) Torn++;
        foreach ((string budget, long units) in _topped) Lost += ledger.FindBudget(budget)?.Limit >= units ? 0 : 1;
        foreach ((DecisionId id, Told told) in _told) Lost += IsKept(ledger.Find(id), told) ? 0 : 1;
        Overspent += ledger.Budgets.Count(budget => budget.Available < 0);
        string state = Hash(ledger);
        ledger.Dispose();
        if (Hash() != state) Differing++;
        if (kill % 10 == 0) Forget();
    }

    /// <summary>Makes the file small, so that many runs don't add up: the ledger forgets what is settled, and so does this.</summary>
    private void Forget()
    {
        using BudgetLedger ledger = BudgetLedger.Open(path);
        ledger.Compact();
        string state = Hash(ledger);
        ledger.Dispose();
        if (Hash() != state) Differing++;
        using BudgetLedger again = BudgetLedger.Open(path);
        again.Compact(DateTimeOffset.MaxValue);
        foreach (DecisionId id in _told.Keys.Where(id => again.Find(id) is null).ToArray()) _told.Remove(id);
    }

    /// <summary>Kept as told, or one step further: the child was killed between the step and its line.</summary>
    private static bool IsKept(BudgetReservation? kept, Told told) => kept is not null && (told.Status, kept.Status) switch
    {
        (ReservationStatus.Reserved, ReservationStatus.Reserved) =>
            Units(kept, "total") == told.Total && Units(kept, told.Offer) == told.Units,
        (ReservationStatus.Reserved, _) => true,
        (ReservationStatus.Committed, ReservationStatus.Committed) =>
            kept.Spent.Single(one => one.Budget == "total").Units == told.Total
            && kept.Spent.Single(one => one.Budget == told.Offer).Units == told.Units,
        _ => told.Status == kept.Status,
    };

    private static long Units(BudgetReservation kept, string budget) => kept.Reserved.Single(one => one.Budget == budget).Units;

    /// <summary>Adds up every budget after each record, by what the format's page says of the bytes.</summary>
    private void ReadRecords()
    {
        LedgerSums sums = new();
        using JournalReader reader = JournalReader.Open(path, BudgetLedger.JournalKind);
        while (reader.TryRead(out ReadOnlySpan<byte> record))
        {
            sums.Add(record);
            if (sums.IsOverspent) Overspent++;
        }

        Records += reader.Count;
    }

    private static DecisionId Id(string text) => new(UInt128.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Told(ReservationStatus Status, long Total, string Offer, long Units);
}
