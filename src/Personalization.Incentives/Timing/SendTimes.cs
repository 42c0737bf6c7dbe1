using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// The best hour and day of the week for a message to each customer, learned from when customers do things and open messages. Ten events a
/// customer are enough: what few events can't tell comes from the customer's group, and from the shop. Immutable and thread-safe; some 750
/// bytes a customer.
/// </summary>
/// <remarks>
/// <para>Hours and days of the week are learned apart. A customer's share of actions in hour h is (k · n + α · s) / (N + α), with n its
/// counts spread by a normal kernel k around the clock, s the share of its group, which is drawn towards the shop's in the same way, and α
/// a strength that foretells each event best from the others of its customer (leave-one-out likelihood; Dirichlet prior, Gelman et al.
/// 2013, "Bayesian Data Analysis", 3.4).</para>
/// <para>Where sends are given, the rate of opening in hour h is (opens + σ · r) / (sends + σ), both spread by the kernel: an hour in which
/// most was sent has most opens and needn't be the best. r is the group's rate times what the customer's activity in that hour is above the
/// group's (at most fivefold, either way) to the power of γ; σ and γ, 0 to 1, are those that foretell each send best. Before any send the
/// shop's mean is believed of an hour, less (down to a fifth) where customers are less active than when messages were sent. The rate of an
/// hour of the week is hour's rate × day's rate ÷ their mean.</para>
/// </remarks>
public sealed class SendTimes
{
    private const int Hours = 24, Days = 7;
    private const double Normal = 1.959963984540054;

    /// <summary>After how long without an event another visit begins.</summary>
    private static readonly TimeSpan VisitGap = TimeSpan.FromMinutes(30);

    // A Sunday, from which on a week is gone through.
    private static readonly DateTime Sunday = new(2024, 1, 7, 0, 0, 0, DateTimeKind.Unspecified);

    private readonly IdIndex<CustomerId> _customers;
    private readonly float[][] _hourActions, _dayActions;
    private readonly SentCounts[] _hourSends, _daySends;
    private readonly int[] _groups;
    private readonly string[] _groupNames;
    private readonly ActivityShares _hours, _days;
    private readonly OpenRates? _hourRates, _dayRates;

    private SendTimes(TimedAction[] actions, TimedSend[] sends, Func<CustomerId, string?>? groupOf, SendTimeOptions options)
    {
        _customers = IdIndex<CustomerId>.From(actions.Select(action => action.Customer).Concat(sends.Select(send => send.Customer)));
        int count = _customers.Count;
        _hourActions = [.. Enumerable.Range(0, count).Select(_ => new float[Hours])];
        _dayActions = [.. Enumerable.Range(0, count).Select(_ => new float[Days])];
        _hourSends = [.. Enumerable.Range(0, count).Select(_ => SentCounts.None(Hours))];
        _daySends = [.. Enumerable.Range(0, count).Select(_ => SentCounts.None(Days))];
        foreach (TimedAction action in actions)
        {
            _customers.TryGetRow(action.Customer, out int row);
            _hourActions[row][action.Local.Hour]++;
            _dayActions[row][(int)action.Local.DayOfWeek]++;
        }

        foreach (TimedSend send in sends)
        {
            _customers.TryGetRow(send.Customer, out int row);
            (int hour, int day) = (send.Local.Hour, (int)send.Local.DayOfWeek);
            _hourSends[row].Sends[hour]++;
            _daySends[row].Sends[day]++;
            if (!send.Opened) continue;
            _hourSends[row].Opens[hour]++;
            _daySends[row].Opens[day]++;
        }

        string?[] names = [.. Enumerable.Range(0, count).Select(row => groupOf?.Invoke(_customers[row]))];
        _groupNames = [.. names.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _groups = [.. names.Select(name => name is null ? -1 : Array.BinarySearch(_groupNames, name, StringComparer.Ordinal))];
        CircularKernel hourKernel = new(Hours, options.KernelHours), dayKernel = new(Days, 0);
        _hours = new(hourKernel, _hourActions, _groups, _groupNames.Length, options);
        _days = new(dayKernel, _dayActions, _groups, _groupNames.Length, options);
        if (sends.Length == 0) return;
        _hourRates = new(
            hourKernel, _hourSends, _groups, _groupNames.Length, _hours.Shop,
            row => Lift(_hours, _hourActions[row], _groups[row]), options);
        _dayRates = new(
            dayKernel, _daySends, _groups, _groupNames.Length, _days.Shop, row => Lift(_days, _dayActions[row], _groups[row]), options);
    }

    /// <summary>Number of customers of whom something is known.</summary>
    public int CustomerCount => _customers.Count;

    /// <summary>How many events the group's hours weigh beside a customer's own.</summary>
    public double CustomerStrength => _hourRates?.CustomerStrength ?? _hours.CustomerStrength;

    /// <summary>Learns from what customers did, and from what was sent to them.</summary>
    /// <param name="actions">Visits, purchases and the like (<see cref="ActionsOf"/>); none is fine where there are sends.</param>
    /// <param name="sends">
    /// Messages and whether they were opened; null or none: times of activity stand in for times of opening, and there are no rates.
    /// </param>
    /// <param name="groupOf">Segment or cluster of a customer; null: none, for that customer or for all.</param>
    /// <param name="options">How it learns; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are neither actions nor sends.</exception>
    public static SendTimes From(
        IEnumerable<TimedAction> actions, IEnumerable<TimedSend>? sends = null, Func<CustomerId, string?>? groupOf = null,
        SendTimeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (TimedAction[] did, TimedSend[] sent) = ([.. actions], [.. sends ?? []]);
        return did.Length + sent.Length > 0
            ? new(did, sent, groupOf, options ?? new())
            : throw new ArgumentException("There are neither actions nor sends to learn times from; give some of either.", nameof(actions));
    }

    /// <summary>
    /// What customers did by the log, a visit as one action however many events it has: the first of those within half an hour of one
    /// another. Without exposures and outcomes, which are the shop's doing, and without events at midnight sharp, whose time files leave
    /// out.
    /// </summary>
    public static IEnumerable<TimedAction> ActionsOf(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Visits();

        IEnumerable<TimedAction> Visits()
        {
            (CustomerId customer, DateTime last) = (default, default);
            foreach (ShopEvent one in log.Events())
            {
                if (one.Time.TimeOfDay == TimeSpan.Zero || one.Type == EventType.Exposure || one.Type == EventType.Outcome) continue;
                bool isSameVisit = one.Customer == customer && one.Time - last <= VisitGap;
                (customer, last) = (one.Customer, one.Time);
                if (!isSameVisit) yield return new TimedAction(one.Customer, one.Time);
            }
        }
    }

    /// <summary>
    /// The best hour for a customer outside the quiet hours; of equal ones the earliest in the week from Sunday. Of a customer of whom
    /// nothing is known, the group's or shop's. O(hours²).
    /// </summary>
    /// <param name="customer">The customer.</param>
    /// <param name="quiet">When nothing is sent, by the customer's clock; null: never.</param>
    /// <param name="group">Group of a customer of whom nothing is known; null: none. Ignored for others.</param>
    /// <exception cref="ArgumentException">The quiet hours leave no whole hour of the week.</exception>
    public SendTime BestFor(CustomerId customer, IReadOnlyList<QuietHours>? quiet = null, string? group = null) =>
        Best(customer, quiet, group, null)
        ?? throw new ArgumentException("The quiet hours leave no whole hour of the week; shorten them.", nameof(quiet));

    /// <summary>The best of the hours that begin within a time, such as until an offer ends; null where quiet hours leave none.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="from">The first moment, by the customer's clock.</param>
    /// <param name="until">The moment at which it is too late; after a week from the first hours come again.</param>
    /// <param name="quiet">When nothing is sent, by the customer's clock; null: never.</param>
    /// <param name="group">Group of a customer of whom nothing is known; null: none. Ignored for others.</param>
    public SendTime? BestWithin(
        CustomerId customer, DateTime from, DateTime until, IReadOnlyList<QuietHours>? quiet = null, string? group = null) =>
        Best(customer, quiet, group, (from, until));

    private SendTime? Best(CustomerId customer, IReadOnlyList<QuietHours>? quiet, string? group, (DateTime From, DateTime Until)? within)
    {
        bool known = _customers.TryGetRow(customer, out int row);
        int groupRow = known ? _groups[row] : group is null ? -1
            : Math.Max(-1, Array.BinarySearch(_groupNames, group, StringComparer.Ordinal));
        float[] hourActions = known ? _hourActions[row] : new float[Hours], dayActions = known ? _dayActions[row] : new float[Days];
        double[] hours = _hours.Of(hourActions, groupRow), days = _days.Of(dayActions, groupRow);
        (double[] Rates, double[] Sends)? hourRates = _hourRates?.Of(
            known ? _hourSends[row] : SentCounts.None(Hours), groupRow, Lift(_hours, hourActions, groupRow));
        (double[] Rates, double[] Sends)? dayRates = _dayRates?.Of(
            known ? _daySends[row] : SentCounts.None(Days), groupRow, Lift(_days, dayActions, groupRow));

        double[] hourScores = hourRates?.Rates ?? hours, dayScores = dayRates?.Rates ?? days;
        (int best, int allowed, double most) = (-1, 0, double.NegativeInfinity);
        for (int cell = 0; cell < Days * Hours; cell++)
        {
            if (IsQuiet(quiet, Sunday.AddHours(cell))) continue;
            allowed++;
            if (within is { } time && SendTime.Next((DayOfWeek)(cell / Hours), cell % Hours, time.From) >= time.Until) continue;
            double score = hourScores[cell % Hours] * dayScores[cell / Hours];
            if (score > most) (best, most) = (cell, score);
        }

        if (best < 0) return null;
        (int day, int hour) = (best / Hours, best % Hours);
        double? rate = hourRates is { } own && dayRates is { } ownDays
            ? Math.Clamp(own.Rates[hour] * ownDays.Rates[day] / Mean(own.Rates, own.Sends), 0, 1)
            : null;
        (double Low, double High)? interval = rate is { } value ? Wilson(value, hourRates!.Value.Sends[hour]) : null;
        int events = known ? (int)(hourActions.Sum() + _hourSends[row].Count) : 0;
        return new()
        {
            Day = (DayOfWeek)day,
            Hour = hour,
            Activity = hours[hour] * days[day],
            OpenRate = rate,
            OpenRateLow = interval?.Low,
            OpenRateHigh = interval?.High,
            OwnEvents = events,
            Reasons = ReasonsOf(known ? row : -1, groupRow, hour, events, allowed),
        };
    }

    private static double[] Lift(ActivityShares shares, float[] counts, int group)
    {
        double[] above = shares.Above(group);
        return [.. shares.Of(counts, group).Select((share, i) => share / above[i])];
    }

    private static double Mean(double[] rates, double[] sends)
    {
        double sum = 0, all = 0;
        for (int i = 0; i < rates.Length; i++) (sum, all) = (sum + (rates[i] * sends[i]), all + sends[i]);
        return sum / all;
    }

    /// <summary>An hour is free where its first and its last minute are.</summary>
    private static bool IsQuiet(IReadOnlyList<QuietHours>? quiet, DateTime hour) =>
        quiet is not null && quiet.Any(one => one.EndOf(hour) is not null || one.EndOf(hour.AddMinutes(59)) is not null);

    private static (double Low, double High) Wilson(double share, double of)
    {
        double square = Normal * Normal, middle = (share + (square / (2 * of))) / (1 + (square / of));
        double reach = Normal / (1 + (square / of)) * Math.Sqrt((share * (1 - share) / of) + (square / (4 * of * of)));
        return (Math.Max(0, middle - reach), Math.Min(1, middle + reach));
    }

    private string[] ReasonsOf(int row, int group, int hour, int events, int allowed)
    {
        string above = group < 0 ? "the shop" : $"'{_groupNames[group]}'";
        List<string> reasons = [];
        if (events == 0) reasons.Add($"nothing is known of the customer's times; {above} is most reachable then");
        else
        {
            float did = _hourActions[row].Sum(), opened = _hourSends[row].Opens.Sum();
            List<string> near = [];
            if (did > 0) near.Add($"{Near(_hourActions[row], hour)} of {Words.Number(did)} visits");
            if (opened > 0) near.Add($"{Near(_hourSends[row].Opens, hour)} of {Words.Number(opened)} opened messages");
            if (near.Count > 0) reasons.Add($"{string.Join(" and ", near)} fell within an hour of it");
            double own = events / (events + CustomerStrength);
            reasons.Add(
                $"the customer's own {events} events weigh {Words.Percent(own)}, what is known of {above} the rest");
        }

        if (allowed < Days * Hours) reasons.Add($"quiet hours leave {allowed} of {Days * Hours} hours of the week");
        return [.. reasons];
    }

    private static string Near(float[] counts, int hour) =>
        Words.Number(counts[hour] + counts[(hour + 1) % Hours] + (double)counts[(hour + Hours - 1) % Hours]);
}
