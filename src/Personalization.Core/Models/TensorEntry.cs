using System.Globalization;

namespace Personalization.Core;

/// <summary>What a header says of one tensor; <paramref name="Offset"/> counts bytes from the end of the header.</summary>
internal sealed record TensorEntry(string Name, TensorType Type, int[] Shape, long Offset, long Length)
{
    /// <summary>Elements of a shape; -1 where the count of bytes would not fit in 63 bits.</summary>
    public static long Count(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            if (dimension > 0 && count > long.MaxValue / sizeof(long) / dimension) return -1;
            count *= dimension;
        }

        return count;
    }

    /// <summary>A shape as text, <c>[3, 64]</c>; a negative dimension is <c>any</c>.</summary>
    public static string Text(ReadOnlySpan<int> shape)
    {
        string[] parts = new string[shape.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = shape[i] < 0 ? "any" : shape[i].ToString(CultureInfo.InvariantCulture);
        return $"[{string.Join(", ", parts)}]";
    }

    /// <summary>Type and shape as text, for messages.</summary>
    public override string ToString() => $"{Type.Name} {Text(Shape)}";
}
