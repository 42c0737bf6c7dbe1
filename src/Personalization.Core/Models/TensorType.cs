namespace Personalization.Core;

/// <summary>An element type of the safetensors layout: the name its header uses, and the bytes an element takes.</summary>
internal readonly record struct TensorType(string Name, int Size)
{
    private static readonly TensorType[] Known =
    [
        new("F32", sizeof(float)), new("F64", sizeof(double)), new("I32", sizeof(int)), new("I64", sizeof(long)),
        new("U8", sizeof(byte)), new("U16", sizeof(ushort)), new("BOOL", 1), new("I8", 1), new("I16", 2), new("U32", 4),
        new("U64", 8), new("F16", 2), new("BF16", 2), new("F8_E4M3", 1), new("F8_E5M2", 1),
    ];

    /// <summary>Finds a type by its name in a header; false for a name that the layout doesn't know.</summary>
    public static bool TryParse(string name, out TensorType type)
    {
        foreach (TensorType known in Known)
        {
            if (known.Name != name) continue;
            type = known;
            return true;
        }

        type = default;
        return false;
    }

    /// <summary>The type of .NET elements; only the seven types that a model is written with.</summary>
    public static TensorType Of<T>()
        where T : unmanaged =>
        default(T) switch
        {
            float => Known[0],
            double => Known[1],
            int => Known[2],
            long => Known[3],
            byte => Known[4],
            ushort => Known[5],
            Half => Known[11],
            _ => throw new NotSupportedException($"A model file holds no elements of type {typeof(T)}."),
        };
}
