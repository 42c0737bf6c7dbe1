using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Simulated customers, each with an hour of its own at which messages are opened most: how many of those sent at the chosen hour are
/// opened, beside those sent at the shop's best hour and at the customer's true one. Kinds of data, ten events a customer: actions by
/// the customer's habits; sends at hours drawn evenly; sends mostly at ten in the morning, alone, and beside as many visits at the
/// customer's hours or at hours that have nothing to do with when messages are opened.
/// </summary>
internal sealed class SendTimeCase : IEvaluationCase
{
    private const double Rate = .12, Lift = 3, Width = 2;
    private const string MostlyAtTen = "sends mostly at ten", VisitsToo = "sends mostly at ten, visits at the hours of opening",
        OtherVisits = "sends mostly at ten, visits at other hours";

    private static readonly DateTime Start = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Unspecified);

    public string Name => "send-time";

    public string Description => "Opens at the chosen hour against the shop's best hour [--seeds N --customers N --events N]";

    public void Run(EvaluationContext context)
    {
        int seeds = context.Option("seeds", 20), customers = context.Option("customers", 2_000);
        foreach (string data in (string[])["actions", "sends at any hour", MostlyAtTen, VisitsToo, OtherVisits])
        {
            foreach (int events in (int[])[0, 3, context.Option("events", 10), 30])
            {
                One[] all = SeedMean.Each(seeds, seed => Opens(seed - 1, customers, events, data));
                (string, object)[] shape =
                [
                    ("events", events), ("seeds", seeds), ("customers", customers), ("open_rate", all.Average(one => one.Chosen)),
                    ("open_rate_at_shops_hour", all.Average(one => one.Shop)), ("open_rate_at_true_hour", all.Average(one => one.Best)),
                ];
                SeedMean.Of([.. all.Select(one => one.Chosen / one.Shop)]).Tell(context, data, "opens_to_shops_best_hour", shape);
                if (data == "actions") continue;
                SeedMean.Of([.. all.Select(one => one.Covered)]).Tell(
                    context, data, "interval_coverage",
                    [.. shape, ("nominal", .95), ("open_rate_told", all.Average(one => one.Told)),
                        ("interval_width", all.Average(one => one.Width))]);
            }
        }
    }

    private static One Opens(ulong seed, int customers, int events, string data)
    {
        RandomStream random = new(seed, "send time");
        double[] preferred = new double[customers];
        List<TimedAction> actions = [];
        List<TimedSend> sends = [];
        for (int i = 0; i < customers; i++)
        {
            // Most like the evening, some the morning, some lunch, a few anything.
            double kind = random.NextDouble();
            preferred[i] = Preferred(kind, random);
            double visits = data == OtherVisits ? Preferred(random.NextDouble(), random) : preferred[i];
            for (int j = 0; j < events; j++)
            {
                DateTime day = Start.AddDays(random.NextDouble() * 60).Date;
                CustomerId id = new($"c{i}");
                if (data == "actions")
                {
                    // Two of three actions by habit, others at any time of the day.
                    double hour = random.NextDouble() < .67 ? random.NextGaussian(preferred[i], Width) : random.NextDouble() * 24;
                    actions.Add(new(id, day.AddHours(((hour % 24) + 24) % 24)));
                }
                else
                {
                    int hour = data != "sends at any hour" && random.NextDouble() < .7 ? 10 : (int)(random.NextDouble() * 24);
                    sends.Add(new(id, day.AddHours(hour), random.NextDouble() < OpenRate(preferred[i], hour)));
                    if (data is VisitsToo or OtherVisits)
                        actions.Add(new(id, day.AddHours((random.NextGaussian(visits, Width) + 24) % 24)));
                }
            }
        }

        // What the shop knows of everybody: a tenth of them at all hours, as a shop would find its best hour.
        for (int i = 0; i < customers; i++)
        {
            if (data == "actions") actions.Add(
                new(new($"other{i}"), Start.AddHours((((random.NextGaussian(preferred[i], Width)) % 24) + 24) % 24)));
            else
            {
                int hour = (int)(random.NextDouble() * 24);
                sends.Add(new(new($"other{i}"), Start.AddHours(hour), random.NextDouble() < OpenRate(preferred[i], hour)));
            }
        }

        SendTimes times = SendTimes.From(actions, sends);
        int shopsHour = times.BestFor(new("nobody")).Hour;
        double chosen = 0, shop = 0, best = 0, told = 0, width = 0, covered = 0;
        for (int i = 0; i < customers; i++)
        {
            SendTime time = times.BestFor(new($"c{i}"));
            double rate = OpenRate(preferred[i], time.Hour);
            chosen += rate / customers;
            told += (time.OpenRate ?? 0) / customers;
            width += ((time.OpenRateHigh - time.OpenRateLow) ?? 0) / customers;
            if (time.OpenRateLow <= rate && rate <= time.OpenRateHigh) covered += 1.0 / customers;
            shop += OpenRate(preferred[i], shopsHour) / customers;
            best += Enumerable.Range(0, 24).Max(hour => OpenRate(preferred[i], hour)) / customers;
        }

        return new(chosen, shop, best, told, width, covered);
    }

    private static double Preferred(double kind, RandomStream random) =>
        (kind < .4 ? random.NextGaussian(20, 1.5) : kind < .65 ? random.NextGaussian(8, 1) : kind < .85 ? random.NextGaussian(12.5, 1)
            : random.NextDouble() * 24) % 24;

    /// <summary>Probability that a message sent at an hour is opened: a bump around the preferred one over a floor.</summary>
    private static double OpenRate(double preferred, int hour)
    {
        double apart = Math.Abs(hour + .5 - preferred) % 24;
        apart = Math.Min(apart, 24 - apart);
        return Rate * (1 + (Lift * Math.Exp(-.5 * apart * apart / (Width * Width))));
    }

    /// <summary>
    /// Mean probability of opening at the chosen hour, the shop's best hour, and the best hour that there is; the rate that was told of the
    /// chosen hour, the width of its interval, and how often that holds the true one.
    /// </summary>
    private sealed record One(double Chosen, double Shop, double Best, double Told, double Width, double Covered);
}
