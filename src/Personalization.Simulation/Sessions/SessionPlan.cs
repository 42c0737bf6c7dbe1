using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>When one customer comes: a Poisson process shaped by the calendar, and whether each session ends in an order.</summary>
internal sealed class SessionPlan(ShopWorld world)
{
    // Gift buyers keep this share of their sessions for the fortnight before a date of their own.
    private const double PersonalShare = 0.3;
    private const int PersonalWindow = 14;

    private static readonly AliasTable StoreHours = new([6, 9, 10, 9, 9, 10, 12, 13, 11, 5]);

    /// <summary>From six in the morning on.</summary>
    private static readonly double[] OnlineWeights = [1, 2, 3, 3.5, 4, 4, 5, 4.5, 4, 4, 4, 4.5, 5.5, 7, 9, 9.5, 7];

    private static readonly AliasTable OnlineHours = new(OnlineWeights);

    /// <summary>The day of each session, rising, and whether it ends in an order; at least one session.</summary>
    public List<(int Day, bool Buys)> Days { get; } = [];

    public void Make(CustomerTruth customer, RandomStream random)
    {
        Days.Clear();
        PersonaCalendar calendar = world.Personas[(int)customer.Persona];
        int count = random.NextPoisson(customer.SessionsPerDay * calendar.Sessions(customer.JoinDay, customer.EndDay));
        for (int i = 0; i < count; i++)
        {
            int day = DrawPersonalDay(customer, random);
            double factor = 1;
            if (day < 0)
            {
                day = calendar.DrawDay(customer.JoinDay, customer.EndDay, random);
                factor = calendar.Conversion(day);
            }

            Days.Add((day, random.NextDouble() < customer.Conversion * factor));
        }

        // Everybody in the shop's books came at least once: a first look that buys nothing, so that rates stay true.
        if (count == 0) Days.Add((calendar.DrawDay(customer.JoinDay, customer.EndDay, random), false));
        Days.Sort(static (a, b) => a.Day != b.Day ? a.Day.CompareTo(b.Day) : a.Buys.CompareTo(b.Buys));
    }

    /// <summary>How many are online in an hour from six to twenty-two, as a multiple of the mean of these hours.</summary>
    public static double OnlineWeight(int hour) => OnlineWeights[hour - 6] / OnlineWeights.Average();

    /// <summary>Seconds after midnight at which a session begins.</summary>
    public static int DrawSecond(int channel, RandomStream random)
    {
        int hour = EventKinds.Channels[channel] == "store" ? 10 + StoreHours.Sample(random) : 6 + OnlineHours.Sample(random);
        return (hour * 3_600) + random.NextInt32(3_600);
    }

    /// <summary>
    /// A day within two weeks before a date of the customer's own; −1 where the session isn't for one, or falls outside of the active time.
    /// </summary>
    private int DrawPersonalDay(CustomerTruth customer, RandomStream random)
    {
        if (customer.PersonalOccasions.Count == 0 || random.NextDouble() >= PersonalShare) return -1;
        int dayOfYear = customer.PersonalOccasions[random.NextInt32(customer.PersonalOccasions.Count)];
        DateTime start = world.Calendar.Start;
        int year = start.Year + random.NextInt32((world.Calendar.End.Year - start.Year) + 1);
        int day = (new DateTime(year, 1, 1).AddDays(dayOfYear - 1) - start).Days - 1 - random.NextInt32(PersonalWindow);
        return day >= customer.JoinDay && day < customer.EndDay ? day : -1;
    }
}
