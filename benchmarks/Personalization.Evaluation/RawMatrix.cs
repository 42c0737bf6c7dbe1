using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Evaluation;

/// <summary>Matrices in the files of benchmarks/peers/shapes.py: raw little-endian single-precision values, row-major.</summary>
internal static class RawMatrix
{
    /// <summary>Reads a file of rows of so many columns.</summary>
    public static Matrix Read(string path, int columns)
    {
        long bytes = File.Exists(path)
            ? new FileInfo(path).Length
            : throw new EvaluationException($"{path} is missing; benchmarks/compare.sh makes it.");
        if (bytes % (sizeof(float) * (long)columns) != 0)
            throw new EvaluationException($"{path} holds {bytes} bytes, not whole rows of {columns} values.");

        Matrix matrix = new((int)(bytes / sizeof(float) / columns), columns);
        using FileStream file = File.OpenRead(path);
        Span<byte> rest = MemoryMarshal.AsBytes(matrix.Values);
        while (rest.Length > 0)
        {
            int read = file.Read(rest[..Math.Min(rest.Length, 1 << 26)]);
            rest = rest[read..];
        }

        return matrix;
    }
}
