namespace Personalization.Simulation.Tests;

public sealed class ShopCalendarTests
{
    private static readonly ShopCalendar Calendar = new(new DateTime(2024, 1, 1), 731);

    [Theory]
    [InlineData("2025-02-14", Occasion.ValentinesDay)]
    [InlineData("2025-02-15", Occasion.None)]
    [InlineData("2024-05-12", Occasion.MothersDay)] // second Sunday of May 2024
    [InlineData("2025-05-11", Occasion.MothersDay)] // second Sunday of May 2025
    [InlineData("2025-05-12", Occasion.None)]
    [InlineData("2025-12-23", Occasion.Christmas)]
    [InlineData("2025-12-24", Occasion.None)]
    internal void Occasions_OnTheirDays_AreMarked(string date, Occasion expected) =>
        Assert.Equal(expected, Calendar.Occasions[DayOf(date)]);

    [Theory]
    [InlineData("2025-01-10", 0.20f)]
    [InlineData("2024-11-29", 0.25f)] // Black Friday 2024
    [InlineData("2025-11-28", 0.25f)] // Black Friday 2025
    [InlineData("2025-11-24", 0f)]
    [InlineData("2025-12-02", 0f)]
    [InlineData("2025-07-21", 0.20f)]
    [InlineData("2025-07-22", 0f)]
    public void Discounts_OnSaleDays_AreTheSales(string date, float expected) => Assert.Equal(expected, Calendar.Discounts[DayOf(date)]);

    [Fact]
    public void PersonaCalendar_OfEveryPersona_KeepsRatesAtTheirMean()
    {
        foreach (PersonaProfile profile in PersonaProfile.All)
        {
            PersonaCalendar calendar = new(profile, Calendar);
            double sessions = calendar.Sessions(0, 731), orders = 0;
            for (int day = 0; day < 731; day++) orders += calendar.Sessions(day, day + 1) * calendar.Conversion(day);

            Assert.Equal(731, sessions, 6);
            Assert.Equal(731, orders, 6);
        }
    }

    private static int DayOf(string date) =>
        (DateTime.Parse(date, System.Globalization.CultureInfo.InvariantCulture) - new DateTime(2024, 1, 1)).Days;
}
