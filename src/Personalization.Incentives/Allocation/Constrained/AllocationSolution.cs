using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Who gets what, what it is worth, and how far from the best possible it is. Immutable and thread-safe.</summary>
public sealed class AllocationSolution
{
    private readonly int[] _slots;
    private readonly int _perCustomer;

    internal AllocationSolution(
        int[] slots, int perCustomer, long value, double bound, bool isProven, AllocationLimitUse[] limits, FitReport report)
    {
        (_slots, _perCustomer, Value, Bound, IsProven, Limits, Report) = (slots, perCustomer, value, bound, isProven, limits, report);
        Prices = new(limits.ToDictionary(limit => limit.Limit.Name, limit => (limit.LeastPrice, limit.MostPrice), StringComparer.Ordinal));
    }

    /// <summary>Value of what is given.</summary>
    public long Value { get; }

    /// <summary>
    /// No allocation within these limits is worth more. Where a minimum isn't met, none that comes as near to it as this one.
    /// </summary>
    public double Bound { get; }

    /// <summary><see cref="Bound"/> − <see cref="Value"/>: what is lost at most, at least 0.</summary>
    public double Gap => Math.Max(0, Bound - Value);

    /// <summary><see cref="Value"/> ÷ <see cref="Bound"/>; 1 where both are 0.</summary>
    public double ShareOfBound => Bound == 0 ? 1 : Value / Bound;

    /// <summary>Whether a search through everything has proven it the best.</summary>
    public bool IsProven { get; }

    /// <summary>Each limit of the problem, in its order: what is used of it, and what it costs.</summary>
    public IReadOnlyList<AllocationLimitUse> Limits { get; }

    /// <summary>Whether every minimum is met.</summary>
    public bool MeetsMinimums => Limits.All(limit => limit.Shortfall == 0);

    /// <summary>The prices of all limits, to begin the next solution with.</summary>
    public AllocationPrices Prices { get; }

    /// <summary>Iterations and the bound after each.</summary>
    public FitReport Report { get; }

    /// <summary>Number of customers.</summary>
    public int CustomerCount => _slots.Length / _perCustomer;

    /// <summary>Rows of the candidates that a customer gets, rising; empty for nothing.</summary>
    /// <param name="customer">From 0.</param>
    public ReadOnlySpan<int> ChosenBy(int customer)
    {
        Guard.InRange(customer, 0, CustomerCount - 1);
        ReadOnlySpan<int> chosen = _slots.AsSpan(customer * _perCustomer, _perCustomer);
        int end = chosen.IndexOf(-1);
        return end < 0 ? chosen : chosen[..end];
    }
}

/// <summary>What a solution uses of a limit, and what the limit costs.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Used">Sum of its measure over what is given.</param>
/// <param name="LeastPrice">Value that one less of its minimum would bring; 0 where it costs nothing.</param>
/// <param name="MostPrice">Value that one more of its maximum would bring; 0 where it isn't used up.</param>
public sealed record AllocationLimitUse(AllocationLimit Limit, long Used, double LeastPrice, double MostPrice)
{
    /// <summary>How much is missing to the minimum; 0 where it is met.</summary>
    public long Shortfall => Limit.Least is { } least ? Math.Max(0, least - Used) : 0;
}

/// <summary>Prices of limits by their names, as a solution found them and the next one may begin with. Immutable and thread-safe.</summary>
/// <param name="ByLimit">Price of the minimum and of the maximum, each at least 0, by name of the limit.</param>
public sealed record AllocationPrices(IReadOnlyDictionary<string, (double Least, double Most)> ByLimit);
