using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Exact search by codes: the best by codes are scored again by the vectors. Whether they were enough shows in their own scores: the codes'
/// error is the root of the mean square of what the two scores differ by, and a row that isn't among them would have to beat the last that
/// is wanted by more than an error can explain. Where that isn't so (a filter that leaves out the nearest leaves many with nearly the same
/// score), four times as many are taken.
/// </summary>
internal sealed class CodedSearch(
    Int8Rows[] codes,
    MatrixView[] vectors,
    VectorMetric metric,
    int count,
    ulong[]? allowed,
    int? threads,
    CancellationToken cancellationToken)
{
    // Three standard deviations: one row in about 700 errs by more, and few rows lie so near the end.
    private const double Errors = 3;

    /// <summary>Candidates to begin with: they cost little, and twice as many as are wanted are nearly always enough.</summary>
    public static int CandidatesOf(int count) => (int)Math.Min((2L * count) + 16, Array.MaxLength);

    /// <summary>The best rows for each query.</summary>
    /// <param name="queries">q × d.</param>
    /// <param name="candidates">Rows to score again for each.</param>
    /// <param name="rows">Receives q × count rows; −1 where there are fewer.</param>
    /// <param name="scores">Receives their scores.</param>
    public void Run(MatrixView queries, int candidates, Span<int> rows, Span<float> scores)
    {
        int[] found = new int[checked(queries.Rows * candidates)], ordered = new int[found.Length];
        float[] approximate = new float[found.Length], exact = new float[found.Length];
        ExactSearch.Search(codes, queries, metric, candidates, allowed, found, approximate, threads, cancellationToken);
        ExactSearch.Rescore(vectors, queries, metric, found, candidates, ordered, exact, threads, cancellationToken);
        for (int query = 0; query < queries.Rows; query++)
        {
            Range own = (query * candidates)..((query + 1) * candidates), answer = (query * count)..((query + 1) * count);
            if (Suffices(found.AsSpan(own), approximate.AsSpan(own), ordered.AsSpan(own), exact.AsSpan(own)))
            {
                ordered.AsSpan(own)[..count].CopyTo(rows[answer]);
                exact.AsSpan(own)[..count].CopyTo(scores[answer]);
            }
            else
            {
                Run(queries.Slice(query, 1), (int)Math.Min(4L * candidates, Array.MaxLength), rows[answer], scores[answer]);
            }
        }
    }

    /// <summary>Orders what the codes found by row to compare the scores.</summary>
    private bool Suffices(Span<int> found, Span<float> approximate, ReadOnlySpan<int> ordered, ReadOnlySpan<float> exact)
    {
        // Nothing else is allowed.
        if (found[^1] < 0) return true;
        float last = approximate[^1];
        found.Sort(approximate);
        double squares = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            double error = exact[i] - approximate[found.BinarySearch(ordered[i])];
            squares += error * error;
        }

        double ahead = metric == VectorMetric.Euclidean ? last - exact[count - 1] : exact[count - 1] - last;
        return !(ahead < Errors * Math.Sqrt(squares / ordered.Length));
    }
}
