using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Simulated customers of four segments, each with a true reach on each channel: what the chosen channel brings after its cost, beside the
/// one channel that is best for the shop as a whole, and beside the best for each customer.
/// </summary>
internal sealed class ChannelCase : IEvaluationCase
{
    /// <summary>How widely customers of one segment differ: deviation of the log-odds of their reach.</summary>
    private const double Spread = 1;

    private static readonly OfferChannel[] Channels = Enum.GetValues<OfferChannel>();

    /// <summary>Middle reach of the segments' customers on e-mail, SMS, in-app, banner and in the store.</summary>
    private static readonly (string Name, double[] Reach)[] Segments =
    [
        ("reads mail", [.35, .40, .05, .06, .05]), ("has the app", [.12, .45, .40, .08, .03]), ("comes by", [.10, .30, .04, .04, .40]),
        ("seldom there", [.06, .25, .03, .10, .04]),
    ];

    public string Name => "channel";

    public string Description => "Value of the chosen channel against the shop's best one and the true best [--seeds N --customers N]";

    public void Run(EvaluationContext context)
    {
        int seeds = context.Option("seeds", 20), customers = context.Option("customers", 2_000);
        foreach (bool grouped in (bool[])[false, true])
        {
            foreach (double value in (double[])[.2, 1, 5])
            {
                foreach (int contacts in (int[])[0, 3, 10, 30])
                {
                    One[] all = SeedMean.Each(seeds, seed => Live(seed, customers, contacts, value, grouped));
                    (string, object)[] shape =
                    [
                        ("segments", grouped), ("value_if_reached", value), ("contacts", contacts), ("customers", customers),
                        ("seeds", seeds),
                        ("net", all.Average(one => one.Chosen)), ("net_of_single", all.Average(one => one.Single)),
                        ("net_of_best", all.Average(one => one.Best)), ("share_right", all.Average(one => one.Right)),
                    ];
                    SeedMean.Of([.. all.Select(one => one.Chosen / one.Single)]).Tell(context, "ChannelChooser", "net_to_single", shape);
                    SeedMean.Of([.. all.Select(one => one.Chosen / one.Best)]).Tell(context, "ChannelChooser", "net_to_best", shape);
                }
            }
        }
    }

    private static One Live(ulong seed, int customers, int contacts, double value, bool grouped)
    {
        RandomStream random = new(seed, "channel");
        double[][] reach = [.. Enumerable.Range(0, 2 * customers).Select(i => Reach(random, Segments[i % Segments.Length].Reach))];
        List<ChannelContact> known = [];
        for (int i = 0; i < customers; i++)
        {
            for (int j = 0; j < contacts; j++) Contact(i);
        }

        // What the shop knows of others: one contact each, on any channel.
        for (int i = customers; i < 2 * customers; i++) Contact(i);
        ChannelChooser chooser = new(ChannelReach.From(known, grouped ? id => Segments[Row(id) % Segments.Length].Name : null));
        decimal[] costs = [.. Channels.Select(channel => new ChannelOptions().ContactCosts[channel])];
        (double chosen, double best, int right) = (0, 0, 0);
        double[] single = new double[Channels.Length];
        for (int i = 0; i < customers; i++)
        {
            double[] nets = [.. Channels.Select((_, c) => (reach[i][c] * value) - (double)costs[c])];
            ChannelChoice choice = chooser.Choose(Id(i), (decimal)value);
            chosen += choice.Channel is { } own ? nets[(int)own] : 0;
            best += Math.Max(0, nets.Max());
            if (choice.Channel is { } taken && nets[(int)taken] == nets.Max()) right++;
            for (int c = 0; c < nets.Length; c++) single[c] += nets[c];
        }

        return new(chosen / customers, single.Max() / customers, best / customers, (double)right / customers);

        void Contact(int row)
        {
            int channel = random.NextInt32(Channels.Length);
            known.Add(new(Id(row), Channels[channel], random.NextDouble() < reach[row][channel]));
        }
    }

    private static double[] Reach(RandomStream random, double[] middle) =>
        [.. middle.Select(own => StableMath.Sigmoid(Math.Log(own / (1 - own)) + (Spread * random.NextGaussian())))];

    private static CustomerId Id(int row) => new($"c{row:00000}");

    private static int Row(CustomerId id) => int.Parse(id.ToString()[1..], System.Globalization.CultureInfo.InvariantCulture);

    private sealed record One(double Chosen, double Single, double Best, double Right);
}
