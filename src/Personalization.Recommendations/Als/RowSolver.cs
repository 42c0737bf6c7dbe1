using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Solves the normal equations of one row after the other in memory of its own. One thread at a time. Same bits at any vector width: all
/// work is vectorized across factors, and dot products run over eight virtual lanes.
/// </summary>
internal abstract unsafe class RowSolver : IDisposable
{
    /// <summary>Factors are padded with zeros to whole vectors of the widest kind.</summary>
    public const int Padding = 16;

    /// <summary>Bytes of a block of neighbours, about: with the rows of the system that it meets, a first-level cache.</summary>
    private const int BlockBytes = 24 << 10;

    private readonly float* _memory;

    /// <param name="factors">Factors of a row.</param>
    /// <param name="gram">α₀ YᵀY of the other side's factors, padded, <see cref="PaddedOf"/>² values.</param>
    protected RowSolver(int factors, float[] gram)
    {
        Factors = factors;
        Padded = PaddedOf(factors);
        Gram = gram;
        BlockRows = Math.Max(16, BlockBytes / sizeof(float) / Padded);
        MostPacked = Math.Max(BlockRows, 8 * Padded);
        long length = ((long)Padded * Padded) + ((long)MostPacked * Padded) + (8L * Padded) + (2L * MostPacked);
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(float)), 64);
        new Span<float>(_memory, checked((int)length)).Clear();
        System = _memory;
        Packed = System + ((nint)Padded * Padded);
        Right = Packed + ((nint)MostPacked * Padded);
        Dots = Right + (8 * (nint)Padded);
        Ones = Dots + MostPacked;
        new Span<float>(Ones, MostPacked).Fill(1);
    }

    /// <summary>
    /// Rows with more neighbours are solved exactly: summing their equations up once costs less than going by them often.
    /// </summary>
    public int MostPacked { get; }

    protected int Factors { get; }

    protected int Padded { get; }

    protected float[] Gram { get; }

    protected int BlockRows { get; }

    /// <summary>Padded × padded: the system, then its factor.</summary>
    protected float* System { get; }

    /// <summary>Neighbours times √r, row after row.</summary>
    protected float* Packed { get; }

    /// <summary>Eight vectors.</summary>
    protected float* Right { get; }

    protected float* Dots { get; }

    protected float* Ones { get; }

    public static int PaddedOf(int factors) => (factors + Padding - 1) / Padding * Padding;

    public static RowSolver Create(int factors, float[] gram, LaneWidth? width = null) => (width ?? LaneWidths.Widest) switch
    {
        LaneWidth.Vector512 => new RowSolver<Lanes512>(factors, gram, LaneWidth.Vector512),
        LaneWidth.Vector256 => new RowSolver<Lanes256>(factors, gram, LaneWidth.Vector256),
        LaneWidth.Vector128 => new RowSolver<Lanes128>(factors, gram, LaneWidth.Vector128),
        _ => new RowSolver<Lanes1>(factors, gram, LaneWidth.Scalar),
    };

    /// <summary>α₀ YᵀY, padded.</summary>
    public static float[] GramOf(Matrix factors, double unobservedWeight, int? threads, CancellationToken cancellationToken)
    {
        int padded = PaddedOf(factors.Columns);
        Matrix gram = new(factors.Columns, factors.Columns);
        MatrixProduct.Multiply(
            MatrixOperand.Transpose(factors), factors, gram.MutableView, (float)unobservedWeight, threads: threads,
            cancellationToken: cancellationToken);
        float[] values = new float[padded * padded];
        for (int row = 0; row < gram.Rows; row++) gram.Row(row).CopyTo(values.AsSpan(row * padded));
        return values;
    }

    /// <summary>Solves exactly.</summary>
    /// <param name="row">The equations.</param>
    /// <param name="solution">Receives the factors.</param>
    /// <returns>bᵀx: Σ r less it is what the row adds to the objective.</returns>
    public abstract double SolveExactly(in NormalEquations row, Span<float> solution);

    /// <summary>Goes some steps of conjugate gradients.</summary>
    /// <param name="row">The equations, of at most <see cref="MostPacked"/> neighbours.</param>
    /// <param name="solution">Where to begin; receives the factors.</param>
    /// <param name="steps">At most so many.</param>
    /// <returns>bᵀx + residualᵀx: Σ r less it is what the row adds to the objective.</returns>
    public abstract double Improve(in NormalEquations row, Span<float> solution, int steps);

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        GC.SuppressFinalize(this);
    }

    ~RowSolver() => NativeMemory.AlignedFree(_memory);
}
