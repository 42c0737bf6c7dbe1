using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>Matrices of factors in model files.</summary>
internal static class FactorTensors
{
    /// <summary>No factor of a fit comes near; squares and sums of such values stay finite.</summary>
    private const float Largest = 1e12f;

    public static void Write(ModelFileWriter file, string name, Matrix matrix) =>
        file.Add(name, matrix.Values, matrix.Rows, matrix.Columns);

    /// <summary>Reads a matrix back and checks every value.</summary>
    public static Matrix Read(ModelFile file, string name, int rows, int columns)
    {
        float[] values = file.Floats(name, rows, columns);
        int wrong = Array.FindIndex(values, value => !(Math.Abs(value) <= Largest));
        if (wrong >= 0)
            throw file.Invalid($"element {wrong} of '{name}' is {values[wrong]}; it must be from −{Largest:0e0} to {Largest:0e0}");
        Matrix matrix = new(rows, columns);
        values.CopyTo(matrix.Values);
        return matrix;
    }
}
