using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Kinds of customers by the text of a column.</summary>
internal static class PlanGroups
{
    /// <summary>The kinds in ordinal order, and each customer's; −1 where the cell is missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static (CustomerGrouping Grouping, IReadOnlyList<string> Levels) Of(CustomerTable customers, string name, string limit)
    {
        if (!customers.TryGetColumn(name, out CustomerColumn? column))
        {
            throw new ArgumentException(
                $"The limit '{limit}' is by the column '{name}', which the customers don't have.", nameof(customers));
        }

        string?[] texts = new string?[customers.Count];
        for (int row = 0; row < texts.Length; row++) texts[row] = column.IsMissing(row) ? null : column.TextAt(row);
        string[] levels = [.. texts.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> rows = levels.Index().ToDictionary(level => level.Item, level => level.Index, StringComparer.Ordinal);
        int[] groups = [.. texts.Select(text => text is null ? -1 : rows[text])];
        return (new(name, Math.Max(1, levels.Length), groups), levels);
    }
}
