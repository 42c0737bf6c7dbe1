namespace Personalization.Data;

/// <summary>
/// Which worksheets of a workbook are read: the one that was named, else the one of most known columns and those that share its header,
/// such as one a month. Hidden ones, and those named like refunds, are left out while there is another.
/// </summary>
/// <param name="Chosen">The worksheets to read, in their order.</param>
/// <param name="Ignored">The others as the report names them.</param>
/// <param name="Warnings">What somebody should know of the choice.</param>
internal sealed record SheetChoice(IReadOnlyList<SheetLook> Chosen, IReadOnlyList<string> Ignored, IReadOnlyList<string> Warnings)
{
    private const string Fix = "name one with --sheet (EventReadOptions.Sheet)";

    /// <param name="looks">All worksheets that hold anything.</param>
    /// <param name="wanted">The one that was named; null where none was.</param>
    /// <param name="names">Names of all worksheets.</param>
    /// <exception cref="EventFileException">None can be read.</exception>
    public static SheetChoice Of(IReadOnlyList<SheetLook> looks, string? wanted, IReadOnlyList<string> names)
    {
        if (wanted is not null)
        {
            SheetLook named = looks.FirstOrDefault(look => string.Equals(look.Name, wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new EventFileException($"The workbook has no worksheet '{wanted}' with rows; it has {Quoted(names)}.");
            return named.Misfit is { } misfit
                ? throw misfit
                : new SheetChoice([named], [.. looks.Where(look => look != named).Select(Describe)], []);
        }

        SheetLook[] fitting = [.. looks.Where(look => look.Plan is not null)];
        if (fitting.Length == 0)
            throw (looks.Count > 0 ? looks[0].Misfit : null) ?? new EventFileException("The workbook has no worksheet with a header and "
                + "rows.");
        SheetLook[] undoubted = [.. fitting.Where(look => look.Doubt is null)];
        SheetLook best = (undoubted.Length > 0 ? undoubted : fitting).MaxBy(look => look.KnownColumns)!;
        SheetLook[] chosen = undoubted.Length > 0 ? [.. undoubted.Where(best.IsLike)] : [best];

        List<string> warnings = [];
        if (undoubted.Length == 0)
            warnings.Add($"Worksheet '{best.Name}' is {best.Doubt}; it was read since no other fits.");
        if (chosen.Length > 1)
        {
            string together = Quoted(chosen.Select(look => look.Name));
            warnings.Add($"Worksheets {together} have the same columns and were read together; to read one, {Fix}.");
        }

        SheetLook[] passedOver = [.. fitting.Except(chosen)];
        if (passedOver.Length > 0)
        {
            warnings.Add(
                $"Not read, though events could be made of {(passedOver.Length == 1 ? "it" : "them")}: "
                + $"{string.Join(", ", passedOver.Select(Describe))}; '{best.Name}' fits best. To read another, {Fix}.");
        }

        return new SheetChoice(chosen, [.. looks.Except(chosen).Select(Describe)], warnings);
    }

    private static string Describe(SheetLook look) =>
        look.Doubt is { } doubt ? $"worksheet '{look.Name}' ({doubt})" : $"worksheet '{look.Name}'";

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
