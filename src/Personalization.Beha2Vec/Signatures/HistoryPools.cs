using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Means over each customer's history of what the network says of its events, and of its visits by turns.</summary>
internal sealed class HistoryPools
{
    /// <summary>Latest events that are pooled.</summary>
    public const int MostEvents = 1_000;

    /// <summary>Code of the shortest time gap, 32 minutes, that parts two visits.</summary>
    private const int VisitGap = 7;

    private const int CustomersAtOnce = 16;

    private HistoryPools(int customers, int dimensions, int types)
    {
        (States, Odd, Even) = (new Matrix(customers, dimensions), new Matrix(customers, dimensions), new Matrix(customers, dimensions));
        Types = new Matrix(customers, types);
        (OddCounts, EvenCounts, Last) = (new int[customers], new int[customers], new long[customers]);
        Season = new Matrix(customers, 2);
    }

    /// <summary>Mean state, customers × dimensions.</summary>
    public Matrix States { get; }

    /// <summary>Mean state over the first, third, fifth … visit.</summary>
    public Matrix Odd { get; }

    /// <summary>Mean state over the second, fourth, sixth … visit.</summary>
    public Matrix Even { get; }

    /// <summary>Events in <see cref="Odd"/>.</summary>
    public int[] OddCounts { get; }

    /// <summary>Events in <see cref="Even"/>.</summary>
    public int[] EvenCounts { get; }

    /// <summary>Share of each event type, customers × codes.</summary>
    public Matrix Types { get; }

    /// <summary>Mean of the cosine and of the sine of the time of the year.</summary>
    public Matrix Season { get; }

    /// <summary>Ticks of the last event; 0 without one.</summary>
    public long[] Last { get; }

    /// <summary>Rows of the customers who have events, of a matrix of all customers.</summary>
    public Matrix OfKnown(Matrix values)
    {
        int[] known = [.. Enumerable.Range(0, values.Rows).Where(row => CountOf(row) > 0)];
        Matrix taken = new(known.Length, values.Columns);
        for (int i = 0; i < known.Length; i++) values.Row(known[i]).CopyTo(taken.Row(i));
        return taken;
    }

    /// <summary>A matrix of all customers from one of those who have events; the others' rows are 0.</summary>
    public Matrix OfAll(Matrix known)
    {
        Matrix all = new(States.Rows, known.Columns);
        int next = 0;
        for (int row = 0; row < all.Rows; row++)
        {
            if (CountOf(row) > 0) known.Row(next++).CopyTo(all.Row(row));
        }

        return all;
    }

    public int CountOf(int row) => OddCounts[row] + EvenCounts[row];

    /// <summary>Pools the histories of some customers, given by their rows in the sequences.</summary>
    public static HistoryPools Of(
        BehaviorNetwork network, EventSequences sequences, int[] customers, int? threads, CancellationToken cancellationToken)
    {
        HistoryPools pools = new(customers.Length, network.Options.Dimensions, network.Shape.Types);
        int most = network.Options.Positions == BehaviorPositions.Learned ? network.Options.MaxLength : MostEvents;
        ParallelChunks.Run(
            customers.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                BehaviorWorkspace workspace = network.CreateWorkspace();
                BehaviorToken[] read = new BehaviorToken[most];
                long[] times = new long[most];
                for (int row = start; row < end; row++)
                {
                    if (customers[row] < 0) continue;
                    workspace.Clear();
                    int count = sequences.Read(customers[row], 0, read);
                    if (count == 0) continue;
                    _ = sequences.ReadTimes(customers[row], times);
                    workspace.Add(read.AsSpan(0, count));
                    network.Forward(workspace);
                    pools.Add(row, workspace, times.AsSpan(0, count));
                }
            },
            threads,
            cancellationToken);
        return pools;
    }

    private void Add(int row, BehaviorWorkspace workspace, ReadOnlySpan<long> times)
    {
        ReadOnlySpan<BehaviorToken> tokens = workspace.Tokens;
        Span<float> odd = Odd.Row(row), even = Even.Row(row), types = Types.Row(row), all = States.Row(row);
        int visits = 0;
        double cosine = 0, sine = 0;
        for (int i = 0; i < tokens.Length; i++)
        {
            if (i == 0 || tokens[i].Gap is 0 or >= VisitGap) visits++;
            bool isOdd = (visits & 1) == 1;
            Span<float> half = isOdd ? odd : even;
            TensorPrimitives.Add(half, workspace.Output.Row(i), half);
            _ = isOdd ? OddCounts[row]++ : EvenCounts[row]++;
            types[tokens[i].Type]++;
            double halfTurns = 2 * new DateTime(times[i]).DayOfYear / 365.25;
            (cosine, sine) = (cosine + double.CosPi(halfTurns), sine + double.SinPi(halfTurns));
        }

        float share = 1f / tokens.Length;
        TensorPrimitives.Add(odd, even, all);
        TensorPrimitives.Multiply(all, share, all);
        TensorPrimitives.Multiply(types, share, types);
        TensorPrimitives.Multiply(odd, 1f / Math.Max(1, OddCounts[row]), odd);
        TensorPrimitives.Multiply(even, 1f / Math.Max(1, EvenCounts[row]), even);
        (Season[row, 0], Season[row, 1]) = ((float)cosine * share, (float)sine * share);
        Last[row] = times[^1];
    }
}
