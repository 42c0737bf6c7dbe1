namespace Personalization.TestKit;

/// <summary>A small sound file of a layout, made by hand, and what it must come to.</summary>
/// <param name="Layout">Name of the layout.</param>
/// <param name="Name">Name of the file.</param>
/// <param name="Text">Its content.</param>
public sealed record LayoutFile(string Layout, string Name, string Text)
{
    /// <summary>Net revenue by customer, counted by hand; null where the file is refused.</summary>
    public (string Customer, decimal Revenue)[]? Net { get; init; }

    /// <summary>Purchases and refunds in the log.</summary>
    public (int Purchases, int Refunds) Events { get; init; }

    /// <summary>Rows that are left out, by rule.</summary>
    public (string Rule, long Rows)[] LeftOut { get; init; } = [];

    /// <summary>The column that is named the customer by hand; null where the layout knows it.</summary>
    public string? Customer { get; init; }

    /// <summary>True where the file has revenue, so that a revenue of 0 must be told of.</summary>
    public bool HasRevenue => Net is not null && Array.Exists(Net, customer => customer.Revenue > 0);

    public override string ToString() => Layout;
}
