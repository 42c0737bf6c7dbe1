namespace Personalization.Simulation;

/// <summary>A reason for presents that returns every year, and what is given then.</summary>
internal enum Occasion : byte
{
    None,
    ValentinesDay,
    MothersDay,
    Christmas,
}

/// <summary>What the shop's calendar says of each simulated day: sales with their discount, and the weeks before an occasion.</summary>
internal sealed class ShopCalendar
{
    public ShopCalendar(DateTime start, int days)
    {
        Start = start;
        Discounts = new float[days];
        Occasions = new Occasion[days];
        for (int day = 0; day < days; day++)
        {
            DateTime date = start.AddDays(day);
            Discounts[day] = SaleDiscount(date);
            Occasions[day] = OccasionOf(date);
        }
    }

    /// <summary>First moment of the log: a midnight.</summary>
    public DateTime Start { get; }

    /// <summary>First moment after the log.</summary>
    public DateTime End => DateOf(Days);

    /// <summary>Discount of the sale on a day, 0 where there is none.</summary>
    public float[] Discounts { get; }

    public Occasion[] Occasions { get; }

    public int Days => Discounts.Length;

    public DateTime DateOf(int day) => Start.AddDays(day);

    private static float SaleDiscount(DateTime date)
    {
        int fromBlackFriday = (date - BlackFriday(date.Year)).Days;
        return (date.Month, date.Day) switch
        {
            (1, >= 2 and <= 20) => 0.20f,
            (7, <= 21) => 0.20f,
            _ when fromBlackFriday is >= -3 and <= 3 => 0.25f,
            _ => 0,
        };
    }

    private static Occasion OccasionOf(DateTime date)
    {
        int toMothersDay = (MothersDay(date.Year) - date).Days;
        return (date.Month, date.Day) switch
        {
            (2, <= 14) => Occasion.ValentinesDay,
            (11, >= 25) or (12, <= 23) => Occasion.Christmas,
            _ when toMothersDay is >= 0 and < 14 => Occasion.MothersDay,
            _ => Occasion.None,
        };
    }

    /// <summary>The second Sunday of May.</summary>
    private static DateTime MothersDay(int year)
    {
        DateTime first = new(year, 5, 1);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + 7);
    }

    /// <summary>The day after the fourth Thursday of November.</summary>
    private static DateTime BlackFriday(int year)
    {
        DateTime first = new(year, 11, 1);
        return first.AddDays((((int)DayOfWeek.Thursday - (int)first.DayOfWeek + 7) % 7) + 22);
    }
}
