using Personalization.Rfm;

namespace Personalization;

/// <summary>How <see cref="LifetimeStep"/> looks ahead. Immutable; every default is valid.</summary>
public sealed record LifetimeStepOptions
{
    /// <summary>
    /// Which models are compared, and by what. The end of calibration and threads follow from the run. Default: BG/NBD, MBG/NBD and
    /// Pareto/NBD, by how well they forecast the last third of the shop's past.
    /// </summary>
    public LifetimeChoiceOptions Choice
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>How far ahead values reach, and how they are discounted. Default: a year of weeks, sales, not discounted.</summary>
    public LifetimeValueOptions Value
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>
    /// Fewest customers who came back on another day, at least 2: with fewer, very different futures fit equally well, and nothing is said.
    /// Default 20.
    /// </summary>
    public int FewestRepeatCustomers { get; init => field = Guard.AtLeast(value, 2); } = 20;
}
