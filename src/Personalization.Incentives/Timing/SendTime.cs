namespace Personalization.Incentives;

/// <summary>The best hour of the week for a message to a customer. Immutable.</summary>
public sealed record SendTime
{
    /// <summary>Day of the week, by the customer's clock.</summary>
    public required DayOfWeek Day { get; init; }

    /// <summary>Hour of the day at which to send, 0 to 23, by the customer's clock.</summary>
    public required int Hour { get; init; }

    /// <summary>
    /// Share of the customer's actions of a week that are expected in this hour; 1/168 where the customer is active around the clock.
    /// </summary>
    public required double Activity { get; init; }

    /// <summary>Probability that the message is opened; null where no sends were given to learn it from.</summary>
    public double? OpenRate { get; init; }

    /// <summary>
    /// Lower end of the 95 % interval of <see cref="OpenRate"/>; null where that is. Of a customer of whom nothing is known it is one of
    /// the group's or shop's mean. It looks away from the choice of the best hour, and from hours in which little was sent.
    /// </summary>
    public double? OpenRateLow { get; init; }

    /// <summary>Upper end of the 95 % interval of <see cref="OpenRate"/>; null where that is.</summary>
    public double? OpenRateHigh { get; init; }

    /// <summary>The customer's own actions and sends that it rests on; 0: it is the group's or shop's best hour.</summary>
    public required int OwnEvents { get; init; }

    /// <summary>Why, in plain words; never empty.</summary>
    public required IReadOnlyList<string> Reasons { get; init => field = [.. value]; }

    /// <summary>The first moment from this one on, by the same clock, at which that day and hour begins.</summary>
    public DateTime NextFrom(DateTime local) => Next(Day, Hour, local);

    internal static DateTime Next(DayOfWeek day, int hour, DateTime local)
    {
        int days = (((int)day - (int)local.DayOfWeek) + 7) % 7;
        DateTime moment = local.Date.AddDays(days).AddHours(hour);
        return moment >= local ? moment : moment.AddDays(7);
    }
}
