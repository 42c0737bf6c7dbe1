using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>Scans rows in codes: each tile with an allowed row is held against the queries' codes.</summary>
internal sealed class Int8Scan(Int8Rows[] segments, VectorMetric metric, LaneWidth width)
{
    /// <summary>The scan for some queries.</summary>
    public SegmentScan Prepare(MatrixView queries)
    {
        Int8QueryBlock block = new(queries, metric);
        return (segment, firstRow, start, end, allowed, best) => Scan(segments[segment], firstRow, start, end, allowed, block, best);
    }

    /// <summary>Narrow vectors multiply pairs of 16 bits by an instruction of x86; elsewhere the scalar twin runs.</summary>
    private void Scan(Int8Rows rows, int firstRow, int start, int end, AllowedRows allowed, Int8QueryBlock queries, BestRows best)
    {
        switch (width)
        {
            case LaneWidth.Vector512 when Avx512BW.IsSupported:
                Scan<ByteLanes512, Lanes512>(rows, firstRow, start, end, allowed, queries, best);
                break;
            case LaneWidth.Vector256 when Avx2.IsSupported:
                Scan<ByteLanes256, Lanes256>(rows, firstRow, start, end, allowed, queries, best);
                break;
            case LaneWidth.Vector128 when Sse2.IsSupported:
                Scan<ByteLanes128, Lanes128>(rows, firstRow, start, end, allowed, queries, best);
                break;
            default:
                Scan<ByteLanes1, Lanes1>(rows, firstRow, start, end, allowed, queries, best);
                break;
        }
    }

    private void Scan<TBytes, TLanes>(
        Int8Rows rows, int firstRow, int start, int end, AllowedRows allowed, Int8QueryBlock queries, BestRows best)
        where TBytes : struct, IByteLanes<TBytes, TLanes>
        where TLanes : struct, ILanes<TLanes>
    {
        switch (metric)
        {
            case VectorMetric.Dot:
                Int8Scores<TBytes, TLanes, DotSimilarity>.Scan(rows, firstRow, start, end, allowed, queries, best);
                break;
            case VectorMetric.Cosine:
                Int8Scores<TBytes, TLanes, CosineSimilarity>.Scan(rows, firstRow, start, end, allowed, queries, best);
                break;
            default:
                Int8Scores<TBytes, TLanes, EuclideanFromDot>.Scan(rows, firstRow, start, end, allowed, queries, best);
                break;
        }
    }
}
