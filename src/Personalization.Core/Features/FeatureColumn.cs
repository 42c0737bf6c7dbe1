namespace Personalization.Core;

/// <summary>How the cells of a column become features.</summary>
public enum ColumnEncoding
{
    /// <summary>One feature: the number itself, 1 or 0 for a flag. For columns of numbers, amounts, whole numbers and flags.</summary>
    Numbers,

    /// <summary>
    /// A feature of 0 and 1 for each level that was seen, named <c>column=level</c>. Levels beyond
    /// <see cref="FeatureColumn.MaximumLevels"/>, the rarest, share <c>column=other</c>. A level that wasn't seen is "other" where there is
    /// such a feature, else 0 everywhere; a missing cell is 0 everywhere.
    /// </summary>
    OneHot,

    /// <summary>One feature: the place of the level, from 0. A level that wasn't seen counts as a missing cell.</summary>
    Ordinal,

    /// <summary>
    /// One feature: the share of all customers who have the level, 0 to 1; 0 for a level that wasn't seen and for a missing cell.
    /// </summary>
    Frequency,

    /// <summary>A feature for each element of a vector, named <c>column[0]</c> and so on. For columns of vectors.</summary>
    Vector,
}

/// <summary>Which number stands where a cell is missing. Immutable.</summary>
public sealed record MissingNumber
{
    private MissingNumber()
    {
    }

    /// <summary>No number: an error names the customer and the column.</summary>
    public static MissingNumber Error { get; } = new();

    /// <summary>The median of the customers of whom the number is known.</summary>
    public static MissingNumber Median { get; } = new() { IsMedian = true };

    /// <summary>0.</summary>
    public static MissingNumber Zero { get; } = Of(0);

    /// <summary>The number; null where there is none, or it is the median.</summary>
    public double? Value { get; private init; }

    /// <summary>Whether it is the median.</summary>
    public bool IsMedian { get; private init; }

    /// <summary>A number of your own, finite.</summary>
    public static MissingNumber Of(double value) => new() { Value = Guard.Finite(value, nameof(value)) };
}

/// <summary>
/// A column of a <see cref="CustomerTable"/> that is to become features, and how. A name alone will do: numbers and flags stay numbers,
/// categories and texts are encoded <see cref="ColumnEncoding.OneHot"/>, vectors element by element. Immutable; every default is valid.
/// </summary>
/// <param name="Name">Name of the column; not blank.</param>
public sealed record FeatureColumn(string Name)
{
    /// <summary>Name of the column; not blank.</summary>
    public string Name { get; init => field = Guard.NotBlank(value); } = Guard.NotBlank(Name, nameof(Name));

    /// <summary>
    /// How cells become features. Default null: <see cref="ColumnEncoding.Numbers"/>, <see cref="ColumnEncoding.OneHot"/> or
    /// <see cref="ColumnEncoding.Vector"/>, by the kind of the column. Whole numbers and flags, such as the number of a cluster, can be
    /// encoded as levels too.
    /// </summary>
    public ColumnEncoding? Encoding { get; init; }

    /// <summary>Most levels with a feature of their own, at least 1. Default 20. Only for <see cref="ColumnEncoding.OneHot"/>.</summary>
    public int MaximumLevels { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>
    /// The levels from the lowest to the highest, each once. Default empty: those that were seen, in ordinal order. Only for
    /// <see cref="ColumnEncoding.Ordinal"/>.
    /// </summary>
    public IReadOnlyList<string> Levels { get; init => field = Distinct(value); } = [];

    /// <summary>
    /// What stands for a missing cell. Default <see cref="MissingNumber.Error"/>. Only for <see cref="ColumnEncoding.Numbers"/> and
    /// <see cref="ColumnEncoding.Ordinal"/>.
    /// </summary>
    public MissingNumber Missing
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = MissingNumber.Error;

    /// <summary>Adds a feature <c>column_missing</c>, 1 where the cell is missing, else 0. Default false.</summary>
    public bool FlagMissing { get; init; }

    /// <summary>A column by its name alone.</summary>
    public static implicit operator FeatureColumn(string name) => new(name);

    private static string[] Distinct(IReadOnlyList<string> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string level in levels)
        {
            if (!seen.Add(level))
                throw new ArgumentException($"{nameof(Levels)} has '{level}' twice; each level has one place.", nameof(levels));
        }

        return [.. levels];
    }
}
