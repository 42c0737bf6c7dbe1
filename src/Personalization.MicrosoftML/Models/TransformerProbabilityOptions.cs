using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>How an ML.NET model is taken for a model of probability. Immutable; every default is valid.</summary>
public sealed record TransformerProbabilityOptions
{
    /// <summary>Column of the output with probabilities, as floats; not blank. Default "Probability".</summary>
    public string ProbabilityColumn { get; init => field = Guard.NotBlank(value); } = "Probability";

    /// <summary>
    /// Orders in which columns become known when a customer's probability is explained, 1 to 10,000, each starting from another customer of
    /// those kept: the more, the steadier the reasons. Default 32.
    /// </summary>
    public int Orders { get; init => field = Guard.InRange(value, 1, 10_000); } = 32;

    /// <summary>Customers kept to explain by, 1 to 1,000. Default 32.</summary>
    public int Examples { get; init => field = Guard.InRange(value, 1, 1_000); } = 32;

    /// <summary>Seed of ML.NET, and of the orders. Default 0.</summary>
    public ulong Seed { get; init; }
}
