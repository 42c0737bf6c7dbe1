using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Stochastic gradient steps over the interactions, a stratum of blocks after the other, the blocks of a stratum at once.
/// </summary>
internal sealed unsafe class BprFit
{
    private const int StepsAtOnce = 512, Ahead = 6;

    private readonly BprOptions _options;
    private readonly RaggedRows _history;
    private readonly BprStrata _strata;
    private readonly BprSteps _steps;
    private readonly RandomStream _itemBlocks;
    private readonly Matrix _customers;
    private readonly Matrix _items;
    private readonly float[] _biases;

    public BprFit(BprOptions options, RaggedRows history, int itemCount)
    {
        _options = options;
        _history = history;
        _strata = new BprStrata(history, itemCount);
        int padded = PaddedOf(options.Factors);
        _steps = new BprSteps(padded, (float)options.LearningRate, (float)options.Regularization);
        _itemBlocks = new RandomStream(options.Seed, "bpr item blocks");
        _customers = Begin(history.Count, padded, "bpr customers");
        _items = Begin(itemCount, padded, "bpr items");
        _biases = new float[itemCount];
        for (int row = 0; row < history.Count; row++)
        {
            if (history.Columns(row).IsEmpty) _customers.Row(row).Clear();
        }
    }

    public static int PaddedOf(int factors) => (factors + Vector256<float>.Count - 1) / Vector256<float>.Count * Vector256<float>.Count;

    /// <summary>Factors of customers.</summary>
    public Matrix Customers() => Cut(_customers, null);

    /// <summary>Factors of items, each with its bias at the end.</summary>
    public Matrix Items() => Cut(_items, _biases);

    /// <returns>Mean of −ln σ(x), and the share of x above 0, over the epoch's comparisons, each before its step.</returns>
    public (double Loss, double Auc) RunEpoch(int epoch, CancellationToken cancellationToken)
    {
        _strata.Begin(_itemBlocks, epoch, _options.Threads, cancellationToken);
        int blocks = _strata.Count;
        (double Loss, long Right, long Count)[] parts = new (double Loss, long Right, long Count)[blocks * blocks];
        for (int stratum = 0; stratum < blocks; stratum++)
        {
            int shift = stratum;
            ParallelChunks.Run(
                blocks,
                1,
                (customers, _, _) =>
                {
                    int items = (customers + shift) % blocks;
                    parts[(customers * blocks) + items] = RunBlock(epoch, customers, items);
                },
                _options.Threads,
                cancellationToken);
        }

        (double loss, long right, long count) = (0, 0, 0);
        foreach ((double ofBlock, long rightOfBlock, long countOfBlock) in parts)
            (loss, right, count) = (loss + ofBlock, right + rightOfBlock, count + countOfBlock);
        return count == 0 ? (0, 0) : (loss / count, right / (double)count);
    }

    /// <summary>
    /// Every interaction of a block once, in an order that jumps by about .618 of them, so that a customer's don't follow each other.
    /// </summary>
    [SkipLocalsInit]
    private (double Loss, long Right, long Count) RunBlock(int epoch, int customerBlock, int itemBlock)
    {
        (int start, int end) = _strata.Bounds(customerBlock, itemBlock);
        ReadOnlySpan<int> candidates = _strata.ItemsOf(itemBlock);
        int count = end - start;
        if (count == 0) return default;
        int jump = Math.Max(1, (int)(count * .6180339887498949));
        while (BigInteger.GreatestCommonDivisor(jump, count) != 1) jump++;

        RandomStream random = new(_options.Seed, "bpr negatives");
        ulong blocks = (ulong)_strata.Count;
        ulong stream = (((((ulong)epoch * blocks) + (ulong)customerBlock) * blocks) + (ulong)itemBlock) << 32;
        Span<uint> draws = stackalloc uint[StepsAtOnce];
        Span<int> places = stackalloc int[StepsAtOnce];
        Span<float> margins = stackalloc float[StepsAtOnce];
        int place = (int)((long)count * (epoch % 7) / 7);
        (double loss, long right, long compared) = (0, 0, 0);
        for (int done = 0; done < count; done += StepsAtOnce, stream++)
        {
            int steps = Math.Min(StepsAtOnce, count - done);
            random.Fill(stream, draws);
            for (int i = 0; i < steps; i++)
            {
                places[i] = start + place;
                draws[i] = (uint)(((ulong)draws[i] * (ulong)candidates.Length) >> 32);
                place += place < count - jump ? jump : jump - count;
            }

            int made = RunSteps(places[..steps], draws, candidates, margins);
            foreach (float margin in margins[..made]) right += margin > 0 ? 1 : 0;
            Elementwise.Sigmoid(margins[..made], margins[..made]);
            Elementwise.Log(margins[..made], margins[..made]);
            loss -= StableSum.Sum((ReadOnlySpan<float>)margins[..made]);
            compared += made;
        }

        return (loss, right, compared);
    }

    /// <summary>Steps of some interactions; a customer who has all of the candidates is passed over.</summary>
    private int RunSteps(ReadOnlySpan<int> places, ReadOnlySpan<uint> draws, ReadOnlySpan<int> candidates, Span<float> margins)
    {
        int made = 0, columns = _customers.Columns;
        ReadOnlySpan<int> customers = _strata.Customers, items = _strata.Items;
        fixed (float* ofCustomers = _customers.Values, ofItems = _items.Values)
        {
            for (int i = 0; i < places.Length; i++)
            {
                if (i + Ahead < places.Length)
                {
                    int soon = places[i + Ahead];
                    Fetch(ofCustomers + ((nint)customers[soon] * columns), columns);
                    Fetch(ofItems + ((nint)items[soon] * columns), columns);
                    Fetch(ofItems + ((nint)candidates[(int)draws[i + Ahead]] * columns), columns);
                }

                int customer = customers[places[i]], item = items[places[i]];
                int other = Unowned(_history.Columns(customer), candidates, (int)draws[i]);
                if (other < 0) continue;
                margins[made++] = _steps.Step(
                    ofCustomers + ((nint)customer * columns), ofItems + ((nint)item * columns), ofItems + ((nint)other * columns),
                    ref _biases[item], ref _biases[other]);
            }
        }

        return made;
    }

    /// <summary>
    /// The candidate at a place or, where the customer has it, the next one that they don't have; −1 where there is none.
    /// </summary>
    private static int Unowned(ReadOnlySpan<int> owned, ReadOnlySpan<int> candidates, int place)
    {
        for (int tried = 0; tried < candidates.Length; tried++)
        {
            if (owned.BinarySearch(candidates[place]) < 0) return candidates[place];
            if (++place == candidates.Length) place = 0;
        }

        return -1;
    }

    private static void Fetch(float* row, int columns)
    {
        for (int column = 0; column < columns; column += Prefetch.CacheLine / sizeof(float)) Prefetch.ToFirstLevel(row + column);
    }

    /// <summary>Uniform with a deviation of .1 / √factors.</summary>
    private Matrix Begin(int rows, int padded, string purpose)
    {
        Matrix matrix = new(rows, padded);
        float width = (float)(2 * .1 * Math.Sqrt(3.0 / _options.Factors));
        RandomStream random = new(_options.Seed, purpose);
        for (int row = 0; row < rows; row++)
        {
            random.Restart((ulong)row);
            foreach (ref float value in matrix.Row(row)[.._options.Factors]) value = (random.NextSingle() - .5f) * width;
        }

        return matrix;
    }

    private Matrix Cut(Matrix padded, float[]? last)
    {
        Matrix matrix = new(padded.Rows, _options.Factors + (last is null ? 0 : 1));
        for (int row = 0; row < matrix.Rows; row++)
        {
            padded.Row(row)[.._options.Factors].CopyTo(matrix.Row(row));
            if (last is not null) matrix.Row(row)[^1] = last[row];
        }

        return matrix;
    }
}
