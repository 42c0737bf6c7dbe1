using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.Incentives;

/// <summary>
/// Reactions learned from what happened, where little does: a <see cref="BayesianUpliftModel"/> whose treatments are offers. What an offer
/// does to the log-odds changes the customer's own probability. Immutable and thread-safe.
/// </summary>
public sealed class BayesianResponses : IOfferResponses
{
    private readonly CustomerTable _customers;
    private readonly double[] _without;
    private readonly Dictionary<string, (double[] Means, double[] Deviations)> _effects;
    private readonly ulong? _explore;

    private BayesianResponses(
        CustomerTable customers, double[] without, Dictionary<string, (double[] Means, double[] Deviations)> effects, ulong? explore) =>
        (_customers, _without, _effects, _explore) = (customers, without, effects, explore);

    /// <summary>Asks the model for all customers, once.</summary>
    /// <param name="model">What offers change; its treatments are named by the offers' ids.</param>
    /// <param name="customers">The customers, with the columns that the model asks for.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public static BayesianResponses From(BayesianUpliftModel model, CustomerTable customers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(customers);
        Dictionary<string, (double[], double[])> effects = new(StringComparer.Ordinal);
        for (int treatment = 0; treatment < model.Treatments.Count; treatment++)
            effects[model.Treatments[treatment]] = model.LogOddsEffects(customers, treatment, cancellationToken);
        return new BayesianResponses(customers, model.Baselines(customers, cancellationToken), effects, null);
    }

    /// <summary>
    /// The same, each effect drawn from what is believed of it, once for each customer and offer, so that offers of which little is known
    /// get their chance (Thompson sampling).
    /// </summary>
    public BayesianResponses Exploring(ulong seed) => new(_customers, _without, _effects, seed);

    /// <inheritdoc />
    /// <remarks>
    /// An offer that the model doesn't know, or a customer whom the table doesn't, is expected to react as the catalogue assumes. Where
    /// <see cref="CustomerProfile.PurchaseProbability"/> is missing the model's own probability without an offer is taken.
    /// </remarks>
    public OfferReaction Of(Offer offer, CustomerProfile customer)
    {
        OfferReaction assumed = AssumedResponses.Instance.Of(offer, customer);
        if (!_effects.TryGetValue(offer.Id, out (double[] Means, double[] Deviations) own) || RowOf(customer) is not int row)
            return assumed;
        double delta = own.Means[row], deviation = own.Deviations[row];
        if (_explore is { } seed)
        {
            ulong place = StableHash.Mix(StableHash.Fnv1a(customer.Id.Value) ^ StableHash.Mix(StableHash.Fnv1a(offer.Id)));
            delta += deviation * new RandomStream(seed, "bayesian responses", place).NextGaussian();
        }

        double before = Math.Clamp(customer.PurchaseProbability ?? _without[row], 1e-6, 1 - 1e-6);
        double after = StableMath.Sigmoid(StableMath.Log(before / (1 - before)) + delta);
        return new OfferReaction(assumed.Redemption, after - before, after * (1 - after) * deviation);
    }

    private int? RowOf(CustomerProfile customer)
    {
        if (ReferenceEquals(customer.Table, _customers)) return customer.Row;
        return _customers.Customers.TryGetRow(customer.Id, out int row) ? row : null;
    }
}
