namespace Personalization.Rfm;

/// <summary>
/// Mean directions of hours on the clock and of days in the week, so that 23 o'clock is near 0 o'clock and Sunday near Monday. Each pair is
/// the mean of (cos, sin): of length 1 where all fall together, near 0 where they spread evenly.
/// </summary>
internal readonly record struct Rhythm(double HourCos, double HourSin, double WeekdayCos, double WeekdaySin)
{
    private const int Hours = 24, Days = 7;

    private static readonly (double Cos, double Sin)[] HourDirections = Directions(Hours), DayDirections = Directions(Days);

    /// <summary>The rhythm of some times, with the most frequent hour, and the most frequent day counted from Monday.</summary>
    public static (Rhythm Rhythm, int Hour, int Day) Of(ReadOnlySpan<long> times)
    {
        Span<int> hours = stackalloc int[Hours], days = stackalloc int[Days];
        hours.Clear();
        days.Clear();
        foreach (long ticks in times)
        {
            hours[(int)(ticks / TimeSpan.TicksPerHour % Hours)]++;
            days[(int)(ticks / TimeSpan.TicksPerDay % Days)]++; // 1 January of year 1, tick 0, was a Monday
        }

        ((double hourCos, double hourSin), int hour) = Mean(hours, HourDirections, times.Length);
        ((double dayCos, double daySin), int day) = Mean(days, DayDirections, times.Length);
        return (new Rhythm(hourCos, hourSin, dayCos, daySin), hour, day);
    }

    private static ((double Cos, double Sin) Mean, int Mode) Mean(
        ReadOnlySpan<int> counts, (double Cos, double Sin)[] directions, int total)
    {
        double cos = 0, sin = 0;
        int mode = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            cos += counts[i] * directions[i].Cos;
            sin += counts[i] * directions[i].Sin;
            if (counts[i] > counts[mode]) mode = i;
        }

        return total == 0 ? ((0, 0), 0) : ((cos / total, sin / total), mode);
    }

    private static (double Cos, double Sin)[] Directions(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (double.CosPi(2.0 * i / count), double.SinPi(2.0 * i / count)))];
}
