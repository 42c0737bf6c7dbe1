namespace Personalization.Numerics;

/// <summary>Some queries in codes, as <see cref="Int8Scores{TBytes, TLanes, TForm}"/> multiplies them: in pairs of 16 bits.</summary>
internal sealed class Int8QueryBlock
{
    public Int8QueryBlock(MatrixView queries, VectorMetric metric)
    {
        Count = queries.Rows;
        Groups = Int8Rows.PaddedTo(queries.Columns) / Int8Rows.GroupSize;
        Pairs = new int[Count * Groups * 2];
        (Begins, Scales, Norms) = (new int[Count], new float[Count], new float[Count]);
        Span<int> codes = new int[Groups * Int8Rows.GroupSize];
        for (int query = 0; query < Count; query++)
        {
            ReadOnlySpan<float> values = queries.Row(query);
            float scale = Scales[query] = Int8Rows.ScaleOf(values);
            int sum = 0;
            for (int column = 0; column < values.Length; column++)
            {
                codes[column] = Int8Rows.CodeOf(values[column], scale);
                sum += codes[column];
            }

            Begins[query] = -Int8Rows.Bias * sum;
            Norms[query] = metric == VectorMetric.Cosine ? InverseLengths.Of(values) : InverseLengths.Squares(values);
            for (int group = 0; group < Groups; group++)
            {
                ReadOnlySpan<int> four = codes.Slice(group * Int8Rows.GroupSize, Int8Rows.GroupSize);
                Pairs[PairOf(query, group)] = Pair(four[0], four[2]);
                Pairs[PairOf(query, group) + 1] = Pair(four[1], four[3]);
            }
        }
    }

    /// <summary>Number of queries.</summary>
    public int Count { get; }

    /// <summary>Groups of four columns.</summary>
    public int Groups { get; }

    /// <summary>For each query and group, the codes of columns 0 and 2, then of 1 and 3, as two 16-bit halves of a number.</summary>
    public int[] Pairs { get; }

    /// <summary>−128 times the sum of each query's codes: makes up for the bias of the rows'.</summary>
    public int[] Begins { get; }

    /// <summary>What a code of 1 stands for in each query.</summary>
    public float[] Scales { get; }

    /// <summary>1/‖q‖ for cosines, else ‖q‖².</summary>
    public float[] Norms { get; }

    public int PairOf(int query, int group) => ((query * Groups) + group) * 2;

    private static int Pair(int lower, int upper) => (upper << 16) | (lower & 0xFFFF);
}
