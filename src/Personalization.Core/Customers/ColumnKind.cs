namespace Personalization.Core;

/// <summary>What the cells of a <see cref="CustomerColumn"/> hold. A writer handles kinds, never names of columns.</summary>
public enum ColumnKind
{
    /// <summary>A <see cref="NumberColumn"/>.</summary>
    Number,

    /// <summary>A <see cref="MoneyColumn"/>.</summary>
    Money,

    /// <summary>A <see cref="WholeNumberColumn"/>.</summary>
    WholeNumber,

    /// <summary>A <see cref="CategoryColumn"/>.</summary>
    Category,

    /// <summary>A <see cref="CategoryListColumn"/>.</summary>
    CategoryList,

    /// <summary>A <see cref="TextColumn"/>.</summary>
    Text,

    /// <summary>A <see cref="TimeColumn"/>.</summary>
    Time,

    /// <summary>A <see cref="FlagColumn"/>.</summary>
    Flag,

    /// <summary>A <see cref="VectorColumn"/>.</summary>
    Vector,
}
