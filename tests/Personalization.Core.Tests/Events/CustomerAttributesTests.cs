namespace Personalization.Core.Tests;

public sealed class CustomerAttributesTests
{
    private static readonly CustomerId Ann = new("ann"), Bob = new("bob"), Cid = new("cid");

    [Fact]
    public void SetAttribute_SeveralValues_TheLatestByTimeHolds()
    {
        EventLogBuilder builder = WithEvents((Ann, 1), (Bob, 1));
        builder.SetAttribute(Ann, "Loyalty Tier", "gold", Day(7));
        builder.SetAttribute(Ann, "loyaltyTier", "silver", Day(3)); // read later, but older
        builder.SetAttribute(Ann, "loyalty_tier", " ", Day(9)); // says nothing
        builder.SetAttribute(Bob, "country", "DE", Day(2));
        CustomerAttributes attributes = builder.Build().CustomerAttributes;

        Assert.Equal(["country", "loyalty_tier"], attributes.Select(a => a.Name));
        CustomerAttribute tier = attributes.Find("Loyalty-Tier")!;
        Assert.Equal(["gold", "silver"], tier.Values);
        Assert.Equal(("gold", 0), (tier[0], tier.CodeAt(0)));
        Assert.Equal((null, -1), (tier[1], tier.CodeAt(1)));
        Assert.Equal((null, "DE"), (attributes[0][0], attributes[0][1]));
        Assert.Null(attributes.Find("city"));
    }

    [Fact]
    public void SetAttribute_TwoValuesAtOneTick_TheLastReadHolds()
    {
        EventLogBuilder builder = WithEvents((Ann, 1));
        foreach (string value in (ReadOnlySpan<string>)["a", "b", "a"]) builder.SetAttribute(Ann, "x", value, Day(1));
        Assert.Equal("a", builder.Build().CustomerAttributes[0][0]);
        builder.SetAttribute(Ann, "x", "b", Day(1));
        EventLog log = builder.Build(); // a builder goes on after a log was built
        Assert.Equal("b", log.CustomerAttributes[0][0]);
        Assert.Equal(["b"], log.CustomerAttributes[0].Values); // what never held for any time leaves no trace
    }

    [Fact]
    public void SetAttribute_CustomerWithoutEvents_IsCountedAndLeavesNoTrace()
    {
        EventLogBuilder builder = WithEvents((Ann, 1));
        builder.SetAttribute(Bob, "country", "DE", Day(1));
        builder.SetAttribute(Bob, "city", "Bonn", Day(1));
        builder.SetAttribute(Cid, "country", "FR", Day(1));
        EventLog log = builder.Build();
        Assert.Equal((1, 0, 2), (log.Customers.Count, log.CustomerAttributes.Count, log.CustomerAttributes.CustomersWithoutEvents));
    }

    [Fact]
    public void Before_ValueOfTheFuture_IsHiddenAndTheOneBeforeItShows()
    {
        EventLogBuilder builder = WithEvents((Ann, 1), (Ann, 9), (Bob, 1));
        foreach ((int day, string value) in ((int, string)[])[(2, "silver"), (4, "silver"), (6, "gold"), (8, "gold")])
            builder.SetAttribute(Ann, "tier", value, Day(day));
        EventLog log = builder.Build();

        Assert.Equal([null, "silver", "silver", "silver", "silver", "gold", "gold", "gold", "gold"],
            Enumerable.Range(1, 9).Select(day => log.Before(Day(day).AddHours(1)).CustomerAttributes[0][0]));
        Assert.Null(log.Before(Day(2)).CustomerAttributes[0][0]); // a slice's end isn't in it
        Assert.Equal("silver", log.Between(Day(5), Day(6)).CustomerAttributes[0][0]);
        Assert.Equal("gold", log.Since(Day(9)).CustomerAttributes[0][0]);
        Assert.Equal("silver", log.Before(Day(6)).Before(Day(8)).CustomerAttributes[0][0]); // a slice's slice knows no more than it does
        Assert.Equal("gold", log.ForCustomers([Bob]).CustomerAttributes[0][0]);
        Assert.Equal(log.CustomerAttributes[0].Values, log.Before(Day(1)).CustomerAttributes[0].Values); // codes mean the same in both
    }

    [Fact]
    public void LeaveOneOut_ValueSaidAfterTheHeldOutEvent_IsNoPartOfTraining()
    {
        EventLogBuilder builder = WithEvents((Ann, 1), (Ann, 3), (Ann, 5), (Bob, 1));
        builder.SetAttribute(Ann, "tier", "silver", Day(2));
        builder.SetAttribute(Ann, "tier", "gold", Day(3));
        builder.SetAttribute(Ann, "tier", "platinum", Day(6));
        builder.SetAttribute(Bob, "tier", "gold", Day(6));
        (EventLog train, EventLog test) = EventSplit.LeaveOneOut(builder.Build());
        Assert.Equal(("gold", "platinum"), (train.CustomerAttributes[0][0], test.CustomerAttributes[0][0]));
        Assert.Equal("gold", train.CustomerAttributes[0][1]); // Bob has one purchase and trains whole
        Assert.Equal("silver", train.Before(Day(3)).CustomerAttributes[0][0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void SetAttribute_AnyOrderOfReading_GivesTheSameAtEveryMoment(int seed)
    {
        // Values that come once each: then no moment depends on the order of reading.
        (CustomerId Customer, string Value, int Day)[] said =
            [.. Enumerable.Range(0, 60).Select(i => (i % 2 == 0 ? Ann : Bob, $"v{i / 20}", i + 1))];
        EventLog ordered = Build(said), shuffled = Build(Shuffled(said, seed));
        for (int day = 1; day <= 61; day++)
        {
            CustomerAttribute one = ordered.Before(Day(day)).CustomerAttributes[0], other = shuffled.Before(Day(day)).CustomerAttributes[0];
            Assert.Equal((one[0], one[1]), (other[0], other[1]));
            Assert.Equal(day == 1 ? null : $"v{(((day - 2) / 2) * 2) / 20}", one[0]);
        }
    }

    [Fact]
    public void SetAttribute_EveryRowOfAFile_IsTheValueOfTheLastRowBeforeAnyMoment()
    {
        // Against the plain answer: values that go and come back, read in the order of time as files are.
        Random random = new(7);
        (CustomerId Customer, string Value, int Day)[] said =
            [.. Enumerable.Range(1, 300).Select(day => (random.Next(2) == 0 ? Ann : Bob, random.Next(3) == 0 ? "a" : "b", day))];
        EventLog log = Build(said);
        for (int day = 1; day <= 301; day++)
        {
            EventLog slice = log.Before(Day(day));
            foreach (CustomerId customer in (ReadOnlySpan<CustomerId>)[Ann, Bob])
            {
                string? expected = said.LastOrDefault(s => s.Customer == customer && s.Day < day).Value;
                Assert.True(slice.Customers.TryGetRow(customer, out int row));
                Assert.Equal(expected, slice.CustomerAttributes[0][row]);
            }
        }
    }

    [Theory]
    [InlineData("country", "country")]
    [InlineData(" Loyalty  Tier", "loyalty__tier")]
    [InlineData("birthDate", "birth_date")]
    [InlineData("address.postalCode", "address.postal_code")]
    [InlineData("VIP", "vip")]
    [InlineData("isVIP", "is_vip")]
    [InlineData("email-opt-in", "email_opt_in")]
    [InlineData("Straße", "straße")]
    public void NameOf_AnySpelling_IsLowerSnakeCase(string name, string expected) =>
        Assert.Equal(expected, CustomerAttributes.NameOf(name));

    [Fact]
    public void SetAttribute_WhatIsNoCodeOrTime_IsRefused()
    {
        EventLogBuilder builder = WithEvents((Ann, 1));
        int country = builder.AttributeCode("country");
        AssertRefused("Customer code 1", () => builder.SetAttribute(1, country, "DE", 0));
        AssertRefused("Attribute code 1", () => builder.SetAttribute(0, country + 1, "DE", 0));
        AssertRefused("Time -1", () => builder.SetAttribute(0, country, "DE", -1));
        AssertRefused("'country' has no customer", () => builder.SetAttribute(default, "country", "DE", Day(1)));
        Assert.Throws<ArgumentException>(() => builder.AttributeCode(" "));
        builder.SetAttribute(0, country, "DE", 0);
        CustomerAttribute attribute = builder.Build().CustomerAttributes[0];
        Assert.Throws<ArgumentOutOfRangeException>(() => attribute.CodeAt(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => attribute.CodeAt(1));
    }

    private static void AssertRefused(string why, Action action) =>
        Assert.Contains(why, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);

    private static EventLog Build((CustomerId Customer, string Value, int Day)[] said)
    {
        EventLogBuilder builder = WithEvents((Ann, 1), (Bob, 1));
        foreach ((CustomerId customer, string value, int day) in said) builder.SetAttribute(customer, "x", value, Day(day));
        return builder.Build();
    }

    private static T[] Shuffled<T>(T[] values, int seed)
    {
        T[] copy = [.. values];
        new Random(seed).Shuffle(copy);
        return copy;
    }

    private static EventLogBuilder WithEvents(params (CustomerId Customer, int Day)[] events)
    {
        EventLogBuilder builder = new();
        foreach ((CustomerId customer, int day) in events) builder.Add(new ShopEvent(customer, Day(day), EventType.Purchase));
        return builder;
    }

    private static DateTime Day(int day) => new DateTime(2024, 1, 1).AddDays(day);
}
