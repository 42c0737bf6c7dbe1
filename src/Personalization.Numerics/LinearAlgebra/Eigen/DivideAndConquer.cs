namespace Personalization.Numerics;

/// <summary>
/// Eigenvalues and vectors of a symmetric tridiagonal matrix by divide and conquer (Cuppen 1981, with the deflation of Dongarra and Sorensen 1987 and the
/// vectors of Gu and Eisenstat 1995, as LAPACK's dstedc): halves are solved apart, and joined by <see cref="RankOneMerge{TLanes}"/>.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
/// <param name="diagonal">n values; becomes the eigenvalues, in no order.</param>
/// <param name="offDiagonal">n values, the last unused: row i's with row i + 1. Overwritten.</param>
/// <param name="vectors">n × n zeros; receives the eigenvectors, row i that of value i.</param>
/// <param name="stride">From a row to the next.</param>
/// <param name="maxThreads">Most threads to use.</param>
/// <param name="cancellationToken">Stops between steps.</param>
internal sealed unsafe class DivideAndConquer<TLanes>(
    double[] diagonal, double[] offDiagonal, double* vectors, nint stride, int? maxThreads, CancellationToken cancellationToken)
    where TLanes : struct, IDoubleLanes<TLanes>
{
    /// <summary>Order up to which steps of QL are faster.</summary>
    private const int LeafOrder = 32;

    /// <summary>Solves, and returns the rows' numbers in ascending order of their values.</summary>
    public int[] Run()
    {
        int order = diagonal.Length;
        int[] places = new int[order], bounds = Bounds(order);
        int parts = bounds.Length - 1;
        double largest = 0;
        for (int i = 0; i < order; i++)
            largest = Math.Max(largest, Math.Max(Math.Abs(diagonal[i]), Math.Abs(offDiagonal[i])));

        // What is torn off here, |e| (±1, 1)ᵀ(±1, 1), the merges put back.
        double[] torn = new double[order];
        for (int part = 1; part < parts; part++)
        {
            int last = bounds[part] - 1;
            torn[last] = offDiagonal[last];
            diagonal[last] -= Math.Abs(torn[last]);
            diagonal[last + 1] -= Math.Abs(torn[last]);
        }

        ImplicitQl<TLanes> leaves = new(diagonal, offDiagonal, largest / (1L << 56), vectors, stride);
        ParallelChunks.Run(
            parts, 1, (part, _, _) =>
            {
                for (int i = bounds[part]; i < bounds[part + 1]; i++)
                    vectors[(i * stride) + i] = 1;

                leaves.Diagonalize(bounds[part], bounds[part + 1]);
                Sort(places, bounds[part], bounds[part + 1]);
            },
            maxThreads, cancellationToken);

        if (parts == 1)
            return places;

        // Where a level has several merges, threads share them; within the last one they share its steps.
        using AlignedBuffer<double> gathered = new((int)(order * stride)), secular = new((int)(order * stride));
        MergeBuffers buffers = new(diagonal, vectors, stride, places, gathered.Pointer, secular.Pointer);
        for (int halves = 1; halves < parts; halves *= 2)
        {
            int step = halves;
            ParallelChunks.Run(
                parts / (2 * step), 1, (merge, _, _) =>
                {
                    int first = 2 * merge * step, middle = bounds[first + step];
                    new RankOneMerge<TLanes>(buffers, bounds[first], middle, bounds[first + (2 * step)], maxThreads, cancellationToken).Run(torn[middle - 1]);
                },
                maxThreads, cancellationToken);
        }

        return places;
    }

    /// <summary>Where the parts begin, all halved equally often; the last value is the order.</summary>
    private static int[] Bounds(int order)
    {
        int[] bounds = [0, order];
        while (bounds[^1] - bounds[^2] > LeafOrder)
        {
            int[] halved = new int[(2 * bounds.Length) - 1];
            for (int i = 0; i < bounds.Length; i++)
            {
                halved[2 * i] = bounds[i];
                if (i > 0)
                    halved[(2 * i) - 1] = bounds[i - 1] + ((bounds[i] - bounds[i - 1]) / 2);
            }

            bounds = halved;
        }

        return bounds;
    }

    /// <summary>Numbers of a leaf's rows, ascending by value; of equal ones the earlier row first.</summary>
    private void Sort(int[] places, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            int at = i;
            for (; at > start && diagonal[places[at - 1]] > diagonal[i]; at--)
                places[at] = places[at - 1];

            places[at] = i;
        }
    }
}

/// <summary>What all merges of a matrix share, each its own rows.</summary>
/// <param name="diagonal">Eigenvalues of the halves, then of the whole.</param>
/// <param name="vectors">Eigenvectors, one a row.</param>
/// <param name="stride">From a row to the next, of all three.</param>
/// <param name="places">Rows in ascending order of values, within each part that is solved.</param>
/// <param name="gathered">Room for the vectors in another order.</param>
/// <param name="secular">Room for vectors in the basis of the old ones.</param>
internal sealed unsafe class MergeBuffers(double[] diagonal, double* vectors, nint stride, int[] places, double* gathered, double* secular)
{
    public double[] Diagonal { get; } = diagonal;

    public nint Stride { get; } = stride;

    public int[] Places { get; } = places;

    public double* Vector(int row, int column) => vectors + (row * Stride) + column;

    public double* Gathered(int row, int column) => gathered + (row * Stride) + column;

    public double* Secular(int row, int column) => secular + (row * Stride) + column;
}
