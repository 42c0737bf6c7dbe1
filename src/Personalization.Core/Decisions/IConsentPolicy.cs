namespace Personalization.Core;

/// <summary>What a customer's data may be used for.</summary>
public enum ConsentPurpose
{
    /// <summary>Counting and reporting.</summary>
    Analytics,

    /// <summary>Segments, recommendations and embeddings.</summary>
    Personalization,

    /// <summary>Offers and messages.</summary>
    Marketing,
}

/// <summary>Says whether a customer agreed to a use. Asked before data of that customer is used for it.</summary>
/// <remarks>Implementations are safe to call from any number of threads at once, and quick: they are asked for every customer.</remarks>
public interface IConsentPolicy
{
    /// <summary>True where the customer agreed; an unknown customer has not.</summary>
    bool Allows(CustomerId customer, ConsentPurpose purpose);
}
