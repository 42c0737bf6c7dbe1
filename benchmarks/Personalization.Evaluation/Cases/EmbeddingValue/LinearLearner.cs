using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Ridge and logistic regression with an L2 penalty, plain: normal equations, and Newton's steps on them. Features have mean 0 and
/// variance 1 over the rows that are learned from; the intercept isn't penalized; the penalty is the one that does best on a fifth of
/// those rows.
/// </summary>
internal static class LinearLearner
{
    private static readonly double[] Penalties = [1, 10, 100, 1_000];

    /// <summary>Predicts each row by a model that was fitted without its fold.</summary>
    /// <param name="features">Rows × features.</param>
    /// <param name="targets">A number for each row; 0 or 1 where it is a probability that is learned.</param>
    /// <param name="folds">Fold of each row.</param>
    /// <param name="logistic">Whether a probability is learned.</param>
    public static double[] OutOfFold(double[][] features, double[] targets, int[] folds, bool logistic)
    {
        double[] predicted = new double[targets.Length];
        int count = folds.Max() + 1;
        ParallelChunks.Run(count, 1, (fold, _, _) =>
        {
            int[] train = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)];
            int[] inner = [.. train.Where((_, i) => i % 5 != 0)], check = [.. train.Where((_, i) => i % 5 == 0)];
            double best = double.PositiveInfinity, chosen = Penalties[0];
            foreach (double penalty in Penalties)
            {
                Model tried = Fit(features, targets, inner, penalty, logistic);
                double loss = check.Sum(row => Loss(tried.Predict(features[row]), targets[row], logistic));
                if (loss < best) (best, chosen) = (loss, penalty);
            }

            Model model = Fit(features, targets, train, chosen, logistic);
            for (int row = 0; row < folds.Length; row++)
            {
                if (folds[row] == fold) predicted[row] = model.Predict(features[row]);
            }
        });
        return predicted;
    }

    private static double Loss(double predicted, double target, bool logistic) => logistic
        ? -((target * Math.Log(Math.Max(1e-12, predicted))) + ((1 - target) * Math.Log(Math.Max(1e-12, 1 - predicted))))
        : (predicted - target) * (predicted - target);

    private static Model Fit(double[][] features, double[] targets, int[] rows, double penalty, bool logistic)
    {
        int count = features[0].Length, order = count + 1;
        double[] mean = new double[count], scale = new double[count];
        foreach (int row in rows)
        {
            for (int i = 0; i < count; i++) mean[i] += features[row][i] / rows.Length;
        }

        foreach (int row in rows)
        {
            for (int i = 0; i < count; i++) scale[i] += (features[row][i] - mean[i]) * (features[row][i] - mean[i]) / rows.Length;
        }

        for (int i = 0; i < count; i++) scale[i] = scale[i] > 1e-12 ? 1 / Math.Sqrt(scale[i]) : 0;
        Model model = new(mean, scale, new double[order], logistic);
        double[] x = new double[order];
        for (int step = 0; step < (logistic ? 8 : 1); step++)
        {
            double[] squares = new double[order * order], right = new double[order];
            foreach (int row in rows)
            {
                model.Scale(features[row], x);
                double score = model.Score(x), probability = 1 / (1 + Math.Exp(-score));
                double weight = logistic ? Math.Max(1e-6, probability * (1 - probability)) : 1;
                double target = logistic ? score + ((targets[row] - probability) / weight) : targets[row];
                for (int i = 0; i < order; i++)
                {
                    double weighted = weight * x[i];
                    right[i] += weighted * target;
                    for (int j = i; j < order; j++) squares[(i * order) + j] += weighted * x[j];
                }
            }

            for (int i = 0; i < order; i++)
            {
                squares[(i * order) + i] += i < count ? penalty : 1e-9;
                for (int j = i + 1; j < order; j++) squares[(j * order) + i] = squares[(i * order) + j];
            }

            Cholesky.Factor(squares, order, threads: 1).Solve(right);
            right.CopyTo(model.Weights, 0);
        }

        return model;
    }

    private sealed record Model(double[] Mean, double[] Scales, double[] Weights, bool IsLogistic)
    {
        private readonly double[] _scaled = new double[Weights.Length];

        public void Scale(double[] features, double[] x)
        {
            for (int i = 0; i < features.Length; i++) x[i] = (features[i] - Mean[i]) * Scales[i];
            x[^1] = 1;
        }

        public double Score(double[] x)
        {
            double score = 0;
            for (int i = 0; i < x.Length; i++) score += x[i] * Weights[i];
            return score;
        }

        public double Predict(double[] features)
        {
            Scale(features, _scaled);
            double score = Score(_scaled);
            return IsLogistic ? 1 / (1 + Math.Exp(-score)) : score;
        }
    }
}
