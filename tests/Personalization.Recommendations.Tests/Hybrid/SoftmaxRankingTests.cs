using Personalization.Numerics;

namespace Personalization.Recommendations.Tests;

public sealed class SoftmaxRankingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Of two candidates one has the feature: taken 30 times of 40. At the optimum 30 − 40 σ(w) = λ w.</summary>
    [Fact]
    public void Fit_OneFeatureTwoCandidates_SolvesTheEquation()
    {
        RankingExample[] examples = [.. Enumerable.Range(0, 40).Select(i => Example([[1], [0]], i < 30 ? 0 : 1))];

        double weight = SoftmaxRanking.Fit(examples, [0], 2, null, null, Token)[0];

        Assert.Equal(2 * weight, 30 - (40 / (1 + Math.Exp(-weight))), 3);
        Assert.InRange(weight, .8, 1.0);
    }

    [Fact]
    public void Fit_RandomExamples_NoNeighborIsBetter()
    {
        Random random = new(3);
        RankingExample[] examples = [.. Enumerable.Range(0, 60).Select(_ => Random(random, 9, 3))];
        double[] prior = [.5, -.25, 0];
        List<double> losses = [];

        double[] weights = SoftmaxRanking.Fit(examples, prior, 1.5, losses, null, Token);

        double best = Loss(examples, weights, prior, 1.5);
        for (int i = 0; i < weights.Length; i++)
        {
            foreach (double step in (double[])[-.01, .01])
            {
                double[] other = [.. weights];
                other[i] += step;
                Assert.True(Loss(examples, other, prior, 1.5) > best, $"weight {i} by {step}");
            }
        }

        Assert.Equal(losses.OrderDescending(), losses);
        Assert.Equal(best / examples.Length, losses[^1], 6);
    }

    /// <summary>A candidate that stands for three items counts as the three do.</summary>
    [Fact]
    public void Fit_CandidateThatStandsForThree_AsThreeTimesTheCandidate()
    {
        Random random = new(4);
        RankingExample[] folded = [.. Enumerable.Range(0, 30).Select(_ => Random(random, 5, 2, (float)Math.Log(3)))];
        RankingExample[] whole = [.. folded.Select(Repeated)];

        double[] expected = SoftmaxRanking.Fit(whole, [0, 0], 1, null, null, Token);
        double[] actual = SoftmaxRanking.Fit(folded, [0, 0], 1, null, null, Token);

        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 4);

        static RankingExample Repeated(RankingExample example)
        {
            float[] last = [.. example.Features.Row(example.Features.Rows - 1)];
            List<float[]> rows = [.. Enumerable.Range(0, example.Features.Rows).Select(row => example.Features.Row(row).ToArray())];
            return Example([.. rows, last, last], example.Taken);
        }
    }

    [Fact]
    public void Fit_NoExamples_ThePrior() =>
        Assert.Equal([.5, 2], SoftmaxRanking.Fit([], [.5, 2], 1, null, null, Token));

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void Fit_AnyNumberOfThreads_SameWeights(int threads)
    {
        Random random = new(5);
        RankingExample[] examples = [.. Enumerable.Range(0, 100).Select(_ => Random(random, 12, 4))];

        Assert.Equal(
            SoftmaxRanking.Fit(examples, new double[4], 1, null, 1, Token),
            SoftmaxRanking.Fit(examples, new double[4], 1, null, threads, Token));
    }

    private static RankingExample Random(Random random, int candidates, int features, float lastLogCount = 0)
    {
        float[][] rows =
            [.. Enumerable.Range(0, candidates).Select(_ => Enumerable.Range(0, features).Select(_ => random.NextSingle()).ToArray())];
        RankingExample example = Example(rows, random.Next(candidates - 1));
        example.LogCounts[^1] = lastLogCount;
        return example;
    }

    private static RankingExample Example(float[][] rows, params int[] taken)
    {
        Matrix features = new(rows.Length, rows[0].Length);
        for (int row = 0; row < rows.Length; row++) rows[row].CopyTo(features.Row(row));
        return new RankingExample(features, new float[rows.Length], taken);
    }

    private static double Loss(RankingExample[] examples, double[] weights, double[] prior, double regularization)
    {
        double loss = 0;
        foreach (RankingExample example in examples)
        {
            double[] logits = new double[example.LogCounts.Length];
            for (int row = 0; row < logits.Length; row++)
            {
                logits[row] = example.LogCounts[row];
                for (int i = 0; i < weights.Length; i++) logits[row] += weights[i] * example.Features[row, i];
            }

            double sum = Math.Log(logits.Sum(Math.Exp));
            loss += example.Taken.Average(taken => sum - logits[taken]);
        }

        for (int i = 0; i < weights.Length; i++) loss += regularization / 2 * (weights[i] - prior[i]) * (weights[i] - prior[i]);
        return loss;
    }
}
