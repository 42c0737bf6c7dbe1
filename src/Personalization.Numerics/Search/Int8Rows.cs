namespace Personalization.Numerics;

/// <summary>
/// Rows in whole numbers from −127 to 127, each row with a scale of its own (its largest magnitude ÷ 127): for searches at a quarter of
/// single precision's memory. Scores are approximate: search for more rows than are wanted, then <see cref="ExactSearch.Rescore"/> them
/// from the rows themselves. Products of codes are summed in whole numbers, so they have the same bits however they are added.
/// <para>A row with NaN or an infinity never comes out. Rows far from zero lose digits: subtract their mean beforehand where distances are
/// meant.</para>
/// <para>Rows stand in tiles of 32, columns in groups of 4: column j of row p of a tile is the byte at 128 · ⌊j / 4⌋ + 4 · p + j mod 4, the
/// code + 128. d bytes a row, d rounded up to a multiple of 4, and 8 for scale and squared length. Immutable and thread-safe.</para>
/// </summary>
public sealed class Int8Rows
{
    /// <summary>Columns that go together: the bytes of a lane.</summary>
    internal const int GroupSize = 4;

    /// <summary>What is added to a code to make it a byte.</summary>
    internal const int Bias = 128;

    /// <summary>Largest magnitude of a code.</summary>
    internal const int LargestCode = 127;

    /// <summary>Most columns of a row: the sums of products must fit 32 bits.</summary>
    public const int MostColumns = 1 << 16;

    /// <summary>Rounds rows to codes.</summary>
    /// <param name="rows">n × d, d at most <see cref="MostColumns"/>; copied.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next block of rows.</param>
    /// <exception cref="ArgumentException">There are more columns, or n × d is more than one array can hold.</exception>
    public Int8Rows(MatrixView rows, int? threads = null, CancellationToken cancellationToken = default)
    {
        (Rows, Columns) = (rows.Rows, CheckedColumns(rows.Columns));
        int padded = PaddedColumns;
        byte[] codes = new byte[TiledRows.Length(Rows, padded)];
        float[] scales = new float[TiledRows.Length(Rows, 1)];
        float[] squares = new float[scales.Length];
        codes.AsSpan().Fill(Bias);
        TiledRows.Build(Rows, Store, threads, cancellationToken);
        (Codes, Scales, SquaredLengths) = (codes, scales, squares);

        void Store(int row)
        {
            Span<byte> tile = codes.AsSpan(TiledRows.Start(row, padded));
            ReadOnlySpan<float> values = rows.Row(row);
            float scale = ScaleOf(values);
            (scales[row], squares[row]) = (scale, InverseLengths.Squares(values));
            for (int column = 0; column < values.Length; column++)
                tile[Position(row, column)] = (byte)(CodeOf(values[column], scale) + Bias);
        }
    }

    /// <summary>Looks at rows that were stored before, without copying: of arrays, or of a file that is mapped into memory.</summary>
    /// <param name="codes">What <see cref="Codes"/> gave.</param>
    /// <param name="scales">What <see cref="Scales"/> gave.</param>
    /// <param name="squaredLengths">What <see cref="SquaredLengths"/> gave.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, from 0 to <see cref="MostColumns"/>.</param>
    /// <exception cref="ArgumentException">A length isn't what rows and columns ask for.</exception>
    public Int8Rows(ReadOnlyMemory<byte> codes, ReadOnlyMemory<float> scales, ReadOnlyMemory<float> squaredLengths, int rows, int columns)
    {
        Rows = Guard.AtLeast(rows, 0);
        Columns = CheckedColumns(columns);
        TiledRows.CheckLength(codes.Length, TiledRows.Length(rows, PaddedColumns), nameof(codes));
        TiledRows.CheckLength(scales.Length, TiledRows.Length(rows, 1), nameof(scales));
        TiledRows.CheckLength(squaredLengths.Length, TiledRows.Length(rows, 1), nameof(squaredLengths));
        (Codes, Scales, SquaredLengths) = (codes, scales, squaredLengths);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Values of a row.</summary>
    public int Columns { get; }

    /// <summary>The tiles, to be stored.</summary>
    public ReadOnlyMemory<byte> Codes { get; }

    /// <summary>What a code of 1 stands for in each row; for whole tiles.</summary>
    public ReadOnlyMemory<float> Scales { get; }

    /// <summary>Squared length of each row before it was rounded; for whole tiles.</summary>
    public ReadOnlyMemory<float> SquaredLengths { get; }

    /// <summary>Columns in whole groups.</summary>
    internal int PaddedColumns => PaddedTo(Columns);

    internal static int PaddedTo(int columns) => (columns + GroupSize - 1) / GroupSize * GroupSize;

    /// <summary>What a code of 1 stands for; NaN where a value isn't finite.</summary>
    internal static float ScaleOf(ReadOnlySpan<float> values)
    {
        float largest = 0;
        foreach (float value in values)
            largest = MathF.Max(largest, MathF.Abs(value));

        return float.IsFinite(largest) ? largest / LargestCode : float.NaN;
    }

    internal static int CodeOf(float value, float scale) =>
        scale > 0 ? (int)Math.Clamp(MathF.Round(value / scale), -LargestCode, LargestCode) : 0;

    private static int CheckedColumns(int columns) => Guard.InRange(columns, 0, MostColumns);

    private static int Position(int row, int column) =>
        (column / GroupSize * GroupSize * PointTiles.TileSize) + (row % PointTiles.TileSize * GroupSize) + (column % GroupSize);
}
