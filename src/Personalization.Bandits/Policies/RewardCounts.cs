using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>Sums of each action's rewards, which may fade: what a policy without features knows.</summary>
internal sealed class RewardCounts(CountingBanditOptions options)
{
    private readonly double _keep = options.HalfLife is { } half ? StableMath.Exp2(-1 / half) : 1;
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Rewards learned.</summary>
    public long Learned { get; private set; }

    /// <summary>Count, sum and sum of squares of an action's rewards as they weigh now.</summary>
    public (double Count, double Sum, double Squares) Of(string action)
    {
        if (!_tallies.TryGetValue(action, out Tally tally)) return default;
        double kept = _keep < 1 ? StableMath.Pow(_keep, Learned - tally.Step) : 1;
        return (kept * tally.Count, kept * tally.Sum, kept * tally.Squares);
    }

    public void Add(string action, double reward)
    {
        (double count, double sum, double squares) = Of(action);
        if (_tallies.Count >= options.MaximumActions && !_tallies.ContainsKey(action)) _tallies.Remove(Oldest());
        _tallies[action] = new Tally(count + 1, sum + reward, squares + (reward * reward), Learned++);
    }

    public void Save(Stream destination, string kind)
    {
        ModelFileWriter file = new(kind, 1);
        string[] ids = [.. _tallies.Keys.Order(StringComparer.Ordinal)];
        file.Set("learned", Learned);
        file.AddStrings("actions", ids);
        file.Add("counts", [.. ids.Select(id => _tallies[id].Count)], ids.Length);
        file.Add("sums", [.. ids.Select(id => _tallies[id].Sum)], ids.Length);
        file.Add("squares", [.. ids.Select(id => _tallies[id].Squares)], ids.Length);
        file.Add("steps", [.. ids.Select(id => _tallies[id].Step)], ids.Length);
        file.WriteTo(destination);
    }

    public void Load(Stream source, string kind)
    {
        using ModelFile file = ModelFile.Read(source, kind, 1, 1 << 30);
        string[] ids = file.Strings("actions");
        double[] counts = file.Doubles("counts", ids.Length), sums = file.Doubles("sums", ids.Length);
        double[] squares = file.Doubles("squares", ids.Length);
        long[] steps = file.Int64s("steps", ids.Length);
        long learned = file.GetMetadata<long>("learned");
        if (ids.Length > options.MaximumActions || ids.Distinct(StringComparer.Ordinal).Count() < ids.Length
            || !Array.TrueForAll(counts, count => count >= 0 && BanditChecks.IsSum(count))
            || !Array.TrueForAll(sums, BanditChecks.IsSum) || !Array.TrueForAll(squares, BanditChecks.IsSum)
            || !Array.TrueForAll(steps, step => step >= 0 && step < learned))
            throw file.Invalid("its actions are too many or there twice, or a figure is out of range");
        _tallies.Clear();
        for (int i = 0; i < ids.Length; i++) _tallies.Add(ids[i], new Tally(counts[i], sums[i], squares[i], steps[i]));
        Learned = learned;
    }

    private string Oldest() => _tallies.OrderBy(own => own.Value.Step).ThenBy(own => own.Key, StringComparer.Ordinal).First().Key;

    private readonly record struct Tally(double Count, double Sum, double Squares, long Step);
}
