using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>The names that customers have in columns of a table, as codes: customers × columns.</summary>
internal sealed class CustomerCodes(IReadOnlyList<string> names, IReadOnlyList<Vocabulary> levels, int[] codes)
{
    public static CustomerCodes None { get; } = new([], [], []);

    public IReadOnlyList<string> Names { get; } = names;

    public IReadOnlyList<Vocabulary> Levels { get; } = levels;

    /// <summary>The code of a customer in a column; −1 where nothing is known.</summary>
    public int At(int customer, int column) => codes[(customer * Names.Count) + column];

    /// <exception cref="ArgumentException">The table has no such column of names.</exception>
    public static CustomerCodes Of(CustomerTable table, IReadOnlyList<string> names, IdIndex<CustomerId> customers)
    {
        CategoryColumn[] columns = [.. names.Select(table.Column<CategoryColumn>)];
        int[] rows = customers.RowsIn(table.Customers), codes = new int[rows.Length * columns.Length];
        for (int i = 0; i < codes.Length; i++)
        {
            int row = rows[i / columns.Length];
            codes[i] = row < 0 ? -1 : columns[i % columns.Length].Codes[row];
        }

        return new CustomerCodes(names, [.. columns.Select(column => column.Levels)], codes);
    }

    public void Write(ModelFileWriter file)
    {
        file.AddStrings("customer_columns", Names);
        for (int column = 0; column < Names.Count; column++) file.AddStrings($"customer_column.{column}", Levels[column]);
        file.Add("customer_codes", codes);
    }

    public static CustomerCodes Read(ModelFile file, int customerCount)
    {
        string[] names = file.Strings("customer_columns");
        Vocabulary[] levels = new Vocabulary[names.Length];
        for (int column = 0; column < names.Length; column++)
        {
            if (string.IsNullOrWhiteSpace(names[column])) throw file.Invalid($"column {column} of its customers has no name");
            levels[column] = Ascending(file, $"customer_column.{column}");
        }

        int[] codes = file.Int32s("customer_codes", -1);
        if (codes.LongLength != (long)customerCount * names.Length)
            throw file.Invalid($"there are {codes.Length} codes for {customerCount} customers and {names.Length} columns");
        for (int i = 0; i < codes.Length; i++)
        {
            int count = levels[i % names.Length].Count;
            if (codes[i] < -1 || codes[i] >= count) throw file.Invalid($"a customer has code {codes[i]} of {count} names");
        }

        return new CustomerCodes(names, levels, codes);
    }

    /// <summary>Names in the order of their codes.</summary>
    public static Vocabulary Ascending(ModelFile file, string name)
    {
        string[] strings = file.Strings(name);
        Vocabulary vocabulary = Vocabulary.From(strings);
        return vocabulary.SequenceEqual(strings, StringComparer.Ordinal)
            ? vocabulary
            : throw file.Invalid($"'{name}' must be in ordinal order without repeats");
    }
}
