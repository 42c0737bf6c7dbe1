namespace Personalization.Simulation.Tests;

public sealed class PersonaCalendarTests
{
    [Fact]
    public void Rates_OfEveryPersona_KeepTheirMean()
    {
        foreach (PersonaProfile profile in PersonaProfile.All)
        {
            PersonaCalendar calendar = new(profile, new ShopCalendar(new DateTime(2024, 1, 1), 731));
            double sessions = calendar.Sessions(0, 731), orders = 0;
            for (int day = 0; day < 731; day++) orders += calendar.Sessions(day, day + 1) * calendar.Conversion(day);

            Assert.Equal(731, sessions, 6);
            Assert.Equal(731, orders, 6);
        }
    }
}
