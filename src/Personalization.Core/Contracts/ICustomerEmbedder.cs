namespace Personalization.Core;

/// <summary>Turns a customer into a dense vector.</summary>
/// <remarks>Implementations are immutable or behave so: any member may be called from any number of threads at once.</remarks>
public interface ICustomerEmbedder
{
    /// <summary>Length of an embedding.</summary>
    int Dimensions { get; }

    /// <summary>Writes a customer's embedding; false (and the destination untouched) where the customer is unknown.</summary>
    /// <param name="customer">The customer.</param>
    /// <param name="destination">At least <see cref="Dimensions"/> long.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    bool TryEmbed(CustomerId customer, Span<float> destination);
}
