using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads who was given what from delimited text, plain or in gzip, as a run writes it (offers.csv): a row for each decision, or several for
/// a customer who got several offers at once. All members are thread-safe; O(bytes).
/// </summary>
/// <remarks>
/// Columns, in any order, names compared by letters and digits alone: customer_id, issued and offer_id must be there; expires, variant,
/// control (yes or empty) and withheld may be. Others are left alone. Moments are in ISO 8601, in UTC where they name no offset.
/// </remarks>
public static class DecisionFile
{
    private const int MaxIdLength = 256;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <returns>The decisions in the order of the file.</returns>
    /// <exception cref="EventFileException">The file can't be read; the message says where, what, and what would mend it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static IReadOnlyList<PastDecision> Read(string path, CancellationToken cancellationToken = default) =>
        DelimitedFile.Read(path, stream => Read(stream, Path.GetFileName(path), cancellationToken));

    /// <summary>Reads a stream from where it stands. The stream stays open.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <returns>The decisions in the order of the file.</returns>
    /// <exception cref="EventFileException">The content can't be read; the message says where, what, and what would mend it.</exception>
    public static IReadOnlyList<PastDecision> Read(Stream stream, string name, CancellationToken cancellationToken = default) =>
        NamedColumns.ReadAll(stream, name, "decisions", Layout, cancellationToken);

    private static Func<PastDecision> Layout(NamedColumns columns)
    {
        int customer = columns.Require("customer_id"), issued = columns.Require("issued"), offer = columns.Require("offer_id");
        int expires = columns.Find("expires"), variant = columns.Find("variant");
        int control = columns.Find("control"), withheld = columns.Find("withheld");
        // Ids of offers repeat in every row: one string each.
        Dictionary<string, string> known = new(StringComparer.Ordinal);
        return () => new PastDecision(
            columns.Customer(customer),
            columns.Moment(issued) ?? throw columns.Error(issued, "", "says not when it was decided: write 2026-03-01T00:00:00"),
            Id(offer))
        {
            Expires = columns.Moment(expires),
            Variant = Id(variant),
            IsControl = columns.IsYes(control),
            Withheld = Id(withheld),
        };

        string? Id(int column)
        {
            string id = columns.Cell(column);
            if (id.Length == 0) return null;
            if (id.Length > MaxIdLength)
                throw columns.Error(column, id, $"is longer than the {MaxIdLength} characters that an id may have: shorten it");
            if (known.TryGetValue(id, out string? same)) return same;
            return known[id] = id;
        }
    }
}
