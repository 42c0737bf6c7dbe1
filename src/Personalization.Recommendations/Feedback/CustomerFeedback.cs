using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>What one customer did since the model was fitted. Not thread-safe: its owner locks it.</summary>
internal sealed class CustomerFeedback
{
    private readonly List<ItemId> _looked = [];
    private readonly List<ItemId> _took = [];

    /// <summary>Items looked at, the latest last, each once.</summary>
    public IReadOnlyList<ItemId> Looked => _looked;

    /// <summary>Items bought, put into the cart or asked for more of, the latest last, each once.</summary>
    public IReadOnlyList<ItemId> Took => _took;

    /// <summary>Items never to be shown again.</summary>
    public HashSet<ItemId> Hidden { get; } = [];

    /// <summary>How often each item was shown and passed over since it was last touched.</summary>
    public Dictionary<ItemId, int> Passes { get; } = [];

    /// <summary>Number of the latest event that was taken in: who has the lowest was idle the longest.</summary>
    public long LastEvent { get; set; }

    public void Look(ItemId item, int most)
    {
        Passes.Remove(item);
        Push(_looked, item, most);
    }

    public void Take(ItemId item, int most)
    {
        Passes.Remove(item);
        Push(_took, item, most);
    }

    public void GiveBack(ItemId item) => _took.Remove(item);

    public void Hide(ItemId item)
    {
        Hidden.Add(item);
        _looked.Remove(item);
        _took.Remove(item);
        Passes.Remove(item);
    }

    public void PassOver(ItemId item, int most)
    {
        // What was passed over beyond the memory of a visit is forgotten at once rather than growing without end.
        if (Passes.ContainsKey(item) || Passes.Count < most) Passes[item] = Passes.GetValueOrDefault(item) + 1;
    }

    public void Forget()
    {
        _looked.Clear();
        _took.Clear();
        Passes.Clear();
    }

    private static void Push(List<ItemId> items, ItemId item, int most)
    {
        items.Remove(item);
        items.Add(item);
        if (items.Count > most) items.RemoveAt(0);
    }
}
