using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

/// <summary>Losses of the next item and their gradients against the formulas in double precision.</summary>
public sealed class ItemLossTests
{
    private const int Dimensions = 6;
    private const float Scale = .25f;

    /// <summary>More candidates than a block has, no whole number of tiles, and more states than are worked on at a time.</summary>
    [Theory]
    [InlineData(7, 3)]
    [InlineData(1_101, 101)]
    public void Softmax_RandomWeights_IsTheFormula(int items, int states)
    {
        Given given = new(items, states, new() { ItemLoss = BehaviorItemLoss.Softmax });
        given.Check((state, target) =>
        {
            double[] weights = [.. given.Codes.Select(code => Math.Exp(given.Score(state, code)))];
            double sum = weights.Sum();
            return (Math.Log(sum) - given.Score(state, target), given.Codes.Select(
                code => (code, (weights[code - 1] / sum) - (code == target ? 1 : 0))));
        });
    }

    [Fact]
    public void Binary_RandomWeights_IsTheFormula()
    {
        Given given = new(40, 60, new() { ItemLoss = BehaviorItemLoss.BinaryCrossEntropy });
        int[] drawn = [.. given.Draw()];
        int next = 0;
        Assert.DoesNotContain(drawn.Zip(given.Chunk.KnownTargets.ToArray()), pair => pair.First == pair.Second);
        given.Check((state, target) =>
        {
            int other = drawn[next++];
            double towards = given.Score(state, target), away = given.Score(state, other);
            return (
                Math.Log(1 + Math.Exp(-towards)) + Math.Log(1 + Math.Exp(away)),
                [(target, -1 / (1 + Math.Exp(towards))), (other, 1 / (1 + Math.Exp(-away)))]);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.5)]
    public void SampledSoftmax_RandomWeights_IsTheFormula(double power)
    {
        Given given = new(90, 60, new() { Negatives = 33, NegativePower = power });
        int[] drawn = [.. given.Draw()];
        Assert.Equal(33, drawn.Length);
        given.Check((state, target) =>
        {
            double[] weights = [.. drawn.Select(code => code == target ? 0 : Math.Exp(given.Score(state, code)) / given.Expected(code))];
            double own = Math.Exp(given.Score(state, target)), sum = own + weights.Sum();
            return (Math.Log(sum / own), drawn.Select((code, i) => (code, weights[i] / sum)).Append((target, (own / sum) - 1)));
        });
    }

    /// <summary>What is drawn, corrected for the draw, has the sum over all others as its mean.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(.75)]
    public void SampledSoftmax_ManyDraws_EstimateTheSumOverAllItems(double power)
    {
        Given given = new(90, 1, new() { Negatives = 33, NegativePower = power });
        int target = given.Chunk.KnownTargets[0];
        double all = given.Codes.Where(code => code != target).Sum(code => Math.Exp(given.Score(0, code))), mean = 0;
        const int Steps = 3_000;
        for (int step = 1; step <= Steps; step++)
        {
            foreach (int code in given.Draw(step))
            {
                if (code != target) mean += Math.Exp(given.Score(0, code)) / given.Expected(code) / Steps;
            }
        }

        Assert.Equal(1, mean / all, .02);
    }

    [Fact]
    public void Of_FewerItemsThanAreDrawn_IsOverAllOfThem() =>
        Assert.IsType<SoftmaxItemLoss>(new Given(20, 1, new() { Negatives = 20 }).Loss);

    /// <summary>States, items and targets that were drawn, and what the loss makes of them.</summary>
    private sealed class Given
    {
        private readonly Parameter _items;
        private readonly double[] _expected;

        public Given(int items, int states, Beha2VecOptions options)
        {
            options = options with { Dimensions = Dimensions, Heads = 1, MaxLength = 200, Seed = 1 };
            BehaviorTask task = new(options, new BehaviorExamples(Samples.Items(items), options.MaxLength, 0, 1));
            Loss = task.Items;
            _items = new Parameter("items", items + 1, Dimensions, Loss.IsSparse);
            _items.FillNormal(2, .7);
            int[] counts = new BehaviorExamples(Samples.Items(items), options.MaxLength, 0, 1).CountTargets(items);
            double[] weights = [.. counts.Select(count => Math.Pow(count + 1, options.NegativePower))];
            _expected = [.. weights.Select(weight => options.Negatives * weight / weights.Sum())];

            Chunk = new BehaviorChunk(task.Network);
            Random random = new(5);
            BehaviorToken[] events =
                [.. Enumerable.Range(0, states + 1).Select(_ => new BehaviorToken(0, 1 + random.Next(items), 0, 0, 0, 0, 0))];
            Chunk.Sequences.Clear();
            Chunk.Sequences.AddWithTargets(events);
            Chunk.FindKnown();
            foreach (ref float value in Chunk.States.Memory.Span) value = random.NextSingle() - .5f;
        }

        public ItemLoss Loss { get; }

        public BehaviorChunk Chunk { get; }

        public IEnumerable<int> Codes => Enumerable.Range(1, _items.Rows - 1);

        public double Expected(int code) => _expected[code - 1];

        public double Score(int state, int code) => StableSum.Dot(Chunk.States.Row(state), _items.Values.Row(code));

        public int[] Draw(long step = 1) => Loss.Draw(Chunk, step, 0).ToArray();

        /// <summary>Compares with each state's loss, and its slope by the score of each item that counts.</summary>
        public void Check(Func<int, int, (double Loss, IEnumerable<(int Code, double Slope)> Slopes)> formula)
        {
            Gradients gradients = new([_items]);
            Loss.BeginStep(_items);
            double loss = Loss.Accumulate(Chunk, _items, Scale, gradients), expected = 0;
            double[,] ofItems = new double[_items.Rows, Dimensions];
            for (int state = 0; state < Chunk.KnownTargets.Length; state++)
            {
                (double own, IEnumerable<(int Code, double Slope)> slopes) = formula(state, Chunk.KnownTargets[state]);
                expected += own;
                double[] ofState = new double[Dimensions];
                foreach ((int code, double slope) in slopes)
                {
                    for (int i = 0; i < Dimensions; i++)
                    {
                        ofState[i] += Scale * slope * _items.Values.Row(code)[i];
                        ofItems[code, i] += Scale * slope * Chunk.States.Row(state)[i];
                    }
                }

                for (int i = 0; i < Dimensions; i++) Assert.Equal(ofState[i], Chunk.StateSlopes.Row(state)[i], 1e-5);
            }

            Assert.Equal(expected, loss, 1e-5 * expected);
            Matrix actual = Dense(gradients);
            for (int code = 0; code < _items.Rows; code++)
            {
                for (int i = 0; i < Dimensions; i++) Assert.Equal(ofItems[code, i], actual.Row(code)[i], 1e-5);
            }
        }

        /// <summary>A step of gradient descent of length 1 from 0 gives the gradient, whether it is sparse or dense.</summary>
        private Matrix Dense(Gradients gradients)
        {
            float[] values = [.. _items.Values.Values];
            new Sgd([_items]).Step([gradients], 1);
            Matrix slopes = new(_items.Rows, Dimensions);
            for (int i = 0; i < values.Length; i++) slopes.Values[i] = values[i] - _items.Values.Values[i];
            return slopes;
        }
    }
}
