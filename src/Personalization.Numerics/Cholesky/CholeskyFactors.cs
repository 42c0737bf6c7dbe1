namespace Personalization.Numerics;

/// <summary>Runs <see cref="BlockedCholesky{T, TLanes}"/> on lanes of a given width, and clears what is below the diagonal.</summary>
internal static unsafe class CholeskyFactors
{
    public static void Factor(Span<float> matrix, int order, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        fixed (float* upper = matrix)
        {
            switch (width)
            {
                case LaneWidth.Vector512: BlockedCholesky<float, Lanes512>.Factor(upper, order, threads, cancellationToken); break;
                case LaneWidth.Vector256: BlockedCholesky<float, Lanes256>.Factor(upper, order, threads, cancellationToken); break;
                case LaneWidth.Vector128: BlockedCholesky<float, Lanes128>.Factor(upper, order, threads, cancellationToken); break;
                default: BlockedCholesky<float, Lanes1>.Factor(upper, order, threads, cancellationToken); break;
            }
        }

        ClearLower(matrix, order);
    }

    public static void Factor(Span<double> matrix, int order, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        fixed (double* upper = matrix)
        {
            switch (width)
            {
                case LaneWidth.Vector512: BlockedCholesky<double, DoubleLanes512>.Factor(upper, order, threads, cancellationToken); break;
                case LaneWidth.Vector256: BlockedCholesky<double, DoubleLanes256>.Factor(upper, order, threads, cancellationToken); break;
                case LaneWidth.Vector128: BlockedCholesky<double, DoubleLanes128>.Factor(upper, order, threads, cancellationToken); break;
                default: BlockedCholesky<double, DoubleLanes1>.Factor(upper, order, threads, cancellationToken); break;
            }
        }

        ClearLower(matrix, order);
    }

    private static void ClearLower<T>(Span<T> matrix, int order)
    {
        for (int row = 1; row < order; row++)
            matrix.Slice(row * order, row).Clear();
    }
}
