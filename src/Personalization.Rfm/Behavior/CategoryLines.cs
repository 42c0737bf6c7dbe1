namespace Personalization.Rfm;

/// <summary>
/// Purchase lines of one customer, or of all, in a category. Sorts by lines, most first; of equals the ordinally first category comes
/// first.
/// </summary>
/// <param name="Code">Row in the log's categories, which stand in ordinal order.</param>
/// <param name="Lines">Number of lines.</param>
internal readonly record struct CategoryLines(int Code, int Lines) : IComparable<CategoryLines>
{
    public static int Total(ReadOnlySpan<CategoryLines> categories)
    {
        int total = 0;
        foreach (CategoryLines category in categories) total += category.Lines;
        return total;
    }

    public int CompareTo(CategoryLines other) => Lines != other.Lines ? other.Lines.CompareTo(Lines) : Code.CompareTo(other.Code);
}
