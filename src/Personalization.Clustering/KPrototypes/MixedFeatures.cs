using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>Features of mixed kinds, for <see cref="KPrototypesTrainer"/> and Gower's distance.</summary>
public static class MixedFeatures
{
    /// <summary>
    /// A table of columns as they are: numbers, amounts and whole numbers as numbers, the median where one is missing; flags, categories
    /// and
    /// texts as the place of their level, −1 where it is missing. Lists, vectors and times make no features.
    /// </summary>
    /// <param name="table">The customers.</param>
    /// <param name="columns">
    /// Names of columns. One of numbers of which no customer has any is left out, for there is no median.
    /// </param>
    /// <exception cref="ArgumentException">There is no such column, or it is of a kind that has no features.</exception>
    public static FeatureTable From(CustomerTable table, params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        return FeatureTable.From(table, [.. columns.Where(name => !IsEmpty(table, name)).Select(name => Feature(table, name))]);
    }

    /// <summary>Whether features of mixed kinds can be made of a column.</summary>
    public static bool CanBe(CustomerColumn column) => column is NumericColumn or CategoryColumn;

    private static bool IsEmpty(CustomerTable table, string name) =>
        table.Column<CustomerColumn>(name) is NumericColumn and not FlagColumn
        && Enumerable.Range(0, table.Count).All(table.Column<CustomerColumn>(name).IsMissing);

    private static FeatureColumn Feature(CustomerTable table, string name) => table.Column<CustomerColumn>(name) switch
    {
        FlagColumn or CategoryColumn or TextColumn => new FeatureColumn(name)
        {
            Encoding = ColumnEncoding.Ordinal,
            Missing = MissingNumber.Of(MixedColumns.MissingLevel),
        },
        _ => new FeatureColumn(name) { Missing = MissingNumber.Median },
    };
}
