namespace Personalization.Numerics.Tests;

/// <summary>Of the one guard that is compiled into every package.</summary>
public sealed class GuardTests
{
    private int Limit { get; init => field = Guard.AtLeast(value, 1); } = 1;

    private double? Share { get; init => field = Guard.InRange(value, 0, 1); }

    private string Title { get; init => field = Guard.NotBlank(value); } = "title";

    [Fact]
    public void Guard_InAMethod_NamesTheArgument()
    {
        Assert.Equal("count", Error(() => Take(0)).ParamName);
        Assert.StartsWith("count is 0; it must be at least 1.", Error(() => Take(0)).Message, StringComparison.Ordinal);
        Assert.Equal("rows", Error(() => new Matrix(-1, 1)).ParamName);

        static int Take(int count) => Guard.AtLeast(count, 1);
    }

    [Fact]
    public void Guard_InAnAccessor_NamesTheProperty()
    {
        Assert.Equal(nameof(Limit), Error(() => new GuardTests { Limit = 0 }.Limit).ParamName);
        Assert.Equal(nameof(Share), Error(() => new GuardTests { Share = 2 }.Share).ParamName);
        Assert.Equal(nameof(Title), Error(() => new GuardTests { Title = " " }.Title).ParamName);
    }

    [Fact]
    public void Guard_NameGiven_IsTaken()
    {
        Assert.Equal("weights", Error(() => Guard.Positive(0, "weights")).ParamName);
        Assert.Equal("value", Error(() => new Holder(0)).ParamName);
    }

    [Fact]
    public void Guard_Null_PassesWhereItMay() => Assert.Null(new GuardTests { Share = null }.Share);

    private static ArgumentException Error(Func<object?> wrong) => Assert.ThrowsAny<ArgumentException>(wrong);

    private sealed class Holder
    {
        public Holder(int value) => Held = Guard.AtLeast(value, 1);

        public int Held { get; }
    }
}
