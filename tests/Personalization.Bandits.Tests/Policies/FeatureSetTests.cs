namespace Personalization.Bandits.Tests.Policies;

public sealed class FeatureSetTests
{
    [Fact]
    public void Parse_AnyObjects_FlattensThem()
    {
        FeatureSet set = FeatureSet.Parse(
            """[{"user": {"age": 4.5, "vip": true, "gone": false, "no": null}, "tags": ["a", "b"]}, {"device": "mobile"}]""");
        Assert.Equal(
            [new("user.age", 4.5), new("user.vip", 1), new("tags=a", 1), new("tags=b", 1), new("device=mobile", 1)], set.Features);
        Assert.Contains("has no name", Assert.Throws<ArgumentException>(() => FeatureSet.Parse("[1]")).Message, StringComparison.Ordinal);
        string deep = string.Concat(Enumerable.Repeat("{\"a\":", 20)) + "1" + new string('}', 20);
        Assert.Contains("deeper", Assert.Throws<ArgumentException>(() => FeatureSet.Parse(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Make_WhatCantBe_SaysWhy()
    {
        Assert.Contains(
            "'a' is NaN", Assert.Throws<ArgumentException>(() => new FeatureSet(new Feature("a", double.NaN))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new FeatureSet(new Feature(" ", 1)));
        Assert.Throws<ArgumentException>(() => new FeatureSet(Enumerable.Range(0, 10_001).Select(i => new Feature($"f{i}", 1))));
        Assert.Throws<ArgumentException>(() => new RankAction(new string('x', 257)));
    }
}
