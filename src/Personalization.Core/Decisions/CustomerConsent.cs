namespace Personalization.Core;

/// <summary>
/// The answers of customers who were asked, by purpose. Who isn't among those who agreed to a purpose has not agreed; a purpose that nobody
/// was asked about here is allowed: the shop has asked elsewhere. Immutable and thread-safe; O(1) a question.
/// </summary>
/// <param name="agreed">Who agreed, for each purpose that customers were asked about.</param>
public sealed class CustomerConsent(IEnumerable<KeyValuePair<ConsentPurpose, IReadOnlySet<CustomerId>>> agreed) : IConsentPolicy
{
    private readonly Dictionary<ConsentPurpose, HashSet<CustomerId>> _agreed =
        (agreed ?? throw new ArgumentNullException(nameof(agreed))).ToDictionary(own => own.Key, own => own.Value.ToHashSet());

    /// <inheritdoc />
    public bool Allows(CustomerId customer, ConsentPurpose purpose) =>
        !_agreed.TryGetValue(purpose, out HashSet<CustomerId>? own) || own.Contains(customer);
}
