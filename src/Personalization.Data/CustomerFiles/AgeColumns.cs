using Personalization.Core;

namespace Personalization.Data;

/// <summary>Numbers made of times, which no feature can be made of: years since a birth, days since anything else.</summary>
internal static class AgeColumns
{
    private const int MostYears = 120;

    private static readonly string[] Births =
        ["birth", "dob", "geburt", "naissance", "nacimiento", "nascimento", "nascita", "geboorte", "jahrgang"];

    /// <summary>Whether a name speaks of when somebody was born.</summary>
    public static bool IsBirth(string name)
    {
        string key = HeaderNames.Key(name);
        return Array.Exists(Births, word => key.Contains(word, StringComparison.Ordinal));
    }

    /// <summary>What can be counted at a moment; null where the column has no times.</summary>
    public static CustomerColumn? From(CustomerColumn column, DateTime asOf)
    {
        bool birth = IsBirth(column.Name);
        if (column is WholeNumberColumn years && birth)
        {
            // A year alone: who was born in it is this old at its end.
            return Ages(column, Array.ConvertAll(years.Values.ToArray(), year => year is >= 1 and <= 9999 ? asOf.Year - (int)year : -1));
        }

        if (column is not TimeColumn times) return null;
        DateTime?[] values = times.Values.ToArray();
        if (birth) return Ages(column, Array.ConvertAll(values, born => born is { } day ? Years(day, asOf) : -1));
        return new WholeNumberColumn(
            $"{column.Name}_days", Array.ConvertAll(values, at => at is { } time ? (asOf - time).Days : WholeNumberColumn.Missing))
        {
            Unit = "days",
            Description = $"Whole days from {column.Name} to the reference date.",
        };
    }

    private static WholeNumberColumn Ages(CustomerColumn column, int[] years) =>
        new("age", Array.ConvertAll(years, age => age is >= 0 and <= MostYears ? age : WholeNumberColumn.Missing))
        {
            Unit = "years",
            Description = $"Whole years from {column.Name} to the reference date; missing where that isn't 0 to {MostYears}.",
        };

    private static int Years(DateTime born, DateTime asOf)
    {
        int years = asOf.Year - born.Year;
        return (asOf.Month, asOf.Day).CompareTo((born.Month, born.Day)) < 0 ? years - 1 : years;
    }
}
