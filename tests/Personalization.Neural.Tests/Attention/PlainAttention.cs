namespace Personalization.Neural.Tests;

/// <summary>
/// Attention as its papers define it, in double precision: every sequence padded to the longest, every score of every pair, what a row may
/// not see at −∞. Gradients are written out.
/// </summary>
internal sealed class PlainAttention(int dimensions, AttentionOptions options, int[] starts)
{
    private readonly int _columns = dimensions / options.Heads;

    /// <summary>n × d of q | k | v, n × 3d.</summary>
    public double[] Forward(double[] projections)
    {
        double[] output = new double[projections.Length / 3];
        Over(projections, (pass, row, column, _, i) =>
        {
            for (int j = 0; j < pass.Length; j++)
            {
                for (int c = 0; c < _columns; c++)
                    output[(row * dimensions) + column + c] += pass.Probabilities[i, j] * pass.Value(j, c);
            }
        });
        return output;
    }

    /// <summary>∂ Σ slope · output / ∂ projections.</summary>
    public double[] Backward(double[] projections, double[] slope)
    {
        double[] gradient = new double[projections.Length];
        Over(projections, (pass, row, column, start, i) =>
        {
            double[] ofProbability = new double[pass.Length];
            double mean = 0;
            for (int j = 0; j < pass.Seen; j++)
            {
                for (int c = 0; c < _columns; c++)
                {
                    double incoming = slope[(row * dimensions) + column + c];
                    ofProbability[j] += incoming * pass.Value(j, c);
                    gradient[((start + j) * 3 * dimensions) + (2 * dimensions) + column + c] += pass.Probabilities[i, j] * incoming;
                }

                mean += pass.Probabilities[i, j] * ofProbability[j];
            }

            for (int j = 0; j < pass.Seen; j++)
            {
                double ofScore = pass.Probabilities[i, j] * (ofProbability[j] - mean) / Math.Sqrt(_columns);
                for (int c = 0; c < _columns; c++)
                {
                    // A turned vector's gradient is turned back; the pair's partner is half a head on.
                    gradient[(row * 3 * dimensions) + column + c] += ofScore * Unturned(pass.Key, j, i, c);
                    gradient[((start + j) * 3 * dimensions) + dimensions + column + c] += ofScore * Unturned(pass.Query, i, j, c);
                }
            }
        });
        return gradient;
    }

    private double Unturned(Func<int, int, double> turned, int at, int position, int column)
    {
        if (options.Positions != RelativePositions.Rotary) return turned(at, column);
        (double sine, double cosine) = Angle(-position, column);
        return Turned(c => turned(at, c), column, sine, cosine);
    }

    private void Over(double[] projections, Action<HeadPass, int, int, int, int> visit)
    {
        int longest = Enumerable.Range(1, starts.Length - 1).Max(i => starts[i] - starts[i - 1]);
        for (int s = 1; s < starts.Length; s++)
        {
            for (int head = 0; head < options.Heads; head++)
            {
                HeadPass pass = Pass(projections, starts[s - 1], starts[s] - starts[s - 1], longest, head);
                for (int i = 0; i < starts[s] - starts[s - 1]; i++) visit(pass, starts[s - 1] + i, head * _columns, starts[s - 1], i);
            }
        }
    }

    private HeadPass Pass(double[] projections, int start, int length, int longest, int head)
    {
        double At(int part, int row, int column) =>
            row < length ? projections[((start + row) * 3 * dimensions) + (part * dimensions) + (head * _columns) + column] : 0;

        double Rotated(int part, int row, int column)
        {
            if (options.Positions != RelativePositions.Rotary) return At(part, row, column);
            (double sine, double cosine) = Angle(row, column);
            return Turned(c => At(part, row, c), column, sine, cosine);
        }

        double slope = options.Positions == RelativePositions.Alibi ? Math.Pow(2, -8.0 * (head + 1) / options.Heads) : 0;
        double[,] probabilities = new double[longest, longest];
        for (int i = 0; i < longest; i++)
        {
            double[] scores = new double[longest];
            for (int j = 0; j < longest; j++)
            {
                bool seen = (j <= i || (options.BothWays && j < length)) && Math.Abs(i - j) < (options.Window ?? int.MaxValue);
                for (int c = 0; c < _columns; c++) scores[j] += Rotated(0, i, c) * Rotated(1, j, c);
                scores[j] = seen ? (scores[j] / Math.Sqrt(_columns)) - (slope * Math.Abs(i - j)) : double.NegativeInfinity;
            }

            double largest = Math.Max(scores.Max(), double.MinValue), sum = scores.Sum(score => Math.Exp(score - largest));
            for (int j = 0; j < longest; j++) probabilities[i, j] = sum == 0 ? 0 : Math.Exp(scores[j] - largest) / sum;
        }

        return new HeadPass(
            longest, length, probabilities, (i, c) => Rotated(0, i, c), (j, c) => Rotated(1, j, c), (j, c) => At(2, j, c));
    }

    private (double Sine, double Cosine) Angle(int position, int column) =>
        Math.SinCos(position * Math.Pow(10_000, -2.0 * (column % (_columns / 2)) / _columns));

    private double Turned(Func<int, double> cells, int column, double sine, double cosine) => column < _columns / 2
        ? (cells(column) * cosine) - (cells(column + (_columns / 2)) * sine)
        : (cells(column - (_columns / 2)) * sine) + (cells(column) * cosine);

    /// <param name="Length">Of the longest sequence.</param>
    /// <param name="Seen">Rows of the sequence itself; no others are seen.</param>
    /// <param name="Probabilities">Length × length.</param>
    /// <param name="Query">Turned, of a row and column of the head.</param>
    /// <param name="Key">Likewise.</param>
    /// <param name="Value">Likewise, as it is.</param>
    private sealed record HeadPass(
        int Length, int Seen, double[,] Probabilities, Func<int, int, double> Query, Func<int, int, double> Key,
        Func<int, int, double> Value);
}
