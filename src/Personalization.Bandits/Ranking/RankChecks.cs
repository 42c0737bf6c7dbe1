using System.Globalization;

namespace Personalization.Bandits;

/// <summary>What a request must be, and what is possible by it.</summary>
internal static class RankChecks
{
    private const int MaximumSlots = 1_000;

    /// <summary>The slot of requests that name none.</summary>
    public static IReadOnlyList<RankSlot> OneSlot { get; } = [new RankSlot("first")];

    public static void Check(RankRequest request)
    {
        ArgumentNullException.ThrowIfNull(request.Context, nameof(request));
        if (request.EventId is { } id) Text(id, "event id");
        if (request.Actions.Count is 0 or > DecisionRecords.MaximumActions)
        {
            throw new ArgumentException(
                $"There are {request.Actions.Count} actions; give 1 to {DecisionRecords.MaximumActions}.", nameof(request));
        }

        if (request.Slots.Count > MaximumSlots)
            throw new ArgumentException($"There are {request.Slots.Count} slots; at most {MaximumSlots} are allowed.", nameof(request));
        foreach (RankSlot slot in request.Slots) Text(slot.Id, "slot id");
        if (HasTwice(request.Slots, slot => slot.Id) is { } slotTwice)
            throw new ArgumentException($"Two slots have the id '{slotTwice}'.", nameof(request));
    }

    /// <summary>The request's actions, ids all different; those of the request before where they are the very same.</summary>
    public static RankAction[] Actions(RankRequest request, RankAction[] before)
    {
        IReadOnlyList<RankAction> actions = request.Actions;
        int same = 0;
        if (before.Length == actions.Count)
        {
            while (same < before.Length && ReferenceEquals(before[same], actions[same])) same++;
            if (same == before.Length) return before;
        }

        RankAction[] own = [.. actions];
        return HasTwice(own, action => action.Id) is { } twice
            ? throw new ArgumentException($"Two actions have the id '{twice}'.", nameof(request))
            : own;
    }

    public static RankAction[] Possible(RankAction[] actions, HashSet<string>? taken, RankSlot slot)
    {
        if (taken is null && slot.Excluded is null) return actions;
        RankAction[] possible =
        [
            .. actions.Where(action => taken?.Contains(action.Id) != true
                && slot.Excluded?.Contains(action.Id, StringComparer.Ordinal) != true),
        ];
        return possible.Length > 0
            ? possible
            : throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"No action is left for slot '{slot.Id}': of {actions.Length} all are excluded or stand in slots before. "
                + $"Give more actions, or exclude fewer."), nameof(actions));
    }

    public static int PlaceOf(LoggedDecision decision, string slot)
    {
        for (int i = 0; i < decision.Slots.Count; i++)
        {
            if (decision.Slots[i].Id == slot) return i;
        }

        throw new ArgumentException(
            $"'{decision.EventId}' has no slot '{slot}'; it has {string.Join(", ", decision.Slots.Select(own => own.Id))}.", nameof(slot));
    }

    private static string? HasTwice<T>(IReadOnlyList<T> values, Func<T, string> idOf)
    {
        if (values.Count < 2) return null;
        HashSet<string> seen = new(values.Count, StringComparer.Ordinal);
        foreach (T value in values)
        {
            if (!seen.Add(idOf(value))) return idOf(value);
        }

        return null;
    }

    private static void Text(string value, string what)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > DecisionRecords.MaximumTextLength)
        {
            throw new ArgumentException(
                $"The {what} has {value.Length} characters; give 1 to {DecisionRecords.MaximumTextLength}, not only blanks.",
                nameof(value));
        }
    }
}
