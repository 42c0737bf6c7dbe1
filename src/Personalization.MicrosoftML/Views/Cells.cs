using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.MicrosoftML;

/// <summary>Columns over what others hold.</summary>
internal static class Cells
{
    /// <summary>The rows of several matrices, one matrix after the other, as vectors with names of their elements.</summary>
    public static ViewColumn<VBuffer<float>> Vectors(string name, IReadOnlyList<MatrixView> parts, IReadOnlyList<string>? slots = null)
    {
        int size = parts[0].Columns;
        int[] ends = new int[parts.Count];
        for (int i = 0, end = 0; i < ends.Length; i++) ends[i] = end += parts[i].Rows;
        return new ViewColumn<VBuffer<float>>(
            name,
            new VectorDataViewType(NumberDataViewType.Single, size),
            (int row, ref VBuffer<float> value) =>
            {
                int part = 0;
                while (row >= ends[part]) part++;
                Dense(parts[part].Row(row - (part == 0 ? 0 : ends[part - 1])), ref value);
            },
            slots is null ? null : SlotNames(slots));
    }

    /// <summary>Fills in a vector, reusing its memory.</summary>
    public static void Dense(ReadOnlySpan<float> from, ref VBuffer<float> value)
    {
        VBufferEditor<float> editor = VBufferEditor.Create(ref value, from.Length);
        from.CopyTo(editor.Values);
        value = editor.Commit();
    }

    /// <summary>Texts; an empty one where nothing is known.</summary>
    public static ViewColumn<ReadOnlyMemory<char>> Texts(string name, Func<int, string?> cell) => new(
        name, TextDataViewType.Instance, (int row, ref ReadOnlyMemory<char> value) => value = cell(row).AsMemory());

    /// <summary>Numbers; NaN where nothing is known.</summary>
    public static ViewColumn<float> Numbers(string name, Func<int, double> cell) => new(
        name, NumberDataViewType.Single, (int row, ref float value) => value = (float)cell(row));

    /// <summary>Keys of a vocabulary: a row of it and 1, 0 where nothing is known; texts where the vocabulary is empty.</summary>
    public static ViewColumn Keys(string name, Vocabulary levels, Func<Func<int, int>> codes) => levels.Count == 0
        ? Texts(name, static _ => null)
        : new ViewColumn<uint>(
            name,
            new KeyDataViewType(typeof(uint), levels.Count),
            () =>
            {
                Func<int, int> code = codes();
                return (int row, ref uint value) => value = (uint)(code(row) + 1);
            },
            KeyValues(levels));

    /// <summary>What the keys of a vocabulary mean, as ML.NET asks for it.</summary>
    public static DataViewSchema.Annotations KeyValues(Vocabulary levels)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        annotations.Add(
            "KeyValues",
            new VectorDataViewType(TextDataViewType.Instance, levels.Count),
            (ref VBuffer<ReadOnlyMemory<char>> value) =>
                value = new VBuffer<ReadOnlyMemory<char>>(levels.Count, [.. levels.Select(level => level.AsMemory())]));
        return annotations.ToAnnotations();
    }

    private static DataViewSchema.Annotations SlotNames(IReadOnlyList<string> slots)
    {
        DataViewSchema.Annotations.Builder annotations = new();
        ReadOnlyMemory<char>[] names = [.. slots.Select(slot => slot.AsMemory())];
        annotations.Add(
            "SlotNames",
            new VectorDataViewType(TextDataViewType.Instance, names.Length),
            (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names));
        return annotations.ToAnnotations();
    }
}
