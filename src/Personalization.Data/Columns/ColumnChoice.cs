namespace Personalization.Data;

/// <summary>What the caller settled about columns.</summary>
/// <param name="Mapping">Columns mapped by hand; null where the preset tells.</param>
/// <param name="Preset">The preset.</param>
/// <param name="Attributes">Columns to take as customer attributes whatever their names.</param>
internal sealed record ColumnChoice(ColumnMapping? Mapping, EventFilePreset Preset, IReadOnlyList<string> Attributes);
