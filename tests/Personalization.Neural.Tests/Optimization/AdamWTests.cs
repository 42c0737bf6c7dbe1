using Personalization.Numerics;

namespace Personalization.Neural.Tests;

public sealed class AdamWTests
{
    private const int Steps = 1_000;

    public static TheoryData<AdamWOptions, LearningRateSchedule> Settings => new()
    {
        { new(), new() },
        { new() { WeightDecay = .1 }, new() { Rate = .01 } },
        { new(), new() { Rate = .05, WarmUp = .5, Decay = LearningRateDecay.Cosine } },
        { new() { WeightDecay = .02 }, new() { Rate = .05, WarmUp = .1, Decay = LearningRateDecay.Linear } },
        { new() { Beta1 = .95, Beta2 = .6 }, new() { Rate = .01 } },
        { new() { Beta1 = 0, Beta2 = .9, Epsilon = 1e-3 }, new() { Rate = .01 } },
    };

    /// <summary>The lines of torch.optim.AdamW in double precision.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(.1)]
    public void Step_DenseParameter_AsPyTorch(double weightDecay)
    {
        RandomStream random = new(1, "adamw");
        Parameter parameter = new("weight", 3, 7);
        parameter.FillNormal(1, 1);
        AdamW optimizer = new([parameter], new() { WeightDecay = weightDecay });
        double[] weights = Numbers.Doubles(parameter.Values.Values), first = new double[21], second = new double[21];
        for (int step = 1; step <= 50; step++)
        {
            Gradients gradients = new([parameter]);
            Numbers.Normal(random, 3, 7).Values.CopyTo(gradients.Of(parameter).Values);
            double[] slopes = Numbers.Doubles(gradients.Of(parameter).Values);

            optimizer.Step([gradients], .01);

            for (int i = 0; i < 21; i++)
            {
                weights[i] *= 1 - (.01 * weightDecay);
                first[i] = (.9 * first[i]) + (.1 * slopes[i]);
                second[i] = (.999 * second[i]) + (.001 * slopes[i] * slopes[i]);
                double rate = .01 / (1 - Math.Pow(.9, step)), root = Math.Sqrt(second[i]) / Math.Sqrt(1 - Math.Pow(.999, step));
                weights[i] -= rate * first[i] / (root + 1e-8);
            }

            Numbers.Near(weights, parameter.Values.Values, 2e-6);
        }
    }

    [Fact]
    public void Step_OneRowThatIsNoBias_Decays()
    {
        Linear last = new("output", 3, 1, 1);
        last.Bias.Values.Values.Fill(1);
        float[] before = last.Weight.Values.Values.ToArray();

        new AdamW([last.Weight, last.Bias], new() { WeightDecay = .5 }).Step([new Gradients([last.Weight, last.Bias])], .1);

        Numbers.Near([.. before.Select(weight => weight * .95)], last.Weight.Values.Values, 1e-6);
        Assert.Equal([1], last.Bias.Values.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void CatchUp_RowsTouchedRarely_SparseIsDense(AdamWOptions options, LearningRateSchedule schedule) =>
        SparseIsDense(options, step => schedule.At(step, Steps));

    /// <summary>A step that changes nothing may be followed by one that does.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(.1)]
    public void CatchUp_RateThatComesAndGoes_SparseIsDense(double weightDecay) =>
        SparseIsDense(new() { WeightDecay = weightDecay }, step => step % 20 < 10 ? 0 : .01);

    /// <summary>
    /// What a batch reads must be what a dense optimizer would show it, not what the rows were when they were last touched.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void CatchUp_RowsOfAStep_AreWhatADenseOptimizerHas(int threads)
    {
        const int rows = 300, columns = 5, touched = 20;
        RandomStream random = new(3, "touched");
        Parameter sparse = new("weight", rows, columns, isSparse: true), dense = new("weight", rows, columns);
        sparse.FillNormal(1, .1);
        dense.FillNormal(1, .1);
        AdamW ofSparse = new([sparse]), ofDense = new([dense]);
        TouchedRows reading = new(ofSparse.Parameters);
        Gradients sparseGradients = new([sparse]), denseGradients = new([dense]);
        for (int step = 0; step < 200; step++)
        {
            int[] read = [.. Enumerable.Range(0, touched).Select(_ => random.NextInt32(rows))];
            reading.Clear();
            reading.Add(sparse, read);
            reading.Add(sparse, read.AsSpan(0, 3));
            Assert.Equal(read.Distinct().Count(), reading.Count);
            ofSparse.CatchUp(reading, threads);
            sparseGradients.Clear();
            denseGradients.Clear();
            foreach (int row in read)
            {
                for (int i = 0; i < columns; i++) Assert.Equal(dense.Values[row, i], sparse.Values[row, i], 1e-6);
                float[] gradient = Numbers.Normal(random, 1, columns).Values.ToArray();
                gradient.CopyTo(sparseGradients.AddRow(sparse, row));
                for (int i = 0; i < columns; i++) denseGradients.Of(dense)[row, i] += gradient[i];
            }

            ofSparse.Step([sparseGradients], .01);
            ofDense.Step([denseGradients], .01);
        }
    }

    [Fact]
    public void CatchUp_AllRows_AreWhatADenseOptimizerHas()
    {
        Parameter weight = new("weight", 4, 2, isSparse: true);
        AdamW optimizer = new([weight]);
        Gradients gradients = new([weight]);
        gradients.AddRow(weight, 2).Fill(1);
        optimizer.Step([gradients], .1);
        gradients.Clear();
        gradients.AddRow(weight, 0).Fill(1);
        optimizer.Step([gradients], .1);
        float before = weight.Values[2, 0];
        TouchedRows all = new(optimizer.Parameters);
        all.AddAll();

        optimizer.CatchUp(all);

        Assert.True(weight.Values[2, 0] < before);
        all.Clear();
        Assert.False(all.IsAll);
        Assert.Throws<ArgumentException>(() => all.Add(new Parameter("other", 1, 1, isSparse: true), [0]));
    }

    [Fact]
    public void Step_AnyThreads_SameBits()
    {
        float[][] weights = [.. new[] { 1, 2, 7 }.Select(threads =>
        {
            RandomStream random = new(4, "threads");
            Parameter parameter = new("weight", 500, 9, isSparse: true);
            AdamW optimizer = new([parameter], new() { WeightDecay = .01 });
            for (int step = 0; step < 30; step++)
            {
                Gradients[] chunks = [.. Enumerable.Range(0, 3).Select(_ => new Gradients([parameter]))];
                foreach (Gradients chunk in chunks)
                {
                    for (int i = 0; i < 100; i++)
                        Numbers.Normal(random, 1, 9).Values.CopyTo(chunk.AddRow(parameter, random.NextInt32(500)));
                }

                optimizer.Step(chunks, .01, clipNorm: 5, threads);
            }

            optimizer.CatchUp(threads);
            return parameter.Values.Values.ToArray();
        })];

        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[0], weights[2]);
    }

    /// <summary>
    /// Rows are touched in 1 of 100 steps; a few never, a few only early. The measure is the dense optimizer in double precision: one in
    /// single precision rounds a thousand times, and steps that were missed and are made up for together round less often.
    /// </summary>
    private static void SparseIsDense(AdamWOptions options, Func<int, double> rateAt)
    {
        const int Rows = 60, Columns = 19;
        RandomStream random = new(2, "sparse");
        Parameter sparse = new("weight", Rows, Columns, isSparse: true), dense = new("weight", Rows, Columns);
        sparse.FillNormal(1, .1);
        dense.FillNormal(1, .1);
        DoubleAdamW exact = new(options, Numbers.Doubles(sparse.Values.Values));
        AdamW ofSparse = new([sparse], options), ofDense = new([dense], options);
        Gradients sparseGradients = new([sparse]), denseGradients = new([dense]);
        for (int step = 1; step <= Steps; step++)
        {
            sparseGradients.Clear();
            denseGradients.Clear();
            for (int row = 3; row < Rows; row++)
            {
                if (random.NextInt32(100) != 0 || (row < 10 && step > 100)) continue;
                float[] gradient = Numbers.Normal(random, 1, Columns).Values.ToArray();
                gradient.CopyTo(sparseGradients.AddRow(sparse, row));
                gradient.CopyTo(denseGradients.Of(dense).Row(row));
            }

            double rate = rateAt(step);
            exact.Step(Numbers.Doubles(denseGradients.Of(dense).Values), rate);
            ofSparse.Step([sparseGradients], rate);
            ofDense.Step([denseGradients], rate);
            if (step is not (Steps / 2 or Steps)) continue;
            Assert.NotEqual(dense.Values.Values.ToArray(), sparse.Values.Values.ToArray());
            ofSparse.CatchUp();
            double ofTheDense = exact.LargestError(dense), ofTheSparse = exact.LargestError(sparse);
            Assert.InRange(ofTheDense, 0, 1e-5);
            Assert.InRange(ofTheSparse, 0, 1.2 * ofTheDense);
        }
    }

    /// <summary>The lines of torch.optim.AdamW, for all weights at each step.</summary>
    private sealed class DoubleAdamW(AdamWOptions options, double[] weights)
    {
        private readonly double[] _first = new double[weights.Length], _second = new double[weights.Length];
        private readonly double _beta1 = options.Beta1, _beta2 = options.Beta2;
        private int _steps;

        public void Step(double[] gradient, double rate)
        {
            _steps++;
            double first = 1 - Math.Pow(_beta1, _steps), second = 1 - Math.Pow(_beta2, _steps);
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] *= 1 - (rate * options.WeightDecay);
                _first[i] = (_beta1 * _first[i]) + ((1 - _beta1) * gradient[i]);
                _second[i] = (_beta2 * _second[i]) + ((1 - _beta2) * gradient[i] * gradient[i]);
                weights[i] -= rate / first * _first[i] / (Math.Sqrt(_second[i] / second) + options.Epsilon);
            }
        }

        /// <summary>As a share of the largest weight.</summary>
        public double LargestError(Parameter parameter)
        {
            double largest = weights.Max(Math.Abs), error = 0;
            for (int i = 0; i < weights.Length; i++) error = Math.Max(error, Math.Abs(weights[i] - parameter.Values.Values[i]));
            return error / largest;
        }
    }
}
