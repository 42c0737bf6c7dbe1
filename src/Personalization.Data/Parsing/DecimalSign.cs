namespace Personalization.Data;

/// <summary>What stands between the whole and the fraction in a column of numbers.</summary>
internal enum DecimalSign
{
    /// <summary>1,234.50</summary>
    Point,

    /// <summary>1.234,50</summary>
    Comma,
}
