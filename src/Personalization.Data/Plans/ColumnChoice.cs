namespace Personalization.Data;

/// <summary>What the caller settled about columns.</summary>
/// <param name="Mapping">Columns named by hand; null where none is.</param>
/// <param name="Layout">The layout that was asked for; null where the header tells.</param>
/// <param name="Layouts">The layouts that are recognized.</param>
/// <param name="Attributes">Columns to take as customer attributes whatever their names.</param>
internal sealed record ColumnChoice(
    ColumnMapping? Mapping, EventLayout? Layout, IReadOnlyList<EventLayout> Layouts, IReadOnlyList<string> Attributes);
