using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class FeatureEncodingTests
{
    private static readonly CustomerTable Shop = Given.Table(
        5,
        new NumberColumn("share", [.5, .25, 0, 1, .75]),
        new MoneyColumn("spent", [10_0000, 20_5000, 0, 1, 40_0000]),
        new WholeNumberColumn("cluster", [0L, 1, 1, 2, 1]),
        new FlagColumn("consent", [true, false, true, true, false]),
        new CategoryColumn("country", ["FR", "DE", "FR", null, "UK"]),
        new TextColumn("tier", ["low", "high", "low", "middle", "low"]),
        new NumberColumn("gaps", [3, double.NaN, 1, double.NaN, 2]));

    [Fact]
    public void From_Defaults_NumbersAndFlagsStayCategoriesAndTextsAreOneHot()
    {
        FeatureTable features = FeatureTable.From(Shop, "share", "spent", "consent", "country", "tier");

        Assert.Equal(
            ["share", "spent", "consent", "country=DE", "country=FR", "country=UK", "tier=high", "tier=low", "tier=middle"],
            features.Names);
        Assert.Equal([.5f, 10, 1, 0, 1, 0, 0, 1, 0], features.Values.Row(0).ToArray());
        Assert.Equal([1f, .0001f, 1, 0, 0, 0, 0, 0, 1], features.Values.Row(3).ToArray());
        Assert.Same(Shop.Customers, features.Customers);
    }

    [Fact]
    public void From_PlainColumns_EncodingIsThatOfTheNamesAlone()
    {
        FeatureTable features = FeatureTable.From(Shop, "share", "spent");

        Assert.True(features.Encoding.IsPlain);
        Assert.Equal(FeatureEncoding.Plain(["share", "spent"]), features.Encoding);
        Assert.Equal(features.Encoding, FeatureTable.Create(Shop.Customers, ("share", new float[5]), ("spent", new float[5])).Encoding);
        Assert.Equal(features.Encoding, features.Log1P().Standardize().Encoding);
    }

    [Fact]
    public void OneHot_MoreLevelsThanTheMaximum_RarestShareOther()
    {
        // Three bought in low, one each in high and middle: high comes before middle.
        FeatureColumn two = new("tier") { MaximumLevels = 2 }, one = two with { MaximumLevels = 1 };

        Assert.Equal(["tier=high", "tier=low", "tier=other"], FeatureTable.From(Shop, two).Names);
        FeatureTable features = FeatureTable.From(Shop, one);
        Assert.Equal(["tier=low", "tier=other"], features.Names);
        Assert.Equal([1f, 0, 1, 0, 1], features.Column("tier=low"));
        Assert.Equal([0f, 1, 0, 1, 0], features.Column("tier=other"));
    }

    [Fact]
    public void OneHot_ALevelCalledOther_GoesWithTheRareOnes()
    {
        CustomerTable table = Given.Table(4, new TextColumn("x", ["other", "other", "a", "b"]));

        Assert.Equal(["x=a", "x=b", "x=other"], FeatureTable.From(table, "x").Names);
        FeatureTable features = FeatureTable.From(table, new FeatureColumn("x") { MaximumLevels = 1 });
        Assert.Equal(["x=a", "x=other"], features.Names);
        Assert.Equal([1f, 1, 0, 1], features.Column("x=other"));
    }

    [Fact]
    public void OneHot_UnknownLevel_ZeroOrOther()
    {
        CustomerTable later = Given.Table(3, new TextColumn("tier", ["gold", "low", null]));
        FeatureTable all = FeatureTable.From(Shop, "tier").Encoding.Apply(later);
        FeatureColumn tier = new("tier") { MaximumLevels = 1, FlagMissing = true };
        FeatureTable folded = FeatureTable.From(Shop, tier).Encoding.Apply(later);

        Assert.Equal([0f, 0, 0], all.Values.Row(0).ToArray());
        Assert.Equal([0f, 1, 0], all.Values.Row(1).ToArray());
        Assert.Equal(["tier=low", "tier=other", "tier_missing"], folded.Names);
        Assert.Equal([0f, 1, 0], folded.Values.Row(0).ToArray());
        Assert.Equal([1f, 0, 0], folded.Values.Row(1).ToArray());
        Assert.Equal([0f, 0, 1], folded.Values.Row(2).ToArray());
    }

    [Fact]
    public void OneHot_WholeNumbers_ByTheirText() =>
        Assert.Equal(
            ["cluster=0", "cluster=1", "cluster=2"],
            FeatureTable.From(Shop, new FeatureColumn("cluster") { Encoding = ColumnEncoding.OneHot }).Names);

    [Fact]
    public void Ordinal_GivenAndSortedLevels_PlacesFromZero()
    {
        FeatureColumn sorted = new("tier") { Encoding = ColumnEncoding.Ordinal };
        FeatureColumn given = sorted with { Levels = ["low", "middle", "high"] };

        Assert.Equal([1f, 0, 1, 2, 1], FeatureTable.From(Shop, sorted).Column("tier"));
        Assert.Equal([0f, 2, 0, 1, 0], FeatureTable.From(Shop, given).Column("tier"));
    }

    [Fact]
    public void Ordinal_UnknownLevel_ErrorNamesItOrTheNumberStandsForIt()
    {
        FeatureColumn tiers = new("tier") { Encoding = ColumnEncoding.Ordinal };
        CustomerTable later = Given.Table(2, new TextColumn("tier", ["low", "gold"]));

        ArgumentException error = Assert.Throws<ArgumentException>(() => FeatureTable.From(Shop, tiers).Encoding.Apply(later));
        Assert.Contains(
            "'tier' of customer 'b' is 'gold', which isn't one of its levels high, low, middle", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => FeatureTable.From(Shop, tiers with { Levels = ["low", "high"] }));

        // Places 1, 0, 1, 2, 1: the median is 1.
        FeatureTable fitted = FeatureTable.From(Shop, tiers with { Missing = MissingNumber.Median });
        Assert.Equal([1f, 1], fitted.Encoding.Apply(later).Column("tier"));
        FeatureColumn flagged = tiers with { Missing = MissingNumber.Zero, FlagMissing = true };
        Assert.Equal([0f, 1], FeatureTable.From(Shop, flagged).Encoding.Apply(later).Column("tier_missing"));
    }

    [Fact]
    public void Ordinal_MissingCell_TheNumberStandsForIt()
    {
        FeatureColumn countries = new("country") { Encoding = ColumnEncoding.Ordinal };

        Assert.Contains(
            "Customer 'd' has no 'country'",
            Assert.Throws<ArgumentException>(() => FeatureTable.From(Shop, countries)).Message,
            StringComparison.Ordinal);
        FeatureTable features = FeatureTable.From(Shop, countries with { Missing = MissingNumber.Of(-1), FlagMissing = true });
        Assert.Equal([1f, 0, 1, -1, 2], features.Column("country"));
        Assert.Equal([0f, 0, 0, 1, 0], features.Column("country_missing"));

        // Places 1, 0, 1 and 2 are known.
        Assert.Equal(1, FeatureTable.From(Shop, countries with { Missing = MissingNumber.Median }).Column("country")[3]);
    }

    [Fact]
    public void Frequency_Levels_SharesOfAllCustomers()
    {
        FeatureTable features = FeatureTable.From(Shop, new FeatureColumn("country") { Encoding = ColumnEncoding.Frequency });

        Assert.Equal([.4f, .2f, .4f, 0, .2f], features.Column("country"));
        Assert.Equal([0f], features.Encoding.Apply(Given.Table(1, new TextColumn("country", ["ES"]))).Column("country"));
    }

    [Fact]
    public void Numbers_MissingCell_ErrorNamesCustomerColumnAndFix()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => FeatureTable.From(Shop, "share", "gaps"));
        Assert.Contains(
            "Customer 'b' has no 'gaps'; say what stands for it with FeatureColumn.Missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_MissingCell_MedianZeroOrANumber()
    {
        FeatureColumn gaps = new("gaps");

        Assert.Equal([3f, 2, 1, 2, 2], FeatureTable.From(Shop, gaps with { Missing = MissingNumber.Median }).Column("gaps"));
        Assert.Equal([3f, 0, 1, 0, 2], FeatureTable.From(Shop, gaps with { Missing = MissingNumber.Zero }).Column("gaps"));
        FeatureTable flagged = FeatureTable.From(Shop, gaps with { Missing = MissingNumber.Of(99), FlagMissing = true });
        Assert.Equal(["gaps", "gaps_missing"], flagged.Names);
        Assert.Equal([3f, 99, 1, 99, 2], flagged.Column("gaps"));
        Assert.Equal([0f, 1, 0, 1, 0], flagged.Column("gaps_missing"));

        // The median of the fit stands for what is missing later.
        FeatureEncoding median = FeatureTable.From(Shop, gaps with { Missing = MissingNumber.Median }).Encoding;
        Assert.Equal([100f, 2], median.Apply(Given.Table(2, new NumberColumn("gaps", [100, double.NaN]))).Column("gaps"));
        Assert.Contains(
            "No customer has a 'x'",
            Assert.Throws<ArgumentException>(() => FeatureTable.From(
                Given.Table(1, new NumberColumn("x", [double.NaN])), new FeatureColumn("x") { Missing = MissingNumber.Median })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void From_ColumnsThatHaveNoFeatures_Throws()
    {
        CustomerTable table = Given.Table(
            1,
            new TimeColumn("seen", [Given.AsOf]),
            new CategoryListColumn("categories", [["a"]]),
            new NumberColumn("huge", [1e300]),
            new TextColumn("x", ["y"]),
            new NumberColumn("x=y", [1]));

        Assert.Contains(
            "'seen' is a TimeColumn",
            Assert.Throws<ArgumentException>(() => FeatureTable.From(table, "seen")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => FeatureTable.From(table, "categories"));
        Assert.Throws<ArgumentException>(() => FeatureTable.From(table, "no such column"));
        Assert.Throws<ArgumentException>(() => FeatureTable.From(table, new FeatureColumn("x") { Encoding = ColumnEncoding.Numbers }));
        Assert.Throws<ArgumentException>(() => FeatureTable.From(table, new FeatureColumn("huge") { Encoding = ColumnEncoding.OneHot }));
        Assert.Contains(
            "'huge' of customer 'a'",
            Assert.Throws<ArgumentException>(() => FeatureTable.From(table, "huge")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "Two features are called 'x=y'",
            Assert.Throws<ArgumentException>(() => FeatureTable.From(table, "x", "x=y")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void FeatureColumn_ValuesOutOfRange_Throw()
    {
        Assert.Throws<ArgumentException>(() => new FeatureColumn(" "));
        Assert.Throws<ArgumentException>(() => new FeatureColumn("x") with { Name = "" });
        Assert.Throws<ArgumentOutOfRangeException>(() => new FeatureColumn("x") { MaximumLevels = 0 });
        Assert.Throws<ArgumentException>(() => new FeatureColumn("x") { Levels = ["a", "a"] });
        Assert.Throws<ArgumentOutOfRangeException>(() => MissingNumber.Of(double.NaN));
    }

    [Fact]
    public void Select_EncodedColumns_Throws()
    {
        Assert.Equal(["spent"], FeatureTable.From(Shop, "share", "spent").Select("spent").Names);
        Assert.Throws<InvalidOperationException>(() => FeatureTable.From(Shop, "tier").Select("tier=low"));
    }

    [Fact]
    public void With_EncodedTables_EncodingsSideBySide()
    {
        FeatureTable both = FeatureTable.From(Shop, "tier").With(FeatureTable.From(Shop, "share"));

        Assert.Equal(FeatureTable.From(Shop, "tier", "share").Encoding, both.Encoding);
        Assert.Equal(FeatureTable.From(Shop, "tier", "share").Values.ToMatrix().Values, both.Values.ToMatrix().Values);
    }

    [Fact]
    public void ToJson_EveryEncoding_ExactTextThatReadsBack()
    {
        FeatureEncoding encoding = FeatureTable.From(
            Shop,
            "share",
            new FeatureColumn("gaps") { Missing = MissingNumber.Median, FlagMissing = true },
            new FeatureColumn("tier") { MaximumLevels = 1 },
            new FeatureColumn("country") { Encoding = ColumnEncoding.Frequency }).Encoding;

        Assert.Equal(
            """{"columns":[{"name":"share","encoding":"Numbers"},"""
            + """{"name":"gaps","encoding":"Numbers","missing":2,"flag_missing":true},"""
            + """{"name":"tier","encoding":"OneHot","levels":["low"],"other":true},"""
            + """{"name":"country","encoding":"Frequency","levels":["DE","FR","UK"],"shares":[0.2,0.4,0.2]}]}""",
            encoding.ToJson());
        Assert.Equal(encoding, FeatureEncoding.FromJson(encoding.ToJson()));
        Assert.Equal(encoding.GetHashCode(), FeatureEncoding.FromJson(encoding.ToJson()).GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"columns":{}}""")]
    [InlineData("""{"columns":[1]}""")]
    [InlineData("""{"columns":[{"name":"x"}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"Magic"}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":null}]}""")]
    [InlineData("""{"columns":[{"name":" ","encoding":"Numbers"}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"Numbers"},{"name":"x","encoding":"Numbers"}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"Numbers","missing":1e999}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"Numbers","missing":"1"}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"OneHot","levels":[null]}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"OneHot","levels":["a","a"]}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"OneHot","levels":["other"],"other":true}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"Frequency","levels":["a"],"shares":[]}]}""")]
    [InlineData("""{"columns":[{"name":"x","encoding":"Numbers","shares":[1]}]}""")]
    public void FromJson_NoEncoding_FormatException(string json) => Assert.Throws<FormatException>(() => FeatureEncoding.FromJson(json));

    [Fact]
    public void Apply_AnyTableThatWasFitted_EqualsTheFittedValues() => Properties.HoldForSeeds(100, seed =>
    {
        RandomStream random = new((ulong)seed, "encoding");
        CustomerTable table = RandomTable(random, customers: 1 + random.NextInt32(25));
        FeatureColumn[] columns =
        [
            "number",
            new("gaps") { Missing = MissingNumber.Of(random.NextInt32(5)), FlagMissing = random.NextInt32(2) == 0 },
            new("flag") { Missing = MissingNumber.Zero },
            new("category") { MaximumLevels = 1 + random.NextInt32(4), FlagMissing = random.NextInt32(2) == 0 },
            new("text")
            {
                Encoding = random.NextInt32(2) == 0 ? ColumnEncoding.Frequency : ColumnEncoding.Ordinal,
                Missing = MissingNumber.Zero,
            },
        ];
        random.Shuffle<FeatureColumn>(columns);
        FeatureTable fitted = FeatureTable.From(table, columns);
        FeatureEncoding read = FeatureEncoding.FromJson(fitted.Encoding.ToJson());
        FeatureTable again = read.Apply(table);

        Assert.Equal(fitted.Encoding, read);
        Assert.Equal(fitted.Names, again.Names);
        Assert.Equal(fitted.Values.ToMatrix().Values, again.Values.ToMatrix().Values);

        // Each customer alone is encoded as among the others.
        int row = random.NextInt32(table.Count);
        Assert.Equal(
            fitted.Values.Row(row), read.Apply(table.ForCustomers([table.Customers[row]])).Values.Row(0));
    });

    private static CustomerTable RandomTable(RandomStream random, int customers)
    {
        string?[] Levels() =>
        [
            .. Enumerable.Range(0, customers).Select(_ => random.NextInt32(5) is > 0 and int level ? $"l{level}" : null),
        ];
        double[] Numbers(int missing) =>
            [.. Enumerable.Range(0, customers).Select(_ => random.NextInt32(100) < missing ? double.NaN : random.NextInt32(1_000) / 8.0)];

        return Given.Table(
            customers,
            new NumberColumn("number", Numbers(0)),
            new NumberColumn("gaps", Numbers(30)),
            new FlagColumn("flag", [.. Numbers(30).Select(number => double.IsNaN(number) ? (bool?)null : number > 60)]),
            new CategoryColumn("category", Levels()),
            new TextColumn("text", Levels()));
    }
}
