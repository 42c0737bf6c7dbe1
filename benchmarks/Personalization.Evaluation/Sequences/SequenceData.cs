using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Sequences of items as long as those of MovieLens 1M: 6,040 customers of 20 items and more with a long tail, 3,416 items, the k-th as
/// popular as k⁻·⁸. What comes next depends on nothing before: times and losses are measured with them, not quality. In files:
/// little-endian 32-bit numbers, the customers, the items, the length, customers + 1 starts, then the items from 1 on.
/// </summary>
internal sealed record SequenceData(int ItemCount, int Length, int[] Starts, int[] Items)
{
    public int CustomerCount => Starts.Length - 1;

    /// <summary>Events that are followed by another: what a pass over the data learns from.</summary>
    public int Steps => Items.Length - CustomerCount;

    /// <summary>Those of a file, or made anew.</summary>
    public static SequenceData Of(EvaluationContext context, int customers = 6_040)
    {
        string path = context.Option("file", "");
        return path.Length > 0 ? Read(path) : Make(context.Option("customers", customers), 3_416, 200);
    }

    public ReadOnlySpan<int> Sequence(int customer) => Items.AsSpan(Starts[customer]..Starts[customer + 1]);

    /// <summary>As events, a day apart.</summary>
    public EventLog ToLog()
    {
        DateTime day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(
            from customer in Enumerable.Range(0, CustomerCount)
            from place in Enumerable.Range(Starts[customer], Starts[customer + 1] - Starts[customer])
            select new ShopEvent(
                new CustomerId($"c{customer:00000}"), day.AddDays(place - Starts[customer]), EventType.Purchase)
            {
                Item = new ItemId($"i{Items[place]:00000}"),
            });
    }

    public void Write(string path)
    {
        using FileStream file = File.Create(path);
        foreach (int[] part in (int[][])[[CustomerCount, ItemCount, Length], Starts, Items])
            file.Write(MemoryMarshal.AsBytes(part.AsSpan()));
    }

    private static SequenceData Read(string path)
    {
        if (!File.Exists(path)) throw new EvaluationException($"{path} is missing; benchmarks/compare.sh makes it.");
        int[] all = MemoryMarshal.Cast<byte, int>(File.ReadAllBytes(path)).ToArray();
        int customers = all[0];
        return new SequenceData(all[1], all[2], all[3..(customers + 4)], all[(customers + 4)..]);
    }

    private static SequenceData Make(int customers, int items, int length)
    {
        RandomStream random = new(9, "sequences");
        double[] upTo = new double[items];
        for (int item = 0; item < items; item++) upTo[item] = (item == 0 ? 0 : upTo[item - 1]) + Math.Pow(item + 1, -.8);
        int[] starts = new int[customers + 1];
        List<int> all = [];
        for (int customer = 0; customer < customers; customer++)
        {
            int count = Math.Clamp((int)Math.Exp(random.NextGaussian(4.57, .95)), 20, length);
            for (int i = 0; i <= count; i++)
            {
                int place = Array.BinarySearch(upTo, random.NextDouble() * upTo[^1]);
                all.Add(1 + Math.Min(items - 1, place < 0 ? ~place : place));
            }

            starts[customer + 1] = all.Count;
        }

        return new SequenceData(items, length, starts, [.. all]);
    }
}
