using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// How often messages are opened, by when they were sent: opens over sends, so that an hour isn't good because most was sent in it. Each
/// customer's counts are drawn towards what its group and its own activity tell, by pseudo-sends.
/// </summary>
internal sealed class OpenRates
{
    private const double MostLift = 5, Surest = .999, Rarest = .0001;

    private readonly CircularKernel _kernel;
    private readonly double _peak;
    private readonly double[] _shop;
    private readonly double[][] _groups;

    public OpenRates(
        CircularKernel kernel, SentCounts[] customers, int[] groups, int groupCount, Func<int, double[]> liftOf, SendTimeOptions options)
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
        double[] even = [.. Enumerable.Repeat(Mean, places)];
        double shopStrength = PriorStrength.Best(strength => LeftOut(all, even, strength));
        _shop = Mixed(all, even, shopStrength);
        double group = options.GroupStrength ?? PriorStrength.Best(strength => sums.Sum(own => LeftOut(own, _shop, strength)));
        _groups = [.. sums.Select(own => Mixed(own, _shop, group))];
        CustomerStrength = options.CustomerStrength ?? PriorStrength.Best(strength =>
        {
            double sum = 0;
            for (int i = 0; i < customers.Length; i += PriorStrength.StepOver(customers.Length))
            {
                if (customers[i].Count > 0) sum += LeftOut(customers[i], Lifted(Above(groups[i]), liftOf(i)), strength);
            }

            return sum;
        });
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
    private static double[] Lifted(double[] above, double[] lift) =>
        [.. above.Select((rate, i) => Math.Clamp(rate * Math.Clamp(lift[i], 1 / MostLift, MostLift), Rarest, Surest))];

    private double[] Mixed(SentCounts counts, double[] above, double strength)
    {
        double[] opens = _kernel.Spread(counts.Opens), sends = _kernel.Spread(counts.Sends);
        return [.. above.Select((rate, i) => ((opens[i] / _peak) + (strength * rate)) / ((sends[i] / _peak) + strength))];
    }

    private double LeftOut(SentCounts counts, double[] above, double strength)
    {
        double[] opens = _kernel.Spread(counts.Opens), sends = _kernel.Spread(counts.Sends);
        double sum = 0;
        for (int i = 0; i < above.Length; i++)
        {
            if (counts.Sends[i] == 0) continue;
            double open = opens[i] / _peak, all = (sends[i] / _peak) - 1 + strength, prior = strength * above[i];
            double opened = counts.Opens[i], closed = counts.Sends[i] - opened;
            if (opened > 0) sum += opened * StableMath.Log(Math.Max(1e-12, (open - 1 + prior) / all));
            if (closed > 0) sum += closed * StableMath.Log(Math.Max(1e-12, 1 - ((open + prior) / all)));
        }

        return sum;
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
