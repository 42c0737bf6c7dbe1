namespace Personalization.Numerics;

/// <summary>
/// Implicit QL steps with Wilkinson's shift (Wilkinson and Reinsch 1971, as EISPACK's tql2), for tridiagonal matrices that are too small to be worth
/// dividing.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
/// <param name="diagonal">Diagonal of the whole matrix; eigenvalues where it is done.</param>
/// <param name="offDiagonal">Values beside it.</param>
/// <param name="nothing">What a value beside the diagonal may be neglected at: a part of what rounding does to the largest.</param>
/// <param name="vectors">Rows that are turned along; to begin with, the identity.</param>
/// <param name="stride">From a row to the next.</param>
internal sealed unsafe class ImplicitQl<TLanes>(double[] diagonal, double[] offDiagonal, double nothing, double* vectors, nint stride)
    where TLanes : struct, IDoubleLanes<TLanes>
{
    /// <summary>Steps for one eigenvalue; two or three are usual, so that more than this says that the input was no matrix of numbers.</summary>
    private const int MaxSteps = 100;

    /// <summary>Diagonalizes a block that stands alone; its eigenvalues come in no order.</summary>
    /// <param name="start">First row and column.</param>
    /// <param name="end">One past the last.</param>
    public void Diagonalize(int start, int end)
    {
        for (int first = start; first < end; first++)
        {
            for (int step = 0; ; step++)
            {
                int last = EndOfBlock(first, end);
                if (last == first)
                    break;

                if (step == MaxSteps)
                    throw new InvalidOperationException($"Eigenvalue {first} did not converge in {MaxSteps} steps.");

                Step(first, last, start, end);
            }
        }
    }

    /// <summary>
    /// The row at which the part that begins at <paramref name="first"/> ends: the value beside the diagonal is lost in rounding there, that of its
    /// neighbours or that of the whole matrix. By the neighbours alone a matrix of small rank would not converge: almost all of it is rounding.
    /// </summary>
    private int EndOfBlock(int first, int end)
    {
        int last = first;
        for (; last < end - 1; last++)
        {
            if (Math.Abs(offDiagonal[last]) <= Math.Max(1.1e-16 * (Math.Abs(diagonal[last]) + Math.Abs(diagonal[last + 1])), nothing))
                break;
        }

        return last;
    }

    private void Step(int first, int last, int start, int end)
    {
        double[] d = diagonal, e = offDiagonal;
        double half = (d[first + 1] - d[first]) / (2 * e[first]), root = Math.Sqrt((half * half) + 1);
        double bulge = d[last] - d[first] + (e[first] / (half + (half < 0 ? -root : root)));
        double sine = 1, cosine = 1, shift = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double off = sine * e[i], along = cosine * e[i];
            double length = Math.Sqrt((off * off) + (bulge * bulge));
            e[i + 1] = length;
            if (length == 0)
            {
                // The block falls apart here; what is done so far stands.
                d[i + 1] -= shift;
                e[last] = 0;
                return;
            }

            sine = off / length;
            cosine = bulge / length;
            double next = d[i + 1] - shift;
            double turned = ((d[i] - next) * sine) + (2 * cosine * along);
            shift = sine * turned;
            d[i + 1] = next + shift;
            bulge = (cosine * turned) - along;
            double* row = vectors + (i * stride) + start;
            RowUpdates.Rotate<TLanes>(cosine, sine, row, row + stride, end - start);
        }

        d[first] -= shift;
        e[first] = bulge;
        e[last] = 0;
    }
}
