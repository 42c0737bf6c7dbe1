using System.Security.Cryptography;
using Personalization.Core;
using Xunit;

namespace Personalization.Recommendations.Tests;

public sealed unsafe class BprFitTests
{
    private static readonly InteractionMatrix Large = InteractionMatrix.From(Shops.Random(1_100, 900, 40_000, seed: 9));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Rate .5, λ .2: u = 1, i = 2, j = 1, biases .5 and 0: x = 1.5, g = 1 / (1 + e^1.5) = .18243.</summary>
    [Fact]
    public void Step_OneFactor_ByHand()
    {
        const float Step = .5f * .18242552f;
        float* rows = stackalloc float[24];
        new Span<float>(rows, 24).Clear();
        (rows[0], rows[8], rows[16]) = (1, 2, 1);
        float bias = .5f, otherBias = 0;

        float margin = new BprSteps(8, .5f, .2f).Step(rows, rows + 8, rows + 16, ref bias, ref otherBias);

        Assert.Equal(1.5f, margin);
        Assert.Equal(.9f + Step, rows[0], 1e-6f);
        Assert.Equal(1.8f + Step, rows[8], 1e-6f);
        Assert.Equal(.9f - Step, rows[16], 1e-6f);
        Assert.Equal(.45f + Step, bias, 1e-6f);
        Assert.Equal(-Step, otherBias, 1e-6f);
        Assert.Equal(0, rows[1]);
    }

    [Fact]
    public void Begin_Strata_HoldEveryInteractionOnceInItsBlock()
    {
        RaggedRows history = RaggedRows.Of(Large);
        BprStrata strata = new(history, Large.Items.Count);
        Assert.Equal(3, strata.Count);

        strata.Begin(new Numerics.RandomStream(1, "test"), 4, 2, Token);

        HashSet<(int, int)> seen = [];
        for (int customers = 0; customers < 3; customers++)
        {
            for (int items = 0; items < 3; items++)
            {
                (int start, int end) = strata.Bounds(customers, items);
                HashSet<int> candidates = [.. strata.ItemsOf(items)];
                Assert.InRange(candidates.Count, 300, 300);
                for (int i = start; i < end; i++)
                {
                    Assert.Contains(strata.Items[i], candidates);
                    Assert.True(seen.Add((strata.Customers[i], strata.Items[i])));
                    Assert.True(history.Columns(strata.Customers[i]).Contains(strata.Items[i]));
                }
            }
        }

        Assert.Equal(Large.Count, seen.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Fit_SeveralBlocksAnyThreads_SameBytesOnEveryMachine(int threads)
    {
        BprModel model = new BprTrainer(new() { Factors = 10, Epochs = 3, Threads = threads }).Fit(Large, cancellationToken: Token);
        using MemoryStream stream = new();
        model.Save(stream);

        Assert.Equal("b7c38f5fe6e79090", Convert.ToHexStringLower(SHA256.HashData(stream.ToArray()))[..16]);
    }

    [Fact]
    public void Fit_MoreEpochs_LossFallsAndAucRises()
    {
        BprModel model = new BprTrainer(new() { Factors = 16, Epochs = 20 }).Fit(Large, cancellationToken: Token);
        IReadOnlyList<double> losses = model.Report.Objectives, aucs = model.Report.Series[1].Values;

        Assert.InRange(losses[0], .55, Math.Log(2));
        Assert.True(losses[^1] < losses[4] && losses[4] < losses[0]);
        Assert.True(aucs[^1] > aucs[4] && aucs[4] > aucs[0]);

        // Item 900 u² of a uniform u before a uniform one is what popularity alone tells: two of three times.
        Assert.True(aucs[^1] > 2.0 / 3);
    }

    [Fact]
    public void TryScore_AVisitorWithACustomersItems_RanksThemBeforeTheRest()
    {
        BprModel model = new BprTrainer(new() { Factors = 8, Epochs = 60 }).Fit(Shops.Checkerboard(40), cancellationToken: Token);
        float[] scores = new float[40];
        ItemId[] odd = [new("01"), new("05"), new("11"), new("31")];

        Assert.True(model.TryScore(new() { Basket = odd }, scores));

        Assert.True(Enumerable.Range(0, 20).Min(i => scores[(2 * i) + 1]) > Enumerable.Range(0, 20).Max(i => scores[2 * i]));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BprOptions { Factors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BprOptions { Epochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BprOptions { LearningRate = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new BprOptions { Regularization = -1 });
    }
}
