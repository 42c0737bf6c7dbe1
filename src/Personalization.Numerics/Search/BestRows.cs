namespace Personalization.Numerics;

/// <summary>
/// The best rows so far for each query of a block. A row and its similarity make one number, larger for a better similarity and, of equal
/// ones, for the lower row: which rows are kept is a question of that total order alone, whatever order they come in.
/// <para>Rows are appended to a buffer; when it's full, the best <c>count</c> stay (selected, not sorted) and the worst of them is the new
/// threshold: a constant number of steps a row on average, and a kernel need only compare with the threshold.</para>
/// </summary>
internal sealed class BestRows
{
    private readonly ulong[] _keys;
    private readonly int[] _lengths;
    private readonly ulong[] _worst;
    private readonly int _capacity;

    /// <param name="queries">Number of queries.</param>
    /// <param name="count">Rows kept for each.</param>
    public BestRows(int queries, int count)
    {
        Count = count;
        _capacity = Capacity(count);
        _keys = new ulong[queries * _capacity];
        _lengths = new int[queries];
        _worst = new ulong[queries];
        Thresholds = new float[queries];
        Array.Fill(Thresholds, float.NegativeInfinity);
    }

    /// <summary>Rows kept for each query.</summary>
    public int Count { get; }

    /// <summary>A row below its query's can't come out any more.</summary>
    public float[] Thresholds { get; }

    /// <summary>Room for one query: enough that selecting is rare.</summary>
    public static int Capacity(int count) => (2 * count) + 16;

    public void Offer(int query, int row, float similarity) => Offer(query, Key(similarity, row));

    private void Offer(int query, ulong key)
    {
        if (key <= _worst[query])
            return;

        Span<ulong> keys = _keys.AsSpan(query * _capacity, _capacity);
        int length = _lengths[query];
        keys[length++] = key;
        if (length == keys.Length)
        {
            SelectLargest(keys, Count);
            length = Count;
            ulong worst = ulong.MaxValue;
            foreach (ulong kept in keys[..length])
                worst = Math.Min(worst, kept);

            _worst[query] = worst;
            Thresholds[query] = Math.Max(Thresholds[query], SimilarityOf(worst));
        }

        _lengths[query] = length;
    }

    /// <summary>
    /// Makes the higher of these thresholds and its own both: where some worker keeps as many rows as are wanted, nobody needs one that is
    /// worse than all of them.
    /// </summary>
    public void Share(Span<float> thresholds)
    {
        for (int query = 0; query < thresholds.Length; query++)
            thresholds[query] = Thresholds[query] = Math.Max(thresholds[query], Thresholds[query]);
    }

    /// <summary>Takes what another has found for the same queries.</summary>
    public void Merge(BestRows other)
    {
        for (int query = 0; query < _lengths.Length; query++)
        {
            foreach (ulong key in other._keys.AsSpan(query * _capacity, other._lengths[query]))
                Offer(query, key);
        }
    }

    /// <summary>The best rows of a query, best first.</summary>
    public ReadOnlySpan<ulong> Sorted(int query)
    {
        Span<ulong> keys = _keys.AsSpan(query * _capacity, _lengths[query]);
        keys.Sort();
        keys.Reverse();
        return keys[..Math.Min(Count, keys.Length)];
    }

    public static int RowOf(ulong key) => (int)~(uint)key;

    public static float SimilarityOf(ulong key)
    {
        uint bits = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((bits & 0x8000_0000) != 0 ? bits ^ 0x8000_0000 : ~bits);
    }

    /// <summary>Never 0 for a similarity that isn't NaN; adding zero makes one of both zeros.</summary>
    private static ulong Key(float similarity, int row)
    {
        uint bits = BitConverter.SingleToUInt32Bits(similarity + 0f);
        bits = (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
        return ((ulong)bits << 32) | ~(uint)row;
    }

    /// <summary>Moves the <paramref name="count"/> largest to the front (Hoare's selection, median of three).</summary>
    private static void SelectLargest(Span<ulong> keys, int count)
    {
        int left = 0, right = keys.Length - 1;
        while (left < right)
        {
            ulong a = keys[left], b = keys[left + ((right - left) / 2)], c = keys[right];
            ulong pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
            int i = left, j = right;
            while (i <= j)
            {
                while (keys[i] > pivot) i++;
                while (keys[j] < pivot) j--;
                if (i <= j)
                {
                    (keys[i], keys[j]) = (keys[j], keys[i]);
                    i++;
                    j--;
                }
            }

            if (count - 1 <= j)
                right = j;
            else if (count - 1 >= i)
                left = i;
            else
                return;
        }
    }
}
