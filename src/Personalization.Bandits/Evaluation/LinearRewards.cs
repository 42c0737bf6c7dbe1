using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// A ridge regression of the reward on a round's context for every action and fold, of the rounds of the other folds: the coefficients.
/// </summary>
internal sealed class LinearRewards
{
    private const int MostOnStack = 64;

    private readonly MatrixView _contexts;
    private readonly Units _units;
    private readonly int _folds, _actions, _terms;
    private readonly double[] _means, _scales;
    private readonly double[] _coefficients;

    private LinearRewards(LoggedRounds rounds, MatrixView contexts, CrossFittedRewardOptions options)
    {
        (_contexts, _units, _folds, _actions) = (contexts, rounds.Units, options.Folds, rounds.ActionCount);
        _terms = contexts.Columns + 1;
        (_means, _scales) = Standardization(contexts);
        _coefficients = new double[_folds * _actions * _terms];
    }

    public static LinearRewards Fit(
        LoggedRounds rounds, MatrixView contexts, CrossFittedRewardOptions options, CancellationToken cancellationToken)
    {
        LinearRewards model = new(rounds, contexts, options);
        model.Solve(rounds, options.PriorRounds, cancellationToken);
        return model;
    }

    /// <summary>What is expected of every action in a round.</summary>
    public void Fill(int round, Span<double> rewards)
    {
        Span<double> terms = _terms <= MostOnStack ? stackalloc double[MostOnStack] : new double[_terms];
        terms = terms[.._terms];
        FillTerms(round, terms);
        int start = _units.Of(round) % _folds * _actions * _terms;
        for (int action = 0; action < rewards.Length; action++)
        {
            double sum = 0;
            for (int term = 0; term < _terms; term++) sum += _coefficients[start + (action * _terms) + term] * terms[term];
            rewards[action] = sum;
        }
    }

    private static (double[] Means, double[] Scales) Standardization(MatrixView contexts)
    {
        double[] means = new double[contexts.Columns], scales = new double[contexts.Columns];
        for (int row = 0; row < contexts.Rows; row++)
        {
            for (int column = 0; column < means.Length; column++) means[column] += contexts.Row(row)[column] / (double)contexts.Rows;
        }

        for (int row = 0; row < contexts.Rows; row++)
        {
            for (int column = 0; column < means.Length; column++)
            {
                double difference = contexts.Row(row)[column] - means[column];
                scales[column] += difference * difference / contexts.Rows;
            }
        }

        // A column that is the same everywhere tells nothing, and adds nothing.
        return (means, Array.ConvertAll(scales, variance => variance > 0 ? 1 / Math.Sqrt(variance) : 0));
    }

    /// <summary>A round's terms: its columns, standardized, and 1.</summary>
    private void FillTerms(int round, Span<double> terms)
    {
        ReadOnlySpan<float> row = _contexts.Row(round);
        for (int column = 0; column < row.Length; column++) terms[column] = (row[column] - _means[column]) * _scales[column];
        terms[^1] = 1;
    }

    private void Solve(LoggedRounds rounds, double penalty, CancellationToken cancellationToken)
    {
        int size = _terms * _terms;
        double[] products = new double[_folds * _actions * size], sums = new double[_folds * _actions * _terms];
        double[] rewards = new double[_folds], counts = new double[_folds], terms = new double[_terms];
        for (int round = 0; round < rounds.Count; round++)
        {
            FillTerms(round, terms);
            int fold = _units.Of(round) % _folds, cell = (fold * _actions) + rounds.Actions[round];
            rewards[fold] += rounds.Rewards[round];
            counts[fold]++;
            for (int i = 0; i < _terms; i++)
            {
                sums[(cell * _terms) + i] += terms[i] * rounds.Rewards[round];
                for (int j = i; j < _terms; j++) products[(cell * size) + (i * _terms) + j] += terms[i] * terms[j];
            }
        }

        double[] matrix = new double[size], right = new double[_terms];
        for (int fold = 0; fold < _folds; fold++)
        {
            double mean = (rewards.Sum() - rewards[fold]) / (counts.Sum() - counts[fold]);
            for (int action = 0; action < _actions; action++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Array.Clear(matrix);
                Array.Clear(right);
                for (int other = 0; other < _folds; other++)
                {
                    if (other == fold) continue;
                    int cell = (other * _actions) + action;
                    for (int i = 0; i < size; i++) matrix[i] += products[(cell * size) + i];
                    for (int i = 0; i < _terms; i++) right[i] += sums[(cell * _terms) + i];
                }

                // Rewards less the overall mean, so that the penalty draws towards it and not towards 0.
                for (int i = 0; i < _terms; i++) right[i] -= mean * matrix[(i * _terms) + _terms - 1];
                for (int i = 0; i < _terms; i++) matrix[(i * _terms) + i] += penalty;
                Cholesky.Factor(matrix, _terms, threads: 1, cancellationToken).Solve(right);
                right[^1] += mean;
                right.CopyTo(_coefficients, ((fold * _actions) + action) * _terms);
            }
        }
    }
}
