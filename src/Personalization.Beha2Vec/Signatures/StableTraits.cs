using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Directions of pooled states in which customers differ from each other more than one customer's visits differ from each other: what
/// stays the same in somebody, whatever they came for. Fisher's discriminant (1936) with each customer as a class, by the covariance of
/// half the difference between a customer's visits of odd and of even number.
/// </summary>
internal static class StableTraits
{
    /// <summary>Events that each half of a history needs to count.</summary>
    private const int LeastEvents = 4;

    /// <summary>Share of the mean variance that is added to each, so that no direction is thought to be still by chance.</summary>
    private const double Ridge = 1e-3;

    /// <summary>Writes the most stable traits of each customer, the most stable first, each with variance 1 over the customers.</summary>
    /// <param name="pools">Pooled states.</param>
    /// <param name="count">Number of traits; no more than there are dimensions.</param>
    public static Matrix Of(HistoryPools pools, int count)
    {
        int customers = pools.States.Rows, dimensions = pools.States.Columns;
        count = Math.Min(count, dimensions);
        double[] within = new double[dimensions * dimensions], difference = new double[dimensions];
        int halves = 0;
        for (int row = 0; row < customers; row++)
        {
            if (pools.OddCounts[row] < LeastEvents || pools.EvenCounts[row] < LeastEvents) continue;
            ReadOnlySpan<float> odd = pools.Odd.Row(row), even = pools.Even.Row(row);
            for (int i = 0; i < dimensions; i++) difference[i] = (odd[i] - even[i]) / 2;
            PrincipalComponents.AddSquare(difference, within);
            halves++;
        }

        Matrix known = pools.OfKnown(pools.States);
        double[] mean = PrincipalComponents.Mean(known), all = PrincipalComponents.Covariance(known, mean);
        double[,] still = halves > dimensions ? InverseRoot(within, halves, dimensions) : Identity(dimensions);
        SymmetricEigen eigen = SymmetricEigen.Decompose(Between(still, all, dimensions), dimensions);
        double[] direction = new double[dimensions];
        Matrix traits = new(customers, count);
        for (int trait = 0; trait < count; trait++)
        {
            int place = dimensions - 1 - trait;
            double scale = eigen.Values[place] > 0 ? 1 / Math.Sqrt(eigen.Values[place]) : 0;
            ReadOnlySpan<double> vector = eigen.Vector(place);
            for (int i = 0; i < dimensions; i++)
            {
                direction[i] = 0;
                for (int j = 0; j < dimensions; j++) direction[i] += still[i, j] * vector[j] * scale;
            }

            Project(pools, mean, direction, traits, trait);
        }

        return traits;
    }

    /// <summary>The first principal components of a matrix that hold at least a thousandth of the variance.</summary>
    public static Matrix Components(MatrixView values, int most)
    {
        Matrix all = PrincipalComponents.Of(values, Math.Min(most, values.Columns));
        double[] mean = PrincipalComponents.Mean(values), covariance = PrincipalComponents.Covariance(values, mean);
        double total = 0;
        for (int i = 0; i < mean.Length; i++) total += covariance[(i * mean.Length) + i];
        int count = 0;
        while (count < all.Columns && Square(all, count) > Ridge * total) count++;
        Matrix kept = new(all.Rows, count);
        for (int row = 0; row < all.Rows; row++) all.Row(row)[..count].CopyTo(kept.Row(row));
        return kept;
    }

    private static double Square(Matrix values, int column)
    {
        double sum = 0;
        for (int row = 0; row < values.Rows; row++) sum += (double)values[row, column] * values[row, column];
        return sum / Math.Max(1, values.Rows);
    }

    private static void Project(HistoryPools pools, double[] mean, double[] direction, Matrix traits, int trait)
    {
        for (int row = 0; row < traits.Rows; row++)
        {
            if (pools.CountOf(row) == 0) continue;
            ReadOnlySpan<float> state = pools.States.Row(row);
            double sum = 0;
            for (int i = 0; i < state.Length; i++) sum += (state[i] - mean[i]) * direction[i];
            traits[row, trait] = (float)sum;
        }
    }

    private static double[,] Identity(int order)
    {
        double[,] identity = new double[order, order];
        for (int i = 0; i < order; i++) identity[i, i] = 1;
        return identity;
    }

    /// <summary>(sum / count + ridge)^−½, symmetric.</summary>
    private static double[,] InverseRoot(double[] sum, int count, int order)
    {
        double[] matrix = new double[sum.Length];
        double trace = 0;
        for (int i = 0; i < sum.Length; i++) matrix[i] = sum[i] / count;
        for (int i = 0; i < order; i++) trace += matrix[(i * order) + i];
        if (!(trace > 0)) return Identity(order);
        for (int i = 0; i < order; i++) matrix[(i * order) + i] += Ridge * trace / order;
        SymmetricEigen eigen = SymmetricEigen.Decompose(matrix, order);
        double[,] root = new double[order, order];
        for (int place = 0; place < order; place++)
        {
            ReadOnlySpan<double> vector = eigen.Vector(place);
            double scale = 1 / Math.Sqrt(eigen.Values[place]);
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++) root[i, j] += vector[i] * scale * vector[j];
            }
        }

        return root;
    }

    /// <summary>root · covariance · root; of the covariance the upper half is read.</summary>
    private static double[] Between(double[,] root, double[] covariance, int order)
    {
        double[,] half = new double[order, order];
        double[] whole = new double[order * order];
        for (int i = 0; i < order; i++)
        {
            for (int k = 0; k < order; k++)
            {
                for (int j = 0; j < order; j++)
                    half[i, j] += root[i, k] * covariance[(Math.Min(k, j) * order) + Math.Max(k, j)];
            }
        }

        for (int i = 0; i < order; i++)
        {
            for (int j = i; j < order; j++)
            {
                for (int k = 0; k < order; k++) whole[(i * order) + j] += half[i, k] * root[k, j];
            }
        }

        return whole;
    }
}
