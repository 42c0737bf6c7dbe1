using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// How often messages are opened, by when they were sent: opens over sends, so that an hour isn't good because most was sent in it. Each
/// customer's counts are drawn towards what its group and its own activity tell, by pseudo-sends.
/// </summary>
internal sealed class OpenRates
{
    private const double MostLift = 5, Surest = .999, Rarest = .0001;

    /// <summary>How much of what is known of visits holds for opens: an exponent.</summary>
    private static readonly double[] LiftWeights = [0, .25, .5, .75, 1];

    private readonly CircularKernel _kernel;
    private readonly double _peak, _liftWeight;
    private readonly double[] _shop;
    private readonly double[][] _groups;

    /// <param name="kernel">Spreads counts.</param>
    /// <param name="customers">Sends and opens of each customer.</param>
    /// <param name="groups">Group of each customer; −1: none.</param>
    /// <param name="groupCount">How many groups there are.</param>
    /// <param name="activity">
    /// The shop's shares of actions: in hours when hardly anybody does anything, few are believed to open anything.
    /// </param>
    /// <param name="liftOf">How much more active a customer is than its group, by hour.</param>
    /// <param name="options">Strengths that are given.</param>
    public OpenRates(
        CircularKernel kernel, SentCounts[] customers, int[] groups, int groupCount, double[] activity, Func<int, double[]> liftOf,
        SendTimeOptions options)
    {
        (_kernel, _peak) = (kernel, kernel.Peak);
        int places = kernel.Places;
        SentCounts all = SentCounts.None(places);
        SentCounts[] sums = [.. Enumerable.Range(0, groupCount).Select(_ => SentCounts.None(places))];
        for (int i = 0; i < customers.Length; i++)
        {
            all.Add(customers[i]);
            if (groups[i] >= 0) sums[groups[i]].Add(customers[i]);
        }

        Mean = Math.Clamp((all.Opens.Sum() + .5) / (all.Sends.Sum() + 1), Rarest, Surest);
        double[] assumed = Assumed(Mean, activity, all.Sends);
        Judged shop = Judge(all, assumed);
        _shop = Mixed(all, assumed, PriorStrength.Best(shop.LeftOut));
        Judged[] judged = [.. sums.Select(own => Judge(own, _shop))];
        double group = options.GroupStrength ?? PriorStrength.Best(strength => judged.Sum(own => own.LeftOut(strength)));
        _groups = [.. sums.Select(own => Mixed(own, _shop, group))];
        double best = 0;
        int step = PriorStrength.StepOver(customers.Length);
        int[] judges = [.. Enumerable.Range(0, customers.Length).Where(i => i % step == 0 && customers[i].Count > 0)];
        double[][] lifts = [.. judges.Select(liftOf)];
        double most = double.NegativeInfinity;
        foreach (double weight in LiftWeights)
        {
            _liftWeight = weight;
            Judged[] own = [.. judges.Select((customer, i) => Judge(customers[customer], Lifted(Above(groups[customer]), lifts[i])))];
            (double strength, double likelihood) = options.CustomerStrength is { } given
                ? (given, own.Sum(one => one.LeftOut(given)))
                : PriorStrength.BestOf(strength => own.Sum(one => one.LeftOut(strength)));
            // The smaller weight where nothing tells: then opens are believed to have little to do with visits.
            if (likelihood > most) (most, best, CustomerStrength) = (likelihood, weight, strength);
        }

        _liftWeight = best;
    }

    /// <summary>Opens over sends of the whole shop.</summary>
    public double Mean { get; }

    public double CustomerStrength { get; }

    /// <summary>Rates of a customer, and how many sends each rests on, pseudo-sends among them.</summary>
    public (double[] Rates, double[] Sends) Of(SentCounts counts, int group, double[] lift)
    {
        double[] rates = Mixed(counts, Lifted(Above(group), lift), CustomerStrength), sends = _kernel.Spread(counts.Sends);
        for (int i = 0; i < sends.Length; i++) sends[i] = (sends[i] / _peak) + CustomerStrength;
        return (rates, sends);
    }

    private double[] Above(int group) => group < 0 ? _shop : _groups[group];

    /// <summary>What is expected of a customer who is active at other hours than its group.</summary>
    private double[] Lifted(double[] above, double[] lift) => _liftWeight == 0 ? above :
    [
        .. above.Select((rate, i) => Math.Clamp(
            rate * StableMath.Exp(_liftWeight * StableMath.Log(Math.Clamp(lift[i], 1 / MostLift, MostLift))), Rarest, Surest)),
    ];

    private double[] Mixed(SentCounts counts, double[] above, double strength)
    {
        double[] opens = _kernel.Spread(counts.Opens), sends = _kernel.Spread(counts.Sends);
        return [.. above.Select((rate, i) => ((opens[i] / _peak) + (strength * rate)) / ((sends[i] / _peak) + strength))];
    }

    private Judged Judge(SentCounts counts, double[] above) =>
        new(counts, Scaled(counts.Opens), Scaled(counts.Sends), above);

    private double[] Scaled(float[] counts)
    {
        double[] spread = _kernel.Spread(counts);
        for (int i = 0; i < spread.Length; i++) spread[i] /= _peak;
        return spread;
    }

    /// <summary>
    /// What is believed before any send: the shop's mean, less in hours when customers are less active than when messages were sent, never
    /// more: that nobody tried an hour doesn't make it better.
    /// </summary>
    private static double[] Assumed(double mean, double[] activity, float[] sends)
    {
        double usual = 0, all = sends.Sum();
        for (int i = 0; i < sends.Length; i++) usual += activity[i] * sends[i] / all;
        return [.. activity.Select(share => Math.Clamp(mean * Math.Clamp(share / usual, 1 / MostLift, 1), Rarest, Surest))];
    }

    /// <summary>Counts whose events are foretold from each other and from the level above, at any strength.</summary>
    private readonly record struct Judged(SentCounts Counts, double[] Opens, double[] Sends, double[] Above)
    {
        public double LeftOut(double strength)
        {
            double sum = 0;
            for (int i = 0; i < Above.Length; i++)
            {
                if (Counts.Sends[i] == 0) continue;
                double all = Sends[i] - 1 + strength, prior = strength * Above[i];
                double opened = Counts.Opens[i], closed = Counts.Sends[i] - opened;
                if (opened > 0) sum += opened * StableMath.Log(Math.Max(1e-12, (Opens[i] - 1 + prior) / all));
                if (closed > 0) sum += closed * StableMath.Log(Math.Max(1e-12, 1 - ((Opens[i] + prior) / all)));
            }

            return sum;
        }
    }
}

/// <summary>Sends and opens by place of the clock.</summary>
internal readonly record struct SentCounts(float[] Sends, float[] Opens)
{
    public double Count => Sends.Sum();

    public static SentCounts None(int places) => new(new float[places], new float[places]);

    public void Add(SentCounts other)
    {
        ActivityShares.Add(Sends, other.Sends);
        ActivityShares.Add(Opens, other.Opens);
    }
}
