using System.Buffers.Binary;
using System.Text;

namespace Personalization.Evaluation.Cases;

/// <summary>The sums of a ledger's budgets, added up from its records with plain dictionaries and none of the ledger's code.</summary>
internal sealed class LedgerSums
{
    private readonly List<(long Limit, long Spent)> _budgets = [];
    private readonly List<string> _names = [];
    private readonly Dictionary<UInt128, List<(int Budget, long Units)>> _open = [];
    private readonly Dictionary<int, long> _reserved = [];

    public bool IsOverspent { get; private set; }

    public void Add(ReadOnlySpan<byte> record)
    {
        byte entry = record[0];
        ReadOnlySpan<byte> rest = record[9..];
        switch (entry)
        {
            case 1: // top-up: reference, name, units
                Text(ref rest);
                Put(Text(ref rest), Long(ref rest), 0);
                break;
            case 2: // reserve: id, expiry, amounts
                UInt128 id = Id(ref rest);
                Long(ref rest);
                Hold(id, ref rest);
                break;
            case 3: // commit: id, what was spent of each amount
                List<(int Budget, long Units)> held = GiveBack(Id(ref rest));
                Count(ref rest);
                foreach ((int budget, _) in held)
                {
                    long spent = Long(ref rest);
                    _budgets[budget] = (_budgets[budget].Limit, _budgets[budget].Spent + spent);
                }

                break;
            case 4 or 5: // released, expired
                GiveBack(Id(ref rest));
                break;
            case 6: // a snapshot's budget: name, limit, spent
                Put(Text(ref rest), Long(ref rest), Long(ref rest));
                break;
            case 7: // a snapshot's reservation: id, status, expiry, settled, amounts
                UInt128 kept = Id(ref rest);
                byte status = rest[0];
                rest = rest[17..];
                if (status == 0) Hold(kept, ref rest, withSpent: true);
                break;
            default:
                break;
        }

        foreach ((int budget, long units) in _reserved)
            IsOverspent |= units < 0 || units + _budgets[budget].Spent > _budgets[budget].Limit;
    }

    private void Put(string name, long limit, long spent)
    {
        int row = _names.IndexOf(name);
        if (row < 0)
        {
            _names.Add(name);
            _budgets.Add((limit, spent));
            return;
        }

        _budgets[row] = (_budgets[row].Limit + limit, _budgets[row].Spent + spent);
    }

    private void Hold(UInt128 id, ref ReadOnlySpan<byte> rest, bool withSpent = false)
    {
        List<(int, long)> amounts = [];
        for (int count = Count(ref rest); count > 0; count--)
        {
            int budget = Count(ref rest);
            long units = Long(ref rest);
            if (withSpent) Long(ref rest);
            amounts.Add((budget, units));
            _reserved[budget] = _reserved.GetValueOrDefault(budget) + units;
        }

        _open.Add(id, amounts);
    }

    private List<(int Budget, long Units)> GiveBack(UInt128 id)
    {
        _open.Remove(id, out List<(int Budget, long Units)>? held);
        foreach ((int budget, long units) in held!) _reserved[budget] -= units;
        return held;
    }

    private static long Long(ref ReadOnlySpan<byte> rest)
    {
        long value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    private static int Count(ref ReadOnlySpan<byte> rest)
    {
        int value = BinaryPrimitives.ReadUInt16LittleEndian(rest);
        rest = rest[2..];
        return value;
    }

    private static UInt128 Id(ref ReadOnlySpan<byte> rest)
    {
        UInt128 value = BinaryPrimitives.ReadUInt128LittleEndian(rest);
        rest = rest[16..];
        return value;
    }

    private static string Text(ref ReadOnlySpan<byte> rest)
    {
        int length = Count(ref rest);
        string value = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return value;
    }
}
