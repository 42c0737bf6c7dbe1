using Personalization.Core;

namespace Personalization.VectorIndex;

/// <summary>What a graph looks like in a file. Every neighbour is checked when it is read: searches follow them without asking.</summary>
internal static class GraphFile
{
    private const string Neighbors = "neighbors";

    public static void Write(ModelFileWriter file, HnswOptions options, GraphView graph)
    {
        file.Set(Neighbors, options.Neighbors);
        file.Set("construction_width", options.ConstructionWidth);
        file.Set("search_width", options.SearchWidth);
        file.Set("entry", graph.Entry);
        file.Set("max_level", graph.MaxLevel);
        int length = graph.Capacity + 1;
        file.AddLater<int>("links", [graph.Count, length], destination =>
        {
            byte[] bytes = new byte[length * sizeof(int)];
            Span<int> list = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
            for (int row = 0; row < graph.Count; row++)
            {
                // Slots that aren't counted may hold anything, which the file must not.
                ReadOnlySpan<int> neighbors = graph.Neighbors(row, 0);
                list.Clear();
                list[0] = neighbors.Length;
                neighbors.CopyTo(list[1..]);
                destination.Write(bytes);
            }
        });

        List<int> levels = [], upper = [];
        for (int row = 0; row < graph.Count; row++)
        {
            int level = graph.LevelOf(row);
            levels.Add(level);
            for (int current = 1; current <= level; current++)
            {
                ReadOnlySpan<int> neighbors = graph.Neighbors(row, current);
                upper.Add(neighbors.Length);
                upper.AddRange(neighbors);
                for (int i = neighbors.Length + 1; i < graph.UpperStride; i++) upper.Add(0);
            }
        }

        file.Add("levels", [.. levels]);
        file.Add("upper_links", [.. upper], upper.Count / graph.UpperStride, graph.UpperStride);
    }

    public static HnswOptions? ReadOptions(ModelFile file) => !file.TryGetMetadata(Neighbors, out _) ? null : new()
    {
        Neighbors = file.GetMetadata<int>(Neighbors),
        ConstructionWidth = file.GetMetadata<int>("construction_width"),
        SearchWidth = file.GetMetadata<int>("search_width"),
    };

    public static GraphView Read(ModelFile file, GraphView empty, int rows)
    {
        int entry = file.GetMetadata<int>("entry"), maxLevel = file.GetMetadata<int>("max_level"), length = empty.Capacity + 1;
        int[] levels = file.Int32s("levels", rows), upper = file.Int32s("upper_links", -1, empty.UpperStride);
        file.Map<int>("links", rows, length);
        GraphView graph = empty with
        {
            Links = empty.Links.WithCapacity(rows),
            Upper = new int[]?[rows],
            Count = rows,
            Entry = entry,
            MaxLevel = maxLevel,
        };
        int used = 0;
        for (int row = 0; row < rows; row++)
        {
            int size = levels[row] * empty.UpperStride;
            if (levels[row] is < 0 or > HnswGraph.HighestLevel || size > upper.Length - used)
                throw file.Invalid($"row {row} claims level {levels[row]}, which has no lists");
            if (size > 0) graph.Upper[row] = upper[used..(used + size)];
            used += size;
        }

        if (used != upper.Length) throw file.Invalid($"it has {upper.Length} numbers of upper lists; its levels account for {used}");
        bool hasEntry = rows == 0 ? entry == -1 && maxLevel == -1 : entry >= 0 && entry < rows && maxLevel == levels[entry];
        if (!hasEntry) throw file.Invalid($"its entry, row {entry} at level {maxLevel}, isn't one of its {rows} rows");

        int[] list = new int[length];
        for (int row = 0; row < rows; row++)
        {
            file.Read("links", (long)row * length, list.AsSpan());
            if (list[0] < 0 || list[0] >= length) throw file.Invalid($"row {row} claims {list[0]} neighbours; a list holds {length - 1}");
            graph.Write(row, 0, list.AsSpan(1, list[0]));
            for (int level = 0; level <= levels[row]; level++) Check(file, graph, levels, row, level);
        }

        return graph;
    }

    private static void Check(ModelFile file, GraphView graph, int[] levels, int row, int level)
    {
        int count = graph.List(row, level);
        if (count < 0 || count > graph.CapacityOf(level))
            throw file.Invalid($"row {row} claims {count} neighbours at level {level}; a list holds {graph.CapacityOf(level)}");
        foreach (int neighbor in graph.Neighbors(row, level))
        {
            if ((uint)neighbor >= (uint)levels.Length || levels[neighbor] < level)
                throw file.Invalid($"row {row} has neighbour {neighbor} at level {level}, which isn't there");
        }
    }
}
