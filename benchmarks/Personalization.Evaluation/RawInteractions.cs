using System.Globalization;
using System.Runtime.InteropServices;
using Personalization.Core;

namespace Personalization.Evaluation;

/// <summary>Interactions in the files of benchmarks/peers/interactions.py; ids are rows and columns as digits.</summary>
internal static class RawInteractions
{
    public static InteractionMatrix Read(string path)
    {
        if (!File.Exists(path)) throw new EvaluationException($"{path} is missing; benchmarks/compare.sh makes it.");
        using FileStream file = File.OpenRead(path);
        int[] sizes = Read<int>(file, 3), offsets = Read<int>(file, sizes[0] + 1), columns = Read<int>(file, sizes[2]);
        return Make(sizes[0], sizes[1], offsets, columns, Read<float>(file, sizes[2]));
    }

    /// <summary>A matrix with ids of equal length, whose order is that of rows.</summary>
    public static InteractionMatrix Make(
        int customers, int items, ReadOnlySpan<int> offsets, ReadOnlySpan<int> columns, ReadOnlySpan<float> values) =>
        InteractionMatrix.FromRows(
            IdIndex<CustomerId>.From(Digits(customers).Select(text => new CustomerId(text))),
            IdIndex<ItemId>.From(Digits(items).Select(text => new ItemId(text))),
            offsets,
            columns,
            values);

    private static IEnumerable<string> Digits(int count) =>
        Enumerable.Range(0, count).Select(row => row.ToString("D9", CultureInfo.InvariantCulture));

    private static T[] Read<T>(FileStream file, int count)
        where T : unmanaged
    {
        T[] values = new T[count];
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        while (bytes.Length > 0)
        {
            int read = file.Read(bytes[..Math.Min(bytes.Length, 1 << 26)]);
            if (read == 0) throw new EvaluationException($"{file.Name} is cut short.");
            bytes = bytes[read..];
        }

        return values;
    }
}
