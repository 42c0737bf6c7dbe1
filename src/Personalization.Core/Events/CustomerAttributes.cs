using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Personalization.Core;

/// <summary>
/// What a shop's events say of the customers themselves (country, age, loyalty tier), as text, in ordinal order of the names. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// A value holds from the event or message that first said it until one says another; of two at the same tick the one read last holds. So a
/// slice of a log (<see cref="EventLog.Before"/>, <see cref="EventLog.Between"/>) knows of its customers what was known before its end, and
/// nothing of its future. The latest value never depends on the order of reading but for such ties. Where rows come out of time order and a
/// value goes and comes back, a slice that ends between may show either.
/// </remarks>
public sealed class CustomerAttributes : IReadOnlyList<CustomerAttribute>
{
    private readonly CustomerAttribute[] _attributes;

    internal CustomerAttributes(CustomerAttribute[] sortedByName, int customersWithoutEvents)
    {
        _attributes = sortedByName;
        CustomersWithoutEvents = customersWithoutEvents;
    }

    /// <summary>Number of attributes that have a value for at least one customer of the whole log.</summary>
    public int Count => _attributes.Length;

    /// <summary>Customers of whom attributes were told but no event: they aren't in the log, and their attributes went with them.</summary>
    public int CustomersWithoutEvents { get; }

    /// <summary>An attribute in the order of names, 0 ≤ index &lt; <see cref="Count"/>.</summary>
    public CustomerAttribute this[int index] => _attributes[index];

    /// <summary>
    /// A name as a log keeps it: trimmed, lower snake case. "Loyalty Tier", "loyaltyTier" and "loyalty-tier" are loyalty_tier; dots stay,
    /// as in address.country.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public static string NameOf(string name)
    {
        string trimmed = Guard.NotBlank(name, nameof(name)).Trim();
        StringBuilder snake = new(trimmed.Length + 4);
        for (int i = 0; i < trimmed.Length; i++)
        {
            char c = trimmed[i];
            if (char.IsUpper(c) && i > 0 && (char.IsLower(trimmed[i - 1]) || char.IsDigit(trimmed[i - 1]))) snake.Append('_');
            snake.Append(c is '-' || char.IsWhiteSpace(c) ? '_' : char.ToLowerInvariant(c));
        }

        return snake.ToString();
    }

    /// <summary>
    /// The attribute of a name, written as in <see cref="NameOf"/> or as the file writes it; null where no customer has it. O(log n).
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    public CustomerAttribute? Find(string name)
    {
        string wanted = NameOf(name);
        int low = 0, high = _attributes.Length;
        while (low < high)
        {
            int middle = low + ((high - low) >> 1);
            if (string.CompareOrdinal(_attributes[middle].Name, wanted) < 0) low = middle + 1;
            else high = middle;
        }

        return low < _attributes.Length && _attributes[low].Name == wanted ? _attributes[low] : null;
    }

    /// <summary>The attributes in the order of names.</summary>
    public IEnumerator<CustomerAttribute> GetEnumerator() => ((IEnumerable<CustomerAttribute>)_attributes).GetEnumerator();

    [ExcludeFromCodeCoverage]
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>What was known before a moment.</summary>
    internal CustomerAttributes Before(long end) =>
        end == long.MaxValue ? this : new CustomerAttributes(Array.ConvertAll(_attributes, a => a.Before(end)), CustomersWithoutEvents);

    /// <summary>What was known of each customer before a moment of its own.</summary>
    internal CustomerAttributes Before(long[] endByRow) =>
        Count == 0 ? this : new CustomerAttributes(Array.ConvertAll(_attributes, a => a.Before(endByRow)), CustomersWithoutEvents);
}
