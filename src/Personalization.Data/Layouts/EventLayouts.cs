namespace Personalization.Data;

/// <summary>
/// The layouts that are known: exports of shop systems and published data sets. Each is a description in a file of its own kind; a user's
/// own stand beside them: <c>Layouts = [myLayout, .. EventLayouts.All]</c>.
/// </summary>
public static partial class EventLayouts
{
    /// <summary>All layouts, in no order that matters: the one with most columns recognized wins.</summary>
    public static IReadOnlyList<EventLayout> All { get; } = new KnownLayouts();

    /// <summary>No layout: columns are told by their names and values.</summary>
    public static EventLayout ByName { get; } = new() { Name = "columns by name", RecognizedBy = [] };

    /// <summary>Events in Segment's vocabulary, also RudderStack's, as JSON.</summary>
    public static EventLayout Segment { get; } = new()
    {
        Name = "Segment events",
        RecognizedBy = [],
        Amounts = "products by price × quantity, else the order's total, else its revenue",
    };

    /// <summary>Objects of the calling program, by a <see cref="RecordMapping{T}"/>.</summary>
    internal static EventLayout Records { get; } = new() { Name = "records", RecognizedBy = [] };

    /// <summary>The layout of a name, without regard to case; null where there is none.</summary>
    public static EventLayout? Find(string name) =>
        All.Append(Segment).FirstOrDefault(layout => HeaderNames.Key(layout.Name) == HeaderNames.Key(name));

    /// <summary>The layout that a header shows: of several the one that names more of its columns. Null where none fits.</summary>
    internal static EventLayout? Recognize(IReadOnlyList<string> header, IReadOnlyList<EventLayout> layouts)
    {
        HashSet<string> keys = [.. header.Select(HeaderNames.Key)];
        EventLayout? best = null;
        foreach (EventLayout layout in layouts is KnownLayouts known ? known.WithSignIn(keys) : layouts)
        {
            if (layout.RecognizedBy.Count == 0 || !layout.RecognizedBy.All(name => keys.Contains(HeaderNames.Key(name)))) continue;
            if (layout.UnlikeBy.Any(name => keys.Contains(HeaderNames.Key(name)))) continue;
            if (best is null || layout.RecognizedBy.Count > best.RecognizedBy.Count) best = layout;
        }

        return best;
    }

    /// <summary>Keeps the first of what threads make at the same time, so that everybody has one and the same.</summary>
    private static EventLayout Once(ref EventLayout? kept, EventLayout made) => Interlocked.CompareExchange(ref kept, made, null) ?? made;
}
