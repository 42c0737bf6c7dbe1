using static Personalization.Core.Tests.Interactions;

namespace Personalization.Core.Tests;

public sealed class PairedBootstrapTests
{
    private static readonly IdIndex<ItemId> Items = IdIndex<ItemId>.From("abcdefgh".Select(item => new ItemId(item.ToString())));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Compare_Itself_IsNoDifference()
    {
        RankingScores scores = Hits(50, row => row % 3 == 0);

        PairedDifference difference = PairedBootstrap.Compare(scores, scores, "HR@1", cancellationToken: Token);

        Assert.Equal(new PairedDifference("HR@1", 50, 0, 0, 0, 1, 10_000), difference);
        Assert.False(difference.IsSignificant);
    }

    [Fact]
    public void Compare_AlwaysBetter_IsCertain()
    {
        PairedDifference difference =
            PairedBootstrap.Compare(Hits(40, _ => true), Hits(40, _ => false), "HR@1", 1, 999, cancellationToken: Token);

        Assert.Equal((1.0, 1.0, 1.0, 2 / 1000.0), (difference.Mean, difference.Low, difference.High, difference.PValue));
        Assert.True(difference.IsSignificant);
    }

    /// <summary>
    /// 400 customers, differences 1 for 80, −1 for 40, else 0: mean .1, variance .3 − .01, standard error √(.29/400) = .0269. The interval
    /// is close to .1 ± 1.96 · .0269.
    /// </summary>
    [Fact]
    public void Compare_KnownVariance_IntervalIsAboutTheNormalOne()
    {
        RankingScores first = Hits(400, row => row < 80), second = Hits(400, row => row is >= 100 and < 140);

        PairedDifference difference = PairedBootstrap.Compare(first, second, "HR@1", 3, cancellationToken: Token);

        Assert.Equal(.1, difference.Mean, 1e-12);
        Assert.Equal(.1 - (1.96 * .0269), difference.Low, .005);
        Assert.Equal(.1 + (1.96 * .0269), difference.High, .005);
        Assert.InRange(difference.PValue, 2 / 10_001.0, .01);

        PairedDifference other = PairedBootstrap.Compare(second, first, "HR@1", 3, cancellationToken: Token);
        Assert.Equal((-difference.Mean, -difference.Low, -difference.High), (other.Mean, other.High, other.Low));
    }

    /// <summary>Two customers, differences 1 and 0: a mean is 0, ½ or 1 with chances ¼, ½, ¼.</summary>
    [Fact]
    public void Compare_TwoCustomers_MeansHaveTheirChances()
    {
        PairedDifference difference =
            PairedBootstrap.Compare(Hits(2, row => row == 0), Hits(2, _ => false), "HR@1", 5, cancellationToken: Token);

        Assert.Equal((0.0, 1.0), (difference.Low, difference.High));
        Assert.Equal(2 * .25, difference.PValue, .03);
    }

    [Fact]
    public void Compare_AnyNumberOfThreadsOrFigures_IsTheSame()
    {
        RankingScores first = Hits(30, row => row % 2 == 0), second = Hits(30, row => row % 3 == 0);
        PairedDifference one = PairedBootstrap.Compare(first, second, "NDCG@1", 8, 100, 1, Token);

        Assert.Equal(one, PairedBootstrap.Compare(first, second, "NDCG@1", 8, 100, 3, Token));
        Assert.Equal(one, PairedBootstrap.Compare(first, second, ["HR@1", "NDCG@1"], 8, 100, 2, Token)[1]);
        Assert.NotEqual(one, PairedBootstrap.Compare(first, second, "NDCG@1", 9, 100, 1, Token));
    }

    [Fact]
    public void Compare_EmptyLists_AreLeftOutOfTheirPairs()
    {
        InteractionMatrix past = Matrix("x: a b", "y: a"), held = Matrix("1: a", "2: a", "3: a");
        RankingScores first = Score(["1: a", "2: a", "3:"]), second = Score(["1: b", "2: b", "3: b"]);

        PairedDifference difference = PairedBootstrap.Compare(first, second, "ARP@1", 1, 50, cancellationToken: Token);

        Assert.Equal((2, 1.0, 1.0, 1.0), (difference.CustomerCount, difference.Mean, difference.Low, difference.High)); // a has 2, b has 1

        RankingScores Score(string[] lists) =>
            RankingEvaluator.Evaluate(new FixedLists(lists) { Items = Items }, held, past, new() { Cutoffs = [1] }, Token);
    }

    [Fact]
    public void Compare_OtherCustomersOrFigures_Throws()
    {
        RankingScores scores = Hits(5, _ => true);

        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare(scores, Hits(6, _ => true), "HR@1", cancellationToken: Token));
        Assert.Throws<KeyNotFoundException>(() => PairedBootstrap.Compare(scores, scores, "Coverage@1", cancellationToken: Token));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => PairedBootstrap.Compare(scores, scores, "HR@1", resamples: 0, cancellationToken: Token));
    }

    /// <summary>Scores of that many customers, each of whom wants a and gets it or b.</summary>
    private static RankingScores Hits(int customers, Func<int, bool> isHit)
    {
        string[] names = [.. Enumerable.Range(0, customers).Select(row => $"{row:000}")];
        FixedLists lists = new([.. names.Select((name, row) => $"{name}: {(isHit(row) ? "a" : "b")}")]) { Items = Items };
        return RankingEvaluator.Evaluate(lists, Matrix([.. names.Select(name => $"{name}: a")]), null, new() { Cutoffs = [1] }, Token);
    }
}
