using System.Runtime.InteropServices;
using Personalization.Core;

namespace Personalization.VectorIndex;

/// <summary>
/// Codes in a file: row by row, n × stride, with scale and other term of each row, n × 2, whatever order they have in memory.
/// </summary>
internal static unsafe class CodesFile
{
    private const string Codes = "codes";
    private const string CodeTerms = "code_terms";

    public static void Write(ModelFileWriter file, RowBlocks codes, int rows, int stride, bool tiled)
    {
        float[] terms = new float[rows * 2];
        if (!tiled)
        {
            for (int row = 0; row < rows; row++)
                new ReadOnlySpan<float>(RowCodes.Terms(codes, row, stride), 2).CopyTo(terms.AsSpan(row * 2));
            codes.AddTo<byte>(file, Codes, rows, stride);
        }
        else
        {
            sbyte[] line = new sbyte[stride];
            for (int row = 0; row < rows; row++) (terms[row * 2], terms[(row * 2) + 1]) = CodeTiles.Read(codes, row, line);
            file.AddLater<byte>(Codes, [rows, stride], destination =>
            {
                for (int row = 0; row < rows; row++)
                {
                    CodeTiles.Read(codes, row, line);
                    destination.Write(MemoryMarshal.AsBytes<sbyte>(line));
                }
            });
        }

        file.Add(CodeTerms, terms, rows, 2);
    }

    public static RowBlocks Read(ModelFile file, RowBlocks none, int rows, int stride, bool tiled)
    {
        float[] terms = file.Floats(CodeTerms, rows, 2);
        file.Map<byte>(Codes, rows, stride);
        RowBlocks codes = none.WithCapacity(rows);
        byte[] lines = new byte[tiled ? Math.Min(rows, RowBlocks.RowsPerBlock) * stride : 0];
        for (int row = 0; row < rows; row += RowBlocks.RowsPerBlock)
        {
            int count = Math.Min(RowBlocks.RowsPerBlock, rows - row);
            Span<byte> destination = tiled ? lines.AsSpan(0, count * stride) : new Span<byte>((byte*)codes.Address(row), count * stride);
            file.Read(Codes, (long)row * stride, destination);
            for (int i = 0; tiled && i < count; i++)
                CodeTiles.Write(
                    codes,
                    row + i,
                    MemoryMarshal.Cast<byte, sbyte>(lines.AsSpan(i * stride, stride)),
                    terms[(row + i) * 2],
                    terms[((row + i) * 2) + 1]);
        }

        for (int row = 0; !tiled && row < rows; row++)
            terms.AsSpan(row * 2, 2).CopyTo(new Span<float>(RowCodes.Terms(codes, row, stride), 2));
        return codes;
    }
}
