namespace Personalization.Numerics;

/// <summary>A symmetric tridiagonal matrix T = QᵀAQ and the reflections that make up Q.</summary>
internal sealed class Tridiagonal
{
    /// <summary>Steps for one eigenvalue; two or three are usual, so that more than this says that the input was no matrix of numbers.</summary>
    private const int MaxSteps = 100;

    private readonly double[] _offDiagonal;
    private readonly double[] _reflectors;
    private readonly double[] _factors;

    private Tridiagonal(double[] diagonal, double[] offDiagonal, double[] reflectors, double[] factors)
    {
        Diagonal = diagonal;
        _offDiagonal = offDiagonal;
        _reflectors = reflectors;
        _factors = factors;
    }

    /// <summary>The diagonal; the eigenvalues after <see cref="Diagonalize"/>.</summary>
    public double[] Diagonal { get; }

    /// <summary>Reduces a full symmetric matrix, which is overwritten, by reflections I − f v vᵀ, one for each column.</summary>
    public static Tridiagonal Reduce(double[] matrix, int order, LaneWidth width)
    {
        double[] diagonal = new double[order], offDiagonal = new double[order], factors = new double[order], product = new double[order];
        for (int k = 0; k < order; k++)
        {
            diagonal[k] = matrix[(k * order) + k];
            int count = order - k - 1;
            if (count == 0)
                break;

            // By symmetry column k below the diagonal is row k to its right. There v stays, for later.
            Span<double> v = matrix.AsSpan((k * order) + k + 1, count);
            double length = Math.Sqrt(StableSum.Fold(new SquareTerms(v)));
            if (count == 1 || length == 0)
            {
                offDiagonal[k] = v[0];
                continue;
            }

            // The sign that adds magnitudes, so that no digits cancel.
            double corner = v[0] > 0 ? -length : length;
            offDiagonal[k] = corner;
            factors[k] = 1 / (length * (length + Math.Abs(v[0])));
            v[0] -= corner;
            Update(matrix, order, k + 1, v, product.AsSpan(0, count), factors[k], width);
        }

        return new Tridiagonal(diagonal, offDiagonal, matrix, factors);
    }

    /// <summary>Implicit QL steps with Wilkinson's shift; each rotation also turns two rows of <paramref name="vectors"/>.</summary>
    public void Diagonalize(double[] vectors, LaneWidth width)
    {
        int order = Diagonal.Length;
        for (int first = 0; first < order; first++)
        {
            for (int step = 0; ; step++)
            {
                int last = EndOfBlock(first);
                if (last == first)
                    break;

                if (step == MaxSteps)
                    throw new InvalidOperationException($"Eigenvalue {first} did not converge in {MaxSteps} steps.");

                Step(first, last, vectors, width);
            }
        }
    }

    /// <summary>Q times a matrix of as many rows, which is overwritten and returned.</summary>
    public double[] Reflect(double[] components, LaneWidth width)
    {
        int order = Diagonal.Length;
        double[] sums = new double[order];
        for (int k = order - 3; k >= 0; k--)
        {
            if (_factors[k] == 0)
                continue;

            ReadOnlySpan<double> v = _reflectors.AsSpan((k * order) + k + 1, order - k - 1);
            Array.Clear(sums);
            for (int i = 0; i < v.Length; i++)
                RowUpdates.Add(v[i], components.AsSpan((k + 1 + i) * order, order), sums, width);

            for (int i = 0; i < v.Length; i++)
                RowUpdates.Add(-_factors[k] * v[i], sums, components.AsSpan((k + 1 + i) * order, order), width);
        }

        return components;
    }

    /// <summary>A − v wᵀ − w vᵀ with p = f A v and w = p − ½ f (p·v) v: the reflection from both sides at once.</summary>
    private static void Update(double[] matrix, int order, int start, ReadOnlySpan<double> v, Span<double> product, double factor, LaneWidth width)
    {
        product.Clear();
        for (int i = 0; i < v.Length; i++)
            RowUpdates.Add(factor * v[i], matrix.AsSpan(((start + i) * order) + start, v.Length), product, width);

        double dot = 0;
        for (int i = 0; i < v.Length; i++)
            dot = Math.FusedMultiplyAdd(product[i], v[i], dot);

        RowUpdates.Add(-.5 * factor * dot, v, product, width);
        for (int i = 0; i < v.Length; i++)
        {
            Span<double> row = matrix.AsSpan(((start + i) * order) + start, v.Length);
            RowUpdates.Add(-v[i], product, row, width);
            RowUpdates.Add(-product[i], v, row, width);
        }
    }

    /// <summary>The row at which the block that begins at <paramref name="first"/> ends: the value beside the diagonal is lost in rounding there.</summary>
    private int EndOfBlock(int first)
    {
        int last = first;
        for (; last < Diagonal.Length - 1; last++)
        {
            double size = Math.Abs(Diagonal[last]) + Math.Abs(Diagonal[last + 1]);
            if (Math.Abs(_offDiagonal[last]) <= 1.1e-16 * size || Math.Abs(_offDiagonal[last]) < 1e-300)
                break;
        }

        return last;
    }

    private void Step(int first, int last, double[] vectors, LaneWidth width)
    {
        double[] d = Diagonal, e = _offDiagonal;
        int order = d.Length;
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
            RowUpdates.Rotate(cosine, sine, vectors.AsSpan(i * order, order), vectors.AsSpan((i + 1) * order, order), width);
        }

        d[first] -= shift;
        e[first] = bulge;
        e[last] = 0;
    }
}
