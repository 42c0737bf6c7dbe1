using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>How <see cref="SimulatedContacts"/> is made. Immutable; every default is valid.</summary>
public sealed record SimulatedContactsOptions
{
    /// <summary>Messages a customer is sent in a month on average, above 0, at most 100. Default 1.</summary>
    public double PerMonth { get; init => field = Guard.InRange(Guard.Positive(value), 0, 100); } = 1;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>
/// What a simulated shop sent its customers by e-mail, text message and in its app while they were there, and whether they noticed, each
/// with a liking of its own for each channel, and more in hours when people are online. Immutable and thread-safe.
/// </summary>
public sealed class SimulatedContacts
{
    /// <summary>How much customers differ, in log-odds of noticing.</summary>
    private const double Spread = 1.2;

    private const double DaysOfMonth = 30;

    /// <summary>The channels, how often each is used, and the log-odds with which an average customer notices a message there.</summary>
    private static readonly (OfferChannel Channel, double Share, double LogOdds)[] Channels =
        [(OfferChannel.Email, .6, -1.2), (OfferChannel.Sms, .15, -.5), (OfferChannel.InApp, .25, -.8)];

    /// <summary>How much more is noticed in an hour when people are online: a part of the logarithm of how many are.</summary>
    private const double OnlineWeight = .5;

    /// <summary>When the shop sends: mostly in the morning, some in the evening.</summary>
    private static readonly int[] Hours = [9, 10, 10, 10, 11, 12, 16, 18, 19, 20];

    private readonly Dictionary<CustomerId, double[]> _reach;

    private SimulatedContacts(IReadOnlyList<PastContact> contacts, Dictionary<CustomerId, double[]> reach) =>
        (Contacts, _reach) = (contacts, reach);

    /// <summary>The messages, customer by customer, in the order of time.</summary>
    public IReadOnlyList<PastContact> Contacts { get; }

    /// <summary>
    /// The probability that a customer notices a message on a channel, over the hours at which the shop sends; 0 on one that it doesn't
    /// have.
    /// </summary>
    /// <exception cref="ArgumentException">The customer is of another shop.</exception>
    public double ReachOf(CustomerId customer, OfferChannel channel)
    {
        if (!_reach.TryGetValue(customer, out double[]? reach))
            throw new ArgumentException($"Customer '{customer}' is not of this shop.", nameof(customer));
        int place = Array.FindIndex(Channels, own => own.Channel == channel);
        return place < 0 ? 0 : reach[place];
    }

    /// <summary>Makes them. O(customers · messages).</summary>
    /// <param name="shop">The shop.</param>
    /// <param name="options">How; null: the defaults.</param>
    public static SimulatedContacts Simulate(SimulatedShop shop, SimulatedContactsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(shop);
        options ??= new SimulatedContactsOptions();
        List<PastContact> contacts = [];
        Dictionary<CustomerId, double[]> reach = [];
        DateTime end = shop.Log.LastTime;
        for (int row = 0; row < shop.Truth.Customers.Count; row++)
        {
            CustomerTruth customer = shop.Truth.Customers[row];
            RandomStream random = new(options.Seed, "simulation.contacts", (ulong)row);
            double[] odds = [.. Channels.Select(channel => channel.LogOdds + (Spread * random.NextGaussian()))];
            reach[customer.Id] = [.. odds.Select(own => Hours.Average(hour => Reach(own + Online(hour))))];
            DateTime left = customer.Churned ?? end;
            for (double day = Next(); customer.Joined.AddDays(day) < left; day += Next())
            {
                int hour = Hours[random.NextInt32(Hours.Length)];
                DateTime sent = customer.Joined.AddDays((int)day).Date.AddHours(hour);
                double lot = random.NextDouble();
                int channel = lot < Channels[0].Share ? 0 : lot < Channels[0].Share + Channels[1].Share ? 1 : 2;
                bool reached = random.NextDouble() < Reach(odds[channel] + Online(hour));
                if (sent <= end) contacts.Add(new(customer.Id, Channels[channel].Channel, new(sent, TimeSpan.Zero), reached));
            }

            double Next() => random.NextExponential(options.PerMonth / DaysOfMonth);
        }

        return new SimulatedContacts(contacts, reach);
    }

    private static double Online(int hour) => OnlineWeight * StableMath.Log(SessionPlan.OnlineWeight(hour));

    private static double Reach(double logOdds) => 1 / (1 + StableMath.Exp(-logOdds));
}
