using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>
/// How customers' actions are spread over a clock: each customer's counts drawn towards its group's shares, and these towards the shop's,
/// by Dirichlet pseudo-counts.
/// </summary>
internal sealed class ActivityShares
{
    private readonly CircularKernel _kernel;
    private readonly double[] _shop;
    private readonly double[][] _groups;

    /// <param name="kernel">Spreads counts.</param>
    /// <param name="customers">Counts of each customer.</param>
    /// <param name="groups">Group of each customer; −1: none.</param>
    /// <param name="groupCount">How many groups there are.</param>
    /// <param name="options">Strengths that are given.</param>
    public ActivityShares(CircularKernel kernel, float[][] customers, int[] groups, int groupCount, SendTimeOptions options)
    {
        _kernel = kernel;
        int places = kernel.Places;
        float[] all = new float[places];
        float[][] sums = [.. Enumerable.Range(0, groupCount).Select(_ => new float[places])];
        for (int i = 0; i < customers.Length; i++)
        {
            Add(all, customers[i]);
            if (groups[i] >= 0) Add(sums[groups[i]], customers[i]);
        }

        // One action spread evenly, so that no hour is impossible.
        double[] even = [.. Enumerable.Repeat(1.0 / places, places)];
        _shop = Mixed(all, even, 1);
        Judged[] judgedGroups = [.. sums.Select(own => Judge(own, Mixed(Less(all, own), even, 1)))];
        GroupStrength = options.GroupStrength ?? PriorStrength.Best(strength => judgedGroups.Sum(own => own.LeftOut(strength)));
        double group = GroupStrength;
        _groups = [.. sums.Select(own => Mixed(own, _shop, group))];
        if (options.CustomerStrength is { } given)
        {
            CustomerStrength = given;
            return;
        }

        int step = PriorStrength.StepOver(customers.Length);
        Judged[] judged =
        [
            .. Enumerable.Range(0, customers.Length).Where(i => i % step == 0 && customers[i].AsSpan().ContainsAnyExcept(0f))
                .Select(i => Judge(
                    customers[i],
                    groups[i] < 0
                        ? Mixed(Less(all, customers[i]), even, 1)
                        : Mixed(Less(sums[groups[i]], customers[i]), _shop, group))),
        ];
        CustomerStrength = PriorStrength.Best(strength => judged.Sum(one => one.LeftOut(strength)));
    }

    /// <summary>Shares of the whole shop.</summary>
    public double[] Shop => _shop;

    public double GroupStrength { get; }

    public double CustomerStrength { get; }

    /// <summary>Shares of the level above a customer.</summary>
    public double[] Above(int group) => group < 0 ? _shop : _groups[group];

    /// <summary>Shares of a customer.</summary>
    public double[] Of(float[] counts, int group) => Mixed(counts, Above(group), CustomerStrength);

    private double[] Mixed(float[] counts, double[] above, double strength)
    {
        double[] shares = _kernel.Spread(counts);
        double all = counts.Sum() + strength;
        for (int i = 0; i < shares.Length; i++) shares[i] = (shares[i] + (strength * above[i])) / all;
        return shares;
    }

    private Judged Judge(float[] counts, double[] above) => new(counts, _kernel.Spread(counts), above, _kernel.Peak);

    internal static void Add(float[] sum, float[] counts)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += counts[i];
    }

    internal static float[] Less(float[] sum, float[] counts) => [.. sum.Select((value, i) => value - counts[i])];

    /// <summary>Counts whose events are foretold from each other and from the level above, at any strength.</summary>
    private readonly record struct Judged(float[] Counts, double[] Spread, double[] Above, double Peak)
    {
        public double LeftOut(double strength)
        {
            double rest = Counts.Sum() - 1 + strength, sum = 0;
            for (int i = 0; i < Counts.Length; i++)
            {
                if (Counts[i] > 0) sum += Counts[i] * StableMath.Log(Math.Max(1e-12, (Spread[i] - Peak + (strength * Above[i])) / rest));
            }

            return sum;
        }
    }
}
