using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Single-use codes by pool, each handed out exactly once, in the order in which they were added; with a file also across a crash.
/// Thread-safe.
/// </summary>
/// <remarks>
/// With a file, a code that was returned is in the journal as handed out: no process after this one hands it out again, whatever happens to
/// this one. The same decision asked again gets the code that it got before.
/// </remarks>
public sealed class CodePools : IDisposable
{
    /// <summary>Kind of the journals of codes.</summary>
    public const string JournalKind = "code-pools-1";

    private const byte Added = 1;
    private const byte Taken = 2;
    private const int LongestText = 1_000;
    private readonly Lock _gate = new();
    private readonly RecordWriter _record = new();
    private readonly Dictionary<string, Pool> _pools = new(StringComparer.Ordinal);
    private readonly Journal? _journal;
    private JournalReceipt _last;

    /// <summary>Creates pools that are kept in memory alone.</summary>
    public CodePools()
    {
    }

    private CodePools(string path, JournalOptions? options) => _journal = Journal.Open(path, JournalKind, Apply, options);

    /// <summary>Opens the file of pools, or makes it where there is none.</summary>
    /// <exception cref="JournalException">It is open elsewhere, of another kind, or was altered.</exception>
    /// <exception cref="InvalidDataException">Its records contradict each other.</exception>
    public static CodePools Open(string path, JournalOptions? options = null) => new(path, options);

    /// <summary>Adds codes to a pool, which is made by that; those that it has, handed out or not, are passed over.</summary>
    /// <param name="pool">Name of the pool, as in <see cref="Offer.CodePool"/>; not blank.</param>
    /// <param name="codes">The codes, none blank, each of at most 1,000 bytes.</param>
    /// <returns>How many were new.</returns>
    public int Add(string pool, IEnumerable<string> codes)
    {
        Guard.NotBlank(pool);
        ArgumentNullException.ThrowIfNull(codes);
        int added = 0;
        JournalReceipt last;
        lock (_gate)
        {
            foreach (string code in codes)
            {
                if (string.IsNullOrWhiteSpace(code) || System.Text.Encoding.UTF8.GetByteCount(code) > LongestText)
                {
                    throw new ArgumentException(
                        $"After {added} codes pool '{pool}' was given one that is blank or over {LongestText} bytes: '{code}'.",
                        nameof(codes));
                }

                if (_pools.TryGetValue(pool, out Pool? known) && known.Known.Contains(code)) continue;
                Write(_record.Clear().Byte(Added).Text(pool).Text(code));
                added++;
            }

            last = _last;
        }

        last.Wait();
        return added;
    }

    /// <summary>Hands a code out; null where the pool has none left, or there is no such pool.</summary>
    /// <param name="pool">Name of the pool.</param>
    /// <param name="decision">Whom it is for: a decision that got one before gets the same.</param>
    public string? Take(string pool, DecisionId decision)
    {
        if (decision == default) throw new ArgumentException("The decision has no id; give it one.", nameof(decision));
        string? code;
        JournalReceipt last;
        lock (_gate)
        {
            if (!_pools.TryGetValue(pool, out Pool? known)) return null;
            if (!known.Taken.TryGetValue(decision, out code))
            {
                if (known.Left == 0) return null;
                code = known.Codes[known.Next];
                Write(_record.Clear().Byte(Taken).Text(pool).Id(decision));
            }

            last = _last;
        }

        last.Wait();
        return code;
    }

    /// <summary>How many codes are left; 0 where there is no such pool.</summary>
    public int Left(string pool)
    {
        lock (_gate) return _pools.TryGetValue(pool, out Pool? known) ? known.Left : 0;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _journal?.Dispose();

    private void Write(RecordWriter record)
    {
        if (_journal is not null) _last = _journal.Begin(record.Bytes);
        Apply(record.Bytes);
    }

    private void Apply(ReadOnlySpan<byte> record)
    {
        RecordReader reader = new(record);
        byte kind = reader.Byte();
        string name = reader.Text();
        if (!_pools.TryGetValue(name, out Pool? pool)) _pools.Add(name, pool = new Pool());
        if (kind == Added)
        {
            string code = reader.Text();
            if (!pool.Known.Add(code)) throw new InvalidDataException($"Code '{code}' of pool '{name}' was added twice; restore the file.");
            pool.Codes.Add(code);
        }
        else if (kind != Taken || pool.Left == 0 || !pool.Taken.TryAdd(reader.Id(), pool.Codes[pool.Next++]))
        {
            throw new InvalidDataException($"A record of pool '{name}' can't follow those before it; restore the file from a copy.");
        }
    }

    /// <summary>One pool.</summary>
    private sealed class Pool
    {
        public List<string> Codes { get; } = [];

        public HashSet<string> Known { get; } = new(StringComparer.Ordinal);

        public Dictionary<DecisionId, string> Taken { get; } = [];

        public int Next { get; set; }

        public int Left => Codes.Count - Next;
    }
}
