using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>
/// How a persona's sessions and their conversion move over the year. Sessions average 1 a day over the log and conversion averages 1 over
/// the sessions, so that a customer's long-run rates stay what <see cref="CustomerTruth"/> says.
/// </summary>
internal sealed class PersonaCalendar
{
    private static readonly double[] ByWeekday = [1.15, 0.88, 0.87, 0.92, 0.97, 1.04, 1.17];
    private static readonly double[] ByMonth = [0.95, 1.0, 0.9, 0.92, 1.05, 0.95, 0.95, 0.85, 0.92, 0.97, 1.2, 1.4];

    private readonly double[] _cumulative;
    private readonly double[] _conversion;

    public PersonaCalendar(PersonaProfile profile, ShopCalendar shop)
    {
        double[] sessions = new double[shop.Days];
        _conversion = new double[shop.Days];
        double sessionSum = 0, orderSum = 0;
        for (int day = 0; day < shop.Days; day++)
        {
            DateTime date = shop.DateOf(day);
            bool sale = shop.Discounts[day] > 0, occasion = shop.Occasions[day] != Occasion.None;
            sessions[day] = ByWeekday[(int)date.DayOfWeek] * ByMonth[date.Month - 1]
                * (sale ? profile.SaleSessions : 1) * (occasion ? profile.OccasionSessions : 1);
            _conversion[day] = (sale ? profile.SaleConversion : 1) * (occasion ? profile.OccasionConversion : 1);
            sessionSum += sessions[day];
            orderSum += sessions[day] * _conversion[day];
        }

        double conversionScale = sessionSum / orderSum;
        _cumulative = new double[shop.Days + 1];
        for (int day = 0; day < shop.Days; day++)
        {
            _cumulative[day + 1] = _cumulative[day] + (sessions[day] * shop.Days / sessionSum);
            _conversion[day] *= conversionScale;
        }

        HighestConversion = _conversion.Max();
    }

    /// <summary>Largest factor that conversion is multiplied with on any day.</summary>
    public double HighestConversion { get; }

    public double Conversion(int day) => _conversion[day];

    /// <summary>Expected sessions, of one a day, from <paramref name="start"/> to the day before <paramref name="end"/>.</summary>
    public double Sessions(int start, int end) => _cumulative[end] - _cumulative[start];

    /// <summary>A day from <paramref name="start"/> to the day before <paramref name="end"/>, in proportion to its sessions.</summary>
    public int DrawDay(int start, int end, RandomStream random)
    {
        double target = _cumulative[start] + (random.NextDouble() * Sessions(start, end));
        int found = Array.BinarySearch(_cumulative, start, end - start + 1, target);
        return Math.Min(found >= 0 ? found : ~found - 1, end - 1);
    }
}
