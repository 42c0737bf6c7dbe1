namespace Personalization.Incentives;

/// <summary>A time of the day in which nobody is given anything, by the customer's clock. Immutable.</summary>
public sealed record QuietHours
{
    /// <summary>When it begins.</summary>
    public required TimeOnly From { get; init; }

    /// <summary>When it is over; before <see cref="From"/> that is on the next day, and equal to it a whole day later.</summary>
    public required TimeOnly To { get; init; }

    /// <summary>Days of the week on which it begins. Default empty: every day.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init => field = [.. value]; } = [];

    /// <summary>How long it lasts: above 0, at most 24 hours.</summary>
    internal TimeSpan Length => To > From ? To - From : TimeSpan.FromDays(1) - (From.ToTimeSpan() - To.ToTimeSpan());

    /// <summary>When it is over, where it lasts at this moment of the customer's clock; null where it doesn't.</summary>
    public DateTime? EndOf(DateTime local)
    {
        for (int back = 0; back <= 1; back++)
        {
            DateTime day = local.Date;
            if (back == 1 && day == DateTime.MinValue.Date) break;
            DateTime start = day.AddDays(-back) + From.ToTimeSpan();
            if (Days.Count > 0 && !Days.Contains(start.DayOfWeek)) continue;
            if (start <= local && local < start + Length) return start + Length;
        }

        return null;
    }

    /// <summary>The first moment from this one on that lies in none of them; null where they leave none within nine days.</summary>
    internal static DateTime? FirstOutside(IReadOnlyList<QuietHours> first, IReadOnlyList<QuietHours> second, DateTime local)
    {
        DateTime moment = local;
        while (moment - local < TimeSpan.FromDays(9))
        {
            DateTime? end = null;
            for (int i = 0; i < first.Count + second.Count; i++)
            {
                DateTime? one = (i < first.Count ? first[i] : second[i - first.Count]).EndOf(moment);
                if (one > (end ?? DateTime.MinValue)) end = one;
            }

            if (end is null) return moment;
            moment = end.Value;
        }

        return null;
    }

    internal string InWords() =>
        $"{From:HH\\:mm} to {To:HH\\:mm}" + (Days.Count == 0 ? "" : $" on {Words.List(Days.Select(day => day.ToString()))}");
}
