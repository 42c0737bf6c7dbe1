using static Personalization.Core.Tests.Interactions;

namespace Personalization.Core.Tests;

/// <summary>Every figure of an evaluation against its formula over a small shop, computed without the evaluator.</summary>
public sealed class EvaluatorOracleTests
{
    private const double Tolerance = 1e-12;

    private static readonly InteractionMatrix Past = Matrix("1: a b c*3", "2: a d", "3: a b e f*2", "4: a", "5: g", "6: b c h");

    private static readonly InteractionMatrix Held = Matrix("1: d*2 e*3 z", "2: b*1.5", "3: a c*2 d h*4", "4: b c d e f g h*2", "9: a*2");

    /// <summary>A full list, a short one, one with an item that nobody has, an empty one, and a customer without a past.</summary>
    private static readonly Dictionary<string, string> Lists = new()
    {
        ["1"] = "d f i e g",
        ["2"] = "g b",
        ["3"] = "i c h d g",
        ["4"] = "",
        ["9"] = "b a c d e",
    };

    private static readonly string[] Items = [.. "abcdefghij".Select(item => item.ToString())];

    private static readonly Dictionary<string, string?> Categories =
        Items.ToDictionary(item => item, item => item == "i" ? null : item[0] % 2 == 0 ? "even" : "odd");

    private static readonly FixedLists Model = new([.. Lists.Select(list => $"{list.Key}: {list.Value}")])
    {
        Items = IdIndex<ItemId>.From(Items.Select(item => new ItemId(item))),
    };

    /// <summary>What each customer has, and what is relevant to each: of customer 3, a is had already.</summary>
    private static readonly Dictionary<string, string> Had = new() { ["1"] = "abc", ["2"] = "ad", ["3"] = "abef", ["4"] = "a", ["9"] = "" };

    private static readonly Dictionary<string, string> Relevant = new()
    {
        ["1"] = "dez",
        ["2"] = "b",
        ["3"] = "cdh",
        ["4"] = "bcdefgh",
        ["9"] = "a",
    };

    /// <summary>By number of customers, then id: a 4, b 3, c 2, then d to h 1 each, then i and j.</summary>
    private const string ByPopularity = "abcdefghij";

    private static readonly Dictionary<string, int> Holders = Items.ToDictionary(
        item => item, item => item switch { "a" => 4, "b" => 3, "c" => 2, "i" or "j" => 0, _ => 1 });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(10)]
    public void Evaluate_SmallShop_EveryFigureIsItsFormula(int k)
    {
        RankingOptions options = new()
        {
            Cutoffs = [k],
            Graded = true,
            CategoryOf = item => Categories.GetValueOrDefault(item.Value),
            HeadShare = .7,
        };
        RankingScores scores = RankingEvaluator.Evaluate(Model, Held, Past, options, TestContext.Current.CancellationToken);

        // All hold 4 + 3 + 2 + 5 · 1 = 14 together, and 70 % is 9.8: the head is a, b, c and d, which reach 10.
        string[] customers = [.. Lists.Keys];
        Each("Precision", c => Hits(c, k).Count() / (double)k);
        Each("Recall", c => Hits(c, k).Count() / (double)Relevant[c].Length);
        Each("GradedNDCG", c => Dcg(c, k) / Best(c).Take(k).Select((gain, i) => gain / Math.Log2(i + 2)).Sum());
        Each("UncutGradedNDCG", c => Dcg(c, k) / Best(c).Select((gain, i) => gain / Math.Log2(i + 2)).Sum());
        Each("Diversity", c => Diversity(Cut(c, k)));
        Each("Serendipity", c => Hits(c, k).Except(Expected(c).Take(k)).Count() / (double)k);
        Each("Miscalibration", c => Miscalibration(c, k));
        Each("ARP", c => Cut(c, k).Length == 0 ? double.NaN : Cut(c, k).Average(item => Holders[item]));
        Each("APLT", c => Cut(c, k).Length == 0 ? double.NaN : Cut(c, k).Average(item => item is "a" or "b" or "c" or "d" ? 0 : 1.0));

        string[] shown = [.. customers.SelectMany(c => Cut(c, k))];
        Assert.Equal(shown.Distinct().Count() / 10.0, scores[$"Coverage@{k}"], Tolerance);
        int[] exposures = [.. Items.Select(item => shown.Count(each => each == item))];
        double pairs = exposures.SelectMany(x => exposures.Select(y => (double)Math.Abs(x - y))).Sum();
        Assert.Equal(pairs / (2 * 100 * exposures.Average()), scores[$"Gini@{k}"], Tolerance);
        double novelty = shown.Where(item => Holders[item] > 0).Average(item => Math.Log2(6.0 / Holders[item]));
        Assert.Equal(novelty, scores[$"Novelty@{k}"], Tolerance);

        void Each(string measure, Func<string, double> value)
        {
            double[] expected = [.. customers.Select(value)];
            double[] actual = scores.PerCustomer($"{measure}@{k}").ToArray();
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
            Assert.Equal(expected.Where(v => !double.IsNaN(v)).Average(), scores[$"{measure}@{k}"], Tolerance);
        }
    }

    [Fact]
    public void Evaluate_AnyNumberOfThreads_SameBits()
    {
        double[] one = Figures(1);

        Assert.Equal(one, Figures(2));
        Assert.Equal(one, Figures(7));

        double[] Figures(int threads)
        {
            RankingOptions options = new() { Threads = threads };
            RankingScores scores = RankingEvaluator.Evaluate(Model, Held, Past, options, TestContext.Current.CancellationToken);
            return [.. scores.Figures.Select(figure => figure.Value)];
        }
    }

    [Fact]
    public void Figures_Names_AreMeasuresInTheirOrder()
    {
        RankingOptions options = new() { Cutoffs = [5], Graded = true, CategoryOf = _ => null };

        RankingScores scores = RankingEvaluator.Evaluate(Model, Held, Past, options, TestContext.Current.CancellationToken);

        Assert.Equal(RankingMeasure.All.Select(measure => $"{measure.Name}@5"), scores.Figures.Select(figure => figure.Key));
        Assert.All(RankingMeasure.All, measure => Assert.Same(measure, RankingMeasure.Of($"{measure.Name}@20")));
        Assert.Throws<KeyNotFoundException>(() => RankingMeasure.Of("Accuracy@10"));
    }

    private static string[] Cut(string customer, int k) => [.. Lists[customer].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(k)];

    private static IEnumerable<string> Expected(string customer) =>
        ByPopularity.Select(item => item.ToString()).Where(item => !Had[customer].Contains(item, StringComparison.Ordinal));

    private static IEnumerable<string> Hits(string customer, int k) =>
        Cut(customer, k).Where(item => Relevant[customer].Contains(item, StringComparison.Ordinal));

    private static double Gain(string customer, string item) => (customer, item) switch
    {
        ("1", "d") => 3,
        ("1", "e") => 7,
        ("1", "z") => 1,
        ("2", "b") => Math.Pow(2, 1.5) - 1,
        ("3", "c") => 3,
        ("3", "d") => 1,
        ("3", "h") => 15,
        ("4", "h") => 3,
        ("9", "a") => 3,
        _ => Relevant[customer].Contains(item, StringComparison.Ordinal) ? 1 : 0,
    };

    private static double Dcg(string customer, int k) =>
        Cut(customer, k).Select((item, i) => Gain(customer, item) / Math.Log2(i + 2)).Sum();

    private static IEnumerable<double> Best(string customer) =>
        Relevant[customer].Select(item => Gain(customer, item.ToString())).OrderDescending();

    private static double Diversity(string[] list)
    {
        double[] pairs =
        [
            .. from i in Enumerable.Range(0, list.Length)
               from j in Enumerable.Range(0, i)
               select Categories[list[i]] is { } category && category == Categories[list[j]] ? 0.0 : 1.0,
        ];
        return pairs.Length == 0 ? 0 : pairs.Average();
    }

    private static double Miscalibration(string customer, int k)
    {
        Dictionary<string, Dictionary<string, double>> taste = new()
        {
            ["1"] = new() { ["odd"] = 1 + 3, ["even"] = 1 },
            ["2"] = new() { ["odd"] = 1, ["even"] = 1 },
            ["3"] = new() { ["odd"] = 1 + 1, ["even"] = 1 + 2 },
            ["4"] = new() { ["odd"] = 1 },
            ["9"] = [],
        };
        double all = taste[customer].Values.Sum();
        string[] known = [.. Cut(customer, k).Select(item => Categories[item]).OfType<string>()];
        return taste[customer].Sum(each =>
        {
            double p = each.Value / all, q = known.Length == 0 ? 0 : known.Count(category => category == each.Key) / (double)known.Length;
            return p * Math.Log(p / ((.99 * q) + (.01 * p)));
        });
    }
}
