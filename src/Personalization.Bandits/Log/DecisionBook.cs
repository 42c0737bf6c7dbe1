using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>
/// Numbers of names and actions in a log, so that each is written once: actions keep their features from decision to decision. Both ways,
/// and bounded: when a book is full it begins anew, in the log as here.
/// </summary>
internal sealed class DecisionBook(int capacity = 100_000)
{
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<RankAction, int> _actions = new(new ByContent());
    private readonly List<string> _texts = [];
    private readonly List<RankAction> _known = [];

    /// <summary>Begins anew where the book is full. Between decisions: within one, numbers must stay.</summary>
    public void MakeRoom()
    {
        if (_texts.Count < capacity && _known.Count < capacity) return;
        _names.Clear();
        _texts.Clear();
        _actions.Clear();
        _known.Clear();
    }

    /// <summary>Number of a name, and whether it is new to the book and has to be written.</summary>
    public (int Number, bool IsNew) Name(string name)
    {
        if (_names.TryGetValue(name, out int number)) return (number, false);
        number = _texts.Count;
        _names.Add(name, number);
        _texts.Add(name);
        return (number, true);
    }

    public (int Number, bool IsNew) Action(RankAction action)
    {
        if (_actions.TryGetValue(action, out int number)) return (number, false);
        number = _known.Count;
        _actions.Add(action, number);
        _known.Add(action);
        return (number, true);
    }

    /// <summary>Takes a name from the log: its number is the next one, or 0, where the book begins anew.</summary>
    public void ReadName(int number, string name)
    {
        if (number == 0 && _texts.Count > 0)
        {
            _names.Clear();
            _texts.Clear();
        }

        if (number != _texts.Count) throw new InvalidDataException($"name {number} comes after {_texts.Count} names");
        _names[name] = number;
        _texts.Add(name);
    }

    public void ReadAction(int number, RankAction action)
    {
        if (number == 0 && _known.Count > 0)
        {
            _actions.Clear();
            _known.Clear();
        }

        if (number != _known.Count) throw new InvalidDataException($"action {number} comes after {_known.Count} actions");
        _actions[action] = number;
        _known.Add(action);
    }

    public string Text(int number) => (uint)number < (uint)_texts.Count
        ? _texts[number]
        : throw new InvalidDataException($"name {number} isn't in the log");

    public RankAction Known(int number) => (uint)number < (uint)_known.Count
        ? _known[number]
        : throw new InvalidDataException($"action {number} isn't in the log");

    /// <summary>Actions of one id and one content are one; found by the hash they have, as a decision looks up all of its own.</summary>
    private sealed class ByContent : IEqualityComparer<RankAction>
    {
        public bool Equals(RankAction? x, RankAction? y) =>
            ReferenceEquals(x, y) || (x?.Features.Content == y?.Features.Content && x?.Id == y?.Id);

        public int GetHashCode(RankAction obj) => obj.Content.GetHashCode();
    }
}
