namespace Personalization.VectorIndex;

/// <summary>How a distance is made of the dot product of two coded rows.</summary>
internal interface ICodeForm
{
    /// <summary>What the dot product is multiplied with.</summary>
    static abstract float Factor { get; }

    /// <summary>Whether squares of lengths are added.</summary>
    static abstract bool HasTerms { get; }
}

/// <summary>−x · y.</summary>
internal readonly struct DotCodes : ICodeForm
{
    public static float Factor => -1;

    public static bool HasTerms => false;
}

/// <summary>‖x‖² + ‖y‖² − 2 x · y.</summary>
internal readonly struct SquaredCodes : ICodeForm
{
    public static float Factor => -2;

    public static bool HasTerms => true;
}

/// <summary>Turns rows into 8-bit codes with a scale a row: the largest magnitude becomes 127.</summary>
internal static unsafe class RowCodes
{
    public const float Largest = 127;

    /// <summary>Where the scale and the other term of a row stand: behind the codes of its block.</summary>
    public static float* Terms(RowBlocks codes, int row, int stride) =>
        (float*)(codes.Addresses[row >> RowBlocks.Shift] + ((nint)RowBlocks.RowsPerBlock * stride)) + ((row & RowBlocks.Mask) * 2);

    /// <summary>Writes the codes of a row; scalar and in one order, so that every machine writes the same.</summary>
    /// <returns>The scale, and the square of the coded row's length where the form needs it.</returns>
    public static (float Scale, float Term) Encode<TForm>(float* row, sbyte* codes, int stride)
        where TForm : struct, ICodeForm
    {
        float largest = 0;
        for (int i = 0; i < stride; i++) largest = MathF.Max(largest, MathF.Abs(row[i]));
        float scale = largest / Largest;
        long squares = 0;
        for (int i = 0; i < stride; i++)
        {
            // A scale of denormal size may round down, and the quotient then lies above 127.
            sbyte code = scale > 0 ? (sbyte)Math.Clamp(MathF.Round(row[i] / scale), -Largest, Largest) : (sbyte)0;
            codes[i] = code;
            squares += code * code;
        }

        return (scale, TForm.HasTerms ? scale * scale * squares : 0);
    }
}
