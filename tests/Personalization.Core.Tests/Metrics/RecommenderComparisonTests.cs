using System.Text;
using System.Text.Json;

namespace Personalization.Core.Tests;

public sealed class RecommenderComparisonTests
{
    private static readonly DateTime Start = new(2024, 1, 1);

    private static readonly RecommenderEntry Good = new("good", _ => new ScoredItems(("a", 3), ("b", 2), ("c", 1)));

    private static readonly RecommenderEntry Poor = new("poor|one", _ => new ScoredItems(("a", 1), ("b", 2), ("c", 3)));

    private static readonly RecommenderComparisonOptions Options = new()
    {
        Ranking = new() { Cutoffs = [1, 2], SegmentOf = customer => string.CompareOrdinal(customer.Value, "05") < 0 ? "new" : "old" },
        Columns = ["MRR@2", "Gini@1", "HR@1"],
        Baseline = "poor|one",
        Resamples = 500,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_TwoModels_RowsDifferencesAndBest()
    {
        RecommenderComparison comparison = RecommenderComparison.Run([Good, Poor], Split(), Options, null, Token);

        Assert.Equal(["good", "poor|one"], comparison.Rows.Select(row => row.Name));
        Assert.Equal((1, 0), (comparison["good"].Scores["HR@1"], comparison["poor|one"].Scores["HR@1"]));
        Assert.Equal(["MRR@2", "HR@1"], comparison["good"].Differences.Select(d => d.Metric)); // Gini is of all lists
        Assert.Empty(comparison["poor|one"].Differences);
        Assert.True(comparison["good"].DifferenceIn("HR@1")!.IsSignificant);
        Assert.True(comparison.IsBest(comparison["good"], "HR@1"));
        Assert.False(comparison.IsBest(comparison["poor|one"], "HR@1"));
        Assert.All(comparison.Rows, row => Assert.True(comparison.IsBest(row, "Gini@1"))); // each shows one item to all
        Assert.Throws<KeyNotFoundException>(() => comparison["none"]);
    }

    [Fact]
    public void ToMarkdown_TwoModels_TableWithBestAndSignificance()
    {
        RecommenderComparison comparison = RecommenderComparison.Run([Good, Poor], Split(), Options, null, Token);

        Assert.Equal(
            """
            | model | MRR@2 | Gini@1 | HR@1 |
            |---|---:|---:|---:|
            | good | **1.0000** ▲ | **0.6667** | **1.0000** ▲ |
            | poor\|one | 0.0000 | **0.6667** | 0.0000 |

            10 customers. Bold: best of the column, the lowest of Gini@1. ▲ ▼: above, below poor|one
            """.ReplaceLineEndings("\n") + " (paired bootstrap over customers, 500 resamples, 95 %).\n",
            comparison.ToMarkdown());
        Assert.EndsWith("\n5 customers of new.\n", comparison.ToMarkdown("new"), StringComparison.Ordinal);
        Assert.Throws<KeyNotFoundException>(() => comparison.ToMarkdown("none"));
    }

    [Fact]
    public void WriteCsvAndJson_TwoModels_HoldEveryFigureOfEverySegment()
    {
        RecommenderComparison comparison = RecommenderComparison.Run([Good, Poor], Split(), Options, null, Token);
        using MemoryStream csv = new(), json = new();

        comparison.WriteCsv(csv);
        comparison.WriteJson(json);

        string[] lines = Encoding.UTF8.GetString(csv.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int figures = comparison.Rows[0].Scores.Figures.Count;
        Assert.Equal("model,segment,figure,value,customers,difference,low,high,p", lines[0]);
        Assert.Equal(1 + (2 * 3 * figures), lines.Length);
        Assert.Contains("good,,HR@1,1,10,1,1,1," + (2 / 501.0).ToString(System.Globalization.CultureInfo.InvariantCulture), lines);
        Assert.Contains("good,old,HR@1,1,5,,,,", lines);

        using JsonDocument document = JsonDocument.Parse(json.ToArray());
        Assert.Equal("poor|one", document.RootElement.GetProperty("baseline").GetString());
        JsonElement[] all = [.. document.RootElement.GetProperty("figures").EnumerateArray()];
        Assert.Equal(2 * 3 * figures, all.Length);
        JsonElement map = all.First(figure => figure.GetProperty("figure").GetString() == "UncutMAP@2");
        Assert.EndsWith("/ |R|", map.GetProperty("formula").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StrongSplit_ShowsTheSessionAndNotTheCustomer()
    {
        EventLog log = EventLog.From([.. Bought("1", "a", "b"), .. Bought("2", "a", "b"), .. Bought("3", "b", "c")]);
        StrongSplit split = StrongSplit.Of(log, .99);
        List<RecommendationRequest> asked = [];

        RecommenderComparison comparison = RecommenderComparison.Run(
            [Good], split, new() { Columns = ["HR@10"], Ranking = new() { Threads = 1, RequestOf = Remember } }, null, Token);

        Assert.Equal(1, comparison["good"].Scores["HR@10"]);
        Assert.Equal(3, asked.Count);
        Assert.Equal(["a", "a", "b"], asked.Select(request => request.Session.Single().Value).Order());
        Assert.Equal(1, RecommenderComparison.Run([Good], split, new() { Columns = ["HR@10"] }, null, Token)["good"].Scores["HR@10"]);

        RecommendationRequest Remember(CustomerId customer)
        {
            asked.Add(split.RequestOf(customer));
            return asked[^1];
        }
    }

    [Fact]
    public void Run_WrongArguments_SaysWhich()
    {
        Assert.Contains("same name", Refused<ArgumentException>([Good, Good], new()), StringComparison.Ordinal);
        Assert.Contains("'best'", Refused<ArgumentException>([Good], new() { Baseline = "best" }), StringComparison.Ordinal);
        Assert.Contains("Accuracy", Refused<KeyNotFoundException>([Good], new() { Columns = ["Accuracy@10"] }), StringComparison.Ordinal);
        Assert.Contains("HR@3", Refused<KeyNotFoundException>([Good], new() { Columns = ["HR@3"] }), StringComparison.Ordinal);
        Refused<ArgumentException>([], new());

        static string Refused<T>(RecommenderEntry[] models, RecommenderComparisonOptions options)
            where T : Exception => Assert.Throws<T>(() => RecommenderComparison.Run(models, Split(), options, null, Token)).Message;
    }

    /// <summary>Ten customers who bought b or c before, and a afterwards.</summary>
    private static EventSplit Split() => EventSplit.AtTime(
        EventLog.From(Enumerable.Range(0, 10).SelectMany(c => Bought($"{c:00}", c % 2 == 0 ? "b" : "c", "a"))), Start.AddDays(1));

    private static IEnumerable<ShopEvent> Bought(string customer, params string[] items) => items.Select((item, day) =>
        new ShopEvent(new CustomerId(customer), Start.AddDays(day), EventType.Purchase) { Item = new ItemId(item) });
}
