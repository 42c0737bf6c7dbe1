using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads what customers were sent or shown, and whether it reached them, from delimited text, plain or in gzip: a row for each message. All
/// members are thread-safe; O(bytes).
/// </summary>
/// <remarks>
/// Columns, in any order, names compared by letters and digits alone: <c>customer_id</c> and <c>sent</c> (or <c>sent_at</c>) must be there,
/// and <c>reached</c> (or <c>opened</c>, <c>clicked</c>: yes, or no or empty); <c>channel</c> may be (e-mail where it isn't; email, sms,
/// app, banner, store and other names of these). Others are left alone. Moments are in ISO 8601, in UTC where they name no offset.
/// </remarks>
public static class ContactFile
{
    private static readonly Dictionary<string, OfferChannel> Channels = new(StringComparer.Ordinal)
    {
        ["email"] = OfferChannel.Email,
        ["mail"] = OfferChannel.Email,
        ["newsletter"] = OfferChannel.Email,
        ["sms"] = OfferChannel.Sms,
        ["text"] = OfferChannel.Sms,
        ["textmessage"] = OfferChannel.Sms,
        ["app"] = OfferChannel.InApp,
        ["inapp"] = OfferChannel.InApp,
        ["push"] = OfferChannel.InApp,
        ["banner"] = OfferChannel.Banner,
        ["web"] = OfferChannel.Banner,
        ["onsite"] = OfferChannel.Banner,
        ["store"] = OfferChannel.Store,
        ["till"] = OfferChannel.Store,
        ["pos"] = OfferChannel.Store,
        ["receipt"] = OfferChannel.Store,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <returns>The contacts in the order of the file.</returns>
    /// <exception cref="EventFileException">The file can't be read; the message says where, what, and what would mend it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static IReadOnlyList<PastContact> Read(string path, CancellationToken cancellationToken = default) =>
        DelimitedFile.Read(path, stream => Read(stream, Path.GetFileName(path), cancellationToken));

    /// <summary>Reads a stream from where it stands. The stream stays open.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="cancellationToken">Stops within a few thousand rows.</param>
    /// <returns>The contacts in the order of the file.</returns>
    /// <exception cref="EventFileException">The content can't be read; the message says where, what, and what would mend it.</exception>
    public static IReadOnlyList<PastContact> Read(Stream stream, string name, CancellationToken cancellationToken = default) =>
        NamedColumns.ReadAll(stream, name, "contacts", Layout, cancellationToken);

    private static Func<PastContact> Layout(NamedColumns columns)
    {
        int customer = columns.Require("customer_id"), sent = columns.Require("sent", "sent_at");
        int reached = columns.Require("reached", "opened", "clicked"), channel = columns.Find("channel");
        return () => new PastContact(
            columns.Customer(customer),
            Channel(columns.Cell(channel)),
            columns.Moment(sent) ?? throw columns.Error(sent, "", "says not when it was sent: write 2026-03-01T18:30"),
            columns.IsYes(reached));

        OfferChannel Channel(string text) => text.Length == 0
            ? OfferChannel.Email
            : Channels.TryGetValue(HeaderNames.Key(text), out OfferChannel known)
                ? known
                : throw columns.Error(channel, text, "isn't a channel that is known: write email, sms, app, banner or store");
    }
}
