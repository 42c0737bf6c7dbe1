namespace Personalization.Data;

/// <summary>What a column of a file was taken for, and why.</summary>
/// <param name="Field">What it stands for.</param>
/// <param name="Name">Its name in the file.</param>
/// <param name="Why">"by the layout", "named like it", "its values look like times", "named by hand".</param>
public sealed record ColumnUse(EventField Field, string Name, string Why);
