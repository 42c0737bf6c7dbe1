namespace Personalization.Incentives;

/// <summary>Every date, day of the week and time is that at which the offer ends.</summary>
internal sealed class DateCheck : OfferTextCheck
{
    public override string Name => "dates";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text) =>
        from field in text.Fields
        from date in field.Dates
        where !IsEnd(date, text.Offer)
        select Finding(field, $"says '{date.Words}', which isn't when the offer ends");

    private static bool IsEnd(FoundDate date, WordedOffer offer)
    {
        if (date.IsRelative || offer.LastDay is not { } last) return false;
        if (date.Time is { } time)
            return offer.LastTime is { } end ? time == end : time == new TimeOnly(23, 59) || time == TimeOnly.MinValue;
        return (date.Day is null || date.Day == last.Day) && (date.Month is null || date.Month == last.Month)
            && (date.Year is null || date.Year == last.Year) && (date.Weekday is null || date.Weekday == last.DayOfWeek);
    }
}
