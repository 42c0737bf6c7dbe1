using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>
/// Learns which action the shop's own rule takes, and counts how often it would have guessed it before being told. What it guesses by is a
/// regression of "is it taken" for each action.
/// </summary>
internal sealed class Apprenticeship(RankerOptions options)
{
    private readonly LinearBandit _imitator = new(new() { Exploration = BanditExploration.EpsilonGreedy, Epsilon = 0, Floor = 0 });
    private readonly bool[] _matched = new bool[options.ApprenticeWindow];
    private double[] _shares = [];
    private long _seen;
    private int _matches;

    public bool IsOver { get; private set; } = !options.Apprentice;

    public double? Match => IsOver || _seen < _matched.Length ? null : (double)_matches / _matched.Length;

    public void Watch(FeatureSet context, DecidedSlot slot)
    {
        if (IsOver) return;
        int count = slot.Possible.Count;
        if (_shares.Length < count) _shares = new double[count];
        Span<double> shares = _shares.AsSpan(0, count);
        RankAction[] actions = [.. slot.Possible.Select(possible => possible.Action)];
        _imitator.Decide(new BanditRound(context, actions, 0), shares, []);
        // Of equals it would have taken one by lot: that is no match unless there is one.
        Count(shares[slot.Place] == 1);
        for (int i = 0; i < count; i++) _imitator.Learn(context, actions[i], i == slot.Place ? 1 : 0, 1);
        if (Match >= options.ApprenticeMatch) IsOver = true;
    }

    public void Save(Stream destination) => _imitator.Save(destination);

    public void Load(Stream source) => _imitator.Load(source);

    public void Write(RecordWriter to)
    {
        to.Byte(IsOver ? (byte)1 : (byte)0).Long(_seen).Int(_matched.Length);
        foreach (bool matched in _matched) to.Byte(matched ? (byte)1 : (byte)0);
    }

    public void Read(ref RecordReader from)
    {
        IsOver = from.Byte() == 1 || !options.Apprentice;
        _seen = from.Long();
        int window = from.Int();
        if (window != _matched.Length)
        {
            throw new InvalidDataException(
                $"it was written with {nameof(RankerOptions.ApprenticeWindow)} {window}, and is read with {_matched.Length}");
        }

        _matches = 0;
        for (int i = 0; i < window; i++)
        {
            _matched[i] = from.Byte() == 1;
            if (_matched[i]) _matches++;
        }
    }

    private void Count(bool matched)
    {
        int place = (int)(_seen++ % _matched.Length);
        _matches += (matched ? 1 : 0) - (_matched[place] ? 1 : 0);
        _matched[place] = matched;
    }
}
