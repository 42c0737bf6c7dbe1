using System.Text;

namespace Personalization.Data.Tests;

public sealed class DateEvidenceTests
{
    [Theory]
    [InlineData("20/10/2023", DateOrder.DayFirst)]
    [InlineData("20-10-23", DateOrder.DayFirst)]
    [InlineData("20.10.2023 7:05 PM", DateOrder.DayFirst)]
    [InlineData("10/20/2023", DateOrder.MonthFirst)]
    [InlineData("04-30-22", DateOrder.MonthFirst)]
    [InlineData("10.20.2023, 08:15", DateOrder.MonthFirst)]
    public void Decide_OneTellingValue_ProvesItsOrder(string text, object order)
    {
        DateDecision decision = Of("11/03/2023", "NULL", "", "2023-10-20", "3/3/2023", "soon", text);
        Assert.Equal((DateOrder)order, decision.Order);
        Assert.Equal(text, (DateOrder)order == DateOrder.DayFirst ? decision.ForDayFirst : decision.ForMonthFirst);
        Assert.Null((DateOrder)order == DateOrder.DayFirst ? decision.ForMonthFirst : decision.ForDayFirst);
        Assert.Equal((false, "11/03/2023"), (decision.Assumed, decision.Ambiguous));
    }

    [Theory]
    [InlineData("05/03/2023", DateOrder.MonthFirst)]
    [InlineData("05.03.2023", DateOrder.DayFirst)]
    [InlineData("05-03-2023", DateOrder.DayFirst)]
    public void Decide_NoTellingValue_AssumesTheUsualOrderAndSaysSo(string text, object order)
    {
        DateDecision decision = Of("2023-10-20", text, "3.3.2023");
        Assert.Equal(((DateOrder)order, true, text), (decision.Order, decision.Assumed, decision.Ambiguous));
    }

    [Theory]
    [InlineData("2023-10-20")]
    [InlineData("3/3/2023")]
    [InlineData("5 Mar 2024")]
    [InlineData("")]
    public void Decide_NothingToTell_NeedsNoAssumption(string text) => Assert.False(Of(text).Assumed);

    [Fact]
    public void Decide_BothOrdersProven_ShowsBoth()
    {
        DateDecision decision = Of("10/20/2023", "20/10/2023", "21/10/2023");
        Assert.Equal(("20/10/2023", "10/20/2023"), (decision.ForDayFirst, decision.ForMonthFirst));
    }

    [Theory]
    [InlineData("45384.34789351852", DateNumbers.Serials)]
    [InlineData("45385", DateNumbers.Serials)]
    [InlineData("1709630102", DateNumbers.Seconds)]
    [InlineData("1709630102.5", DateNumbers.Seconds)]
    [InlineData("1709630102000", DateNumbers.Milliseconds)]
    [InlineData("1709630102000000", DateNumbers.Microseconds)]
    [InlineData("1709630102000000000", DateNumbers.Nanoseconds)]
    [InlineData("20240305", DateNumbers.Calendar)]
    [InlineData("2024-03-05", DateNumbers.None)]
    [InlineData("536365", DateNumbers.None)]
    public void Decide_Numbers_AreSaid(string text, object numbers)
    {
        DateDecision decision = Of(text, "", text);
        Assert.Equal(((DateNumbers)numbers, (DateNumbers)numbers == DateNumbers.Serials), (decision.Numbers, decision.TakesSerials));
    }

    [Fact]
    public void Decide_ANumberAmongDates_MakesNoColumnOfSerials() =>
        Assert.False(Of("2024-03-05", "2024-03-06", "2024-03-07", "45384").TakesSerials);

    [Theory]
    [InlineData("1.23457E+12", true)]
    [InlineData("5.36365E+05", true)]
    [InlineData("5,36365E+05", true)]
    [InlineData("1E+15", true)]
    [InlineData("1.23457e+12", true)]
    [InlineData("########", true)]
    [InlineData("#REF!", true)]
    [InlineData("5-Mar", true)]
    [InlineData("1E5", false)]
    [InlineData("12E05", false)]
    [InlineData("12.5E+05", false)]
    [InlineData("536365", false)]
    [InlineData("5-MAR", false)]
    [InlineData("45-Mar", false)]
    [InlineData("Mar-24", false)]
    [InlineData("#1001", false)]
    [InlineData("A1.5E+05", false)]
    [InlineData("", false)]
    public void IsDamaged_WhatASpreadsheetMade_IsFound(string id, bool damaged) => Assert.Equal(damaged, DamagedIds.IsDamaged(id));

    [Theory]
    [InlineData("ada@example.test", true)]
    [InlineData("Ada.Lovelace+shop@mail.example.org", true)]
    [InlineData("a@b.c", false)]
    [InlineData("@example.test", false)]
    [InlineData("ada@example", false)]
    [InlineData("ada@.test", false)]
    [InlineData("ada @example.test", false)]
    [InlineData("a@b@example.test", false)]
    [InlineData("17850", false)]
    [InlineData("", false)]
    public void Looks_AnAddress_IsFound(string id, bool looks) => Assert.Equal(looks, EmailAddress.Looks(id));

    private static DateDecision Of(params string[] values)
    {
        DateEvidence evidence = new();
        foreach (string value in values) evidence.Add(Encoding.UTF8.GetBytes(value));
        return evidence.Decide();
    }
}
