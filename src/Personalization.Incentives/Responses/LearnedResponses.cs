using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.Incentives;

/// <summary>
/// Reactions learned from what happened, for each customer: an <see cref="UpliftModel"/> whose treatments are offers, drawn towards the
/// catalogue's assumptions as far as little is known. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// With the assumption u₀ ± s₀ and the model's effect τ ± s: precision-weighted mean (u₀/s₀² + τ/s²) ÷ (1/s₀² + 1/s²), error
/// (1/s₀² + 1/s²)^−½. A model that knows no errors is taken at its word; an offer that the model doesn't know keeps its assumption.
/// </remarks>
public sealed class LearnedResponses : IOfferResponses
{
    private readonly CustomerTable _customers;
    private readonly Dictionary<string, (double[] Effects, double[]? Errors)> _learned;
    private readonly LearnedResponsesOptions _options;

    private LearnedResponses(
        CustomerTable customers, Dictionary<string, (double[] Effects, double[]? Errors)> learned, LearnedResponsesOptions options) =>
        (_customers, _learned, _options) = (customers, learned, options);

    /// <summary>Asks the model for all customers, once.</summary>
    /// <param name="model">What offers change; its treatments are named by the offers' ids.</param>
    /// <param name="customers">The customers, with the columns that the model asks for.</param>
    /// <param name="options">How it is weighed; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind; the message names it.</exception>
    public static LearnedResponses From(
        UpliftModel model, CustomerTable customers, LearnedResponsesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(customers);
        Dictionary<string, (double[], double[]?)> learned = new(StringComparer.Ordinal);
        for (int treatment = 0; treatment < model.Treatments.Count; treatment++)
        {
            learned[model.Treatments[treatment]] = (
                model.Effects(customers, treatment, cancellationToken), model.StandardErrors(customers, treatment, cancellationToken));
        }

        return new LearnedResponses(customers, learned, options ?? new LearnedResponsesOptions());
    }

    /// <inheritdoc />
    /// <remarks>A customer whom the table doesn't know is expected to react as the catalogue assumes.</remarks>
    public OfferReaction Of(Offer offer, CustomerProfile customer)
    {
        OfferReaction assumed = AssumedResponses.Instance.Of(offer, customer);
        double prior = Math.Max(_options.LeastError, _options.RelativeError * Math.Abs(assumed.Uplift));
        (double uplift, double error) = (assumed.Uplift, prior);
        if (_learned.TryGetValue(offer.Id, out (double[] Effects, double[]? Errors) own) && RowOf(customer) is int row)
        {
            double effect = own.Effects[row], spread = own.Errors?[row] ?? 0;
            if (spread == 0)
            {
                (uplift, error) = (effect, 0);
            }
            else
            {
                double before = 1 / (prior * prior), after = 1 / (spread * spread);
                (uplift, error) = (((before * uplift) + (after * effect)) / (before + after), 1 / Math.Sqrt(before + after));
            }
        }

        if (_options.Explore is { } seed)
        {
            ulong place = StableHash.Mix(StableHash.Fnv1a(customer.Id.Value) ^ StableHash.Mix(StableHash.Fnv1a(offer.Id)));
            uplift += error * new RandomStream(seed, "offer responses", place).NextGaussian();
        }

        return new OfferReaction(assumed.Redemption, Math.Clamp(uplift, -1, 1), error);
    }

    private int? RowOf(CustomerProfile customer)
    {
        if (ReferenceEquals(customer.Table, _customers)) return customer.Row;
        return _customers.Customers.TryGetRow(customer.Id, out int row) ? row : null;
    }
}
