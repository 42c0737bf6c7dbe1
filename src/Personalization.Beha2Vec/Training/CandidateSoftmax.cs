using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// A softmax of some states over candidates: products, exponentials and their gradients. Scores lie in blocks of candidates, block after
/// block the rows of all states, so that what a product reads lies together.
/// </summary>
/// <param name="vectors">candidates × dimensions.</param>
/// <param name="tiles">The same vectors as <see cref="RowTiles"/>.</param>
/// <param name="count">Candidates.</param>
/// <param name="dimensions">Length of a vector.</param>
internal readonly ref struct CandidateSoftmax(ReadOnlySpan<float> vectors, ReadOnlySpan<float> tiles, int count, int dimensions)
{
    /// <summary>States at a time: whole strips of the narrow products, and scores of thousands of candidates stay in the cache.</summary>
    public const int StatesAtOnce = 48;

    private const int Block = 16 * RowTiles.Size;

    private readonly ReadOnlySpan<float> _vectors = vectors;
    private readonly ReadOnlySpan<float> _tiles = tiles;

    private int Blocks => (count + Block - 1) / Block;

    /// <summary>Values that scores of <see cref="StatesAtOnce"/> states take.</summary>
    public static int Values(int candidates) => checked((candidates + Block - 1) / Block * Block * StatesAtOnce);

    /// <summary>Where a state's scores of a block of candidates lie.</summary>
    public Range Segment(int row, int block)
    {
        int start = ((block * StatesAtOnce) + row) * Block;
        return start..(start + Math.Min(Block, count - (block * Block)));
    }

    /// <summary>Where a state's score of a candidate lies.</summary>
    public static int Place(int row, int candidate) => (((candidate / Block * StatesAtOnce) + row) * Block) + (candidate % Block);

    /// <summary>Writes states · vectorsᵀ.</summary>
    public void Score(MatrixView states, int first, int rows, Span<float> scores)
    {
        for (int block = 0; block < Blocks; block++)
        {
            for (int row = 0; row < rows; row++) scores[Segment(row, block)].Clear();
            RowTiles.AddProducts(
                From(states, first), states.Stride, rows, _tiles[(block * Block * dimensions)..], Math.Min(Block, count - (block * Block)),
                dimensions, scores[(block * StatesAtOnce * Block)..], Block);
        }
    }

    /// <summary>Takes a value for each candidate from a state's scores.</summary>
    public void Subtract(ReadOnlySpan<float> values, int row, Span<float> scores)
    {
        for (int block = 0; block < Blocks; block++)
        {
            Span<float> segment = scores[Segment(row, block)];
            TensorPrimitives.Subtract(segment, values.Slice(block * Block, segment.Length), segment);
        }
    }

    /// <summary>The largest of a state's scores that is a number.</summary>
    public float Largest(int row, ReadOnlySpan<float> scores)
    {
        float largest = float.NegativeInfinity;
        for (int block = 0; block < Blocks; block++)
            largest = MathF.Max(largest, TensorPrimitives.MaxNumber(scores[Segment(row, block)]));
        return largest;
    }

    /// <summary>Replaces a state's scores by e^(score − largest), and sums these.</summary>
    public double Exponentiate(int row, float largest, Span<float> scores)
    {
        double sum = 0;
        for (int block = 0; block < Blocks; block++)
        {
            Span<float> segment = scores[Segment(row, block)];
            TensorPrimitives.Subtract(segment, largest, segment);
            Elementwise.Exp(segment, segment);
            sum += StableSum.Sum((ReadOnlySpan<float>)segment);
        }

        return sum;
    }

    public void Multiply(int row, float factor, Span<float> scores)
    {
        for (int block = 0; block < Blocks; block++)
        {
            Span<float> segment = scores[Segment(row, block)];
            TensorPrimitives.Multiply(segment, factor, segment);
        }
    }

    /// <summary>Writes the gradients of the states and adds those of the vectors, given those of the scores.</summary>
    public void Backward(
        MatrixView states, MutableMatrixView stateSlopes, int first, int rows, ReadOnlySpan<float> scoreSlopes, Span<float> vectorSlopes)
    {
        for (int row = first; row < first + rows; row++) stateSlopes.Row(row).Clear();
        Span<float> slopes = stateSlopes.Memory.Span[(first * stateSlopes.Stride)..];
        for (int block = 0; block < Blocks; block++)
        {
            int candidates = Math.Min(Block, count - (block * Block)), start = block * Block * dimensions;
            ReadOnlySpan<float> own = scoreSlopes[(block * StatesAtOnce * Block)..];
            NarrowProduct.AddTo(
                own, Block, 1, _vectors[start..], dimensions, slopes, stateSlopes.Stride, rows, dimensions, candidates);
            NarrowProduct.AddTo(
                own, 1, Block, From(states, first), states.Stride, vectorSlopes[start..], dimensions, candidates, dimensions, rows);
        }
    }

    private static ReadOnlySpan<float> From(MatrixView rows, int row) => rows.Memory.Span[(row * rows.Stride)..];
}
