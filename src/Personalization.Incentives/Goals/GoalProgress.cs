using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>How far a customer has come on the way to a goal. Immutable.</summary>
/// <param name="Done">What was reached: periods in a row, currency, events or points; at least 0.</param>
/// <param name="Target">What is to be reached.</param>
public sealed record GoalProgress(decimal Done, decimal Target)
{
    /// <summary>Whether the goal is reached.</summary>
    public bool IsReached => Done >= Target;

    /// <summary>Share of the way, 0 to 1.</summary>
    public double Share => (double)Math.Min(1, Done / Target);

    /// <summary>Counts a customer's events up to a moment. O(the customer's events).</summary>
    /// <remarks>
    /// A badge of purchases counts orders, of anything else events. A tier sums what was bought less what was refunded. Points are those of
    /// the sum, rounded down. Periods of a streak lie end to end from the first Monday of the calendar, so that seven days are a week from
    /// Monday to Sunday; the streak that counts is the one that runs now, of which the present period may still be empty.
    /// </remarks>
    /// <param name="goal">The goal.</param>
    /// <param name="log">What happened.</param>
    /// <param name="customer">The customer; one without events has done nothing.</param>
    /// <param name="at">The moment on the shop's clock; events at it count.</param>
    public static GoalProgress Of(OfferGoal goal, EventLog log, CustomerId customer, DateTime at)
    {
        ArgumentNullException.ThrowIfNull(goal);
        ArgumentNullException.ThrowIfNull(log);
        CustomerEvents events = log.EventsOf(customer);
        Counted counted = new(goal, log, events, at);
        decimal done = goal.Kind switch
        {
            GoalKind.Streak => counted.Streak(at),
            GoalKind.Badge => counted.Occasions(),
            GoalKind.Tier => Math.Max(0, counted.Spent()),
            _ => decimal.Floor(Math.Max(0, counted.Spent()) * goal.PointsPerUnit),
        };
        return new(done, goal.Target);
    }

    internal string InWords(OfferGoal goal) => goal.Kind switch
    {
        GoalKind.Streak => $"has {Words.Count(Done)} of {Words.Count(Target)} periods in a row",
        GoalKind.Badge => $"has {Words.Count(Done)} of {Words.Count(Target)} {goal.Counts.Name} events",
        GoalKind.Tier => $"spent {Words.Money(Done)} of {Words.Money(Target)}",
        _ => $"has {Words.Count(Done)} of {Words.Count(Target)} points",
    };

    /// <summary>The customer's events that count.</summary>
    private readonly ref struct Counted
    {
        private readonly OfferGoal _goal;
        private readonly CustomerEvents _events;
        private readonly int _type;
        private readonly int _purchase;
        private readonly int _refund;
        private readonly int _category;
        private readonly long _after;
        private readonly long _until;

        public Counted(OfferGoal goal, EventLog log, CustomerEvents events, DateTime at)
        {
            _goal = goal;
            _events = events;
            _until = at.Ticks;
            (_type, _purchase, _refund) = (log.TypeCode(goal.Counts), log.TypeCode(EventType.Purchase), log.TypeCode(EventType.Refund));
            _category = goal.Category.Length == 0 ? -1 : log.Categories.TryGetRow(goal.Category, out int row) ? row : int.MaxValue;
            _after = goal.Within is { } within ? Math.Max(0, at.Ticks - within.Ticks) : -1;
        }

        public decimal Occasions()
        {
            HashSet<int> orders = [];
            int count = 0;
            for (int i = 0; i < _events.Count; i++)
            {
                if (!Counts(i, _type)) continue;
                int order = _type == _purchase ? _events.Orders[i] : -1;
                if (order < 0 || orders.Add(order)) count++;
            }

            return count;
        }

        public decimal Spent()
        {
            long units = 0;
            for (int i = 0; i < _events.Count; i++)
            {
                int sign = Counts(i, _purchase) ? 1 : Counts(i, _refund) ? -1 : 0;
                if (sign != 0) units += sign * MoneyUnits.Total(_events.Quantities[i], _events.UnitPrices[i]);
            }

            return MoneyUnits.ToDecimal(units);
        }

        public decimal Streak(DateTime at)
        {
            long present = at.Ticks / _goal.Period.Ticks;
            long expected = present;
            int length = 0;
            for (int i = _events.Count - 1; i >= 0; i--)
            {
                if (!Counts(i, _type)) continue;
                long period = _events.Times[i] / _goal.Period.Ticks;
                if (length == 0 && period == present - 1) expected = period;
                if (period > expected) continue;
                if (period < expected) break;
                length++;
                expected--;
            }

            return length;
        }

        private bool Counts(int i, int type) =>
            _events.Types[i] == type && _events.Times[i] > _after && _events.Times[i] <= _until
            && (_category < 0 || _events.Categories[i] == _category);
    }
}
