using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// A contextual bandit: expects of each action a reward that is linear in what is known, learns it reward by reward, and tries what it
/// isn't sure of. Not thread-safe. A decision is O(actions · features²), a reward O(features²).
/// </summary>
/// <remarks>
/// LinUCB (Li, Chu, Langford and Schapire 2010, algorithm 1: a model for each action), LinTS (Agrawal and Goyal 2013) with the actions'
/// values drawn independently, ε-greedy, Boltzmann, and SquareCB (Foster and Rakhlin 2020) on the same regression. The noise is estimated
/// from what surprised; an action that was never tried is expected to bring what all do on average. Features are those of the action and of
/// the context side by side, and a constant.
/// </remarks>
public sealed class LinearBandit : IBanditPolicy
{
    private const string SharedModel = "";

    private readonly LinearBanditOptions _options;
    private readonly Dictionary<string, LinearArm> _arms = new(StringComparer.Ordinal);
    private readonly double _keep;
    private readonly double _prior;
    private readonly RoundFeatures _features;
    private readonly ProductScratch _scratch = new();
    private FeatureIndex _index;
    private double[] _means = [], _deviations = [];
    private RankAction?[] _asked = [];
    private LinearArm?[] _answered = [];
    private double _surprise = .25, _sum, _weight;

    /// <summary>A policy that has learned nothing.</summary>
    /// <param name="options">How; null: the defaults.</param>
    public LinearBandit(LinearBanditOptions? options = null)
    {
        _options = options ?? new LinearBanditOptions();
        _index = new FeatureIndex(_options.MaximumFeatures);
        _features = new RoundFeatures(_options.MaximumFeatures);
        _prior = _options.PriorDeviation * _options.PriorDeviation;
        _keep = _options.HalfLife is { } half ? StableMath.Exp2(-1 / half) : 1;
    }

    /// <summary>How it learns and chooses.</summary>
    public LinearBanditOptions Options => _options;

    /// <inheritdoc />
    public string Name => _options.Exploration switch
    {
        BanditExploration.Thompson => "linear-thompson",
        BanditExploration.UpperConfidence => "linear-ucb",
        BanditExploration.EpsilonGreedy => "epsilon-greedy",
        BanditExploration.Softmax => "softmax",
        _ => "square-cb",
    };

    /// <inheritdoc />
    public long Learned { get; private set; }

    /// <summary>Variance of rewards around what was expected, estimated; begins with .25 as if of one reward.</summary>
    public double Noise => _surprise / (Learned + 1);

    /// <summary>Mean of the rewards, of which older ones may have faded: what is expected of an action that was never tried.</summary>
    public double MeanReward => _weight > 0 ? _sum / _weight : 0;

    /// <inheritdoc />
    public void Decide(BanditRound round, Span<double> propensities, Span<ActionValue> values)
    {
        BanditChecks.Room(round, propensities.Length, values.Length);
        int count = round.Actions.Count;
        Expect(round, values);
        ReadOnlySpan<double> means = _means.AsSpan(0, count), deviations = _deviations.AsSpan(0, count);
        switch (_options.Exploration)
        {
            case BanditExploration.Thompson:
                Exploration.Thompson(means, deviations, _options.Draws, new RandomStream(round.Draw, "linear bandit"), propensities);
                break;
            case BanditExploration.UpperConfidence:
                // The deviation of the paper has no noise in it: rewards there are between 0 and 1.
                double scale = _options.Alpha / Math.Sqrt(Noise);
                Span<double> highest = count <= 256 ? stackalloc double[count] : new double[count];
                for (int i = 0; i < count; i++) highest[i] = means[i] + (scale * deviations[i]);
                Exploration.Greedy(highest, propensities);
                break;
            case BanditExploration.EpsilonGreedy:
                Exploration.Greedy(means, propensities);
                Exploration.Mix(propensities, _options.Epsilon);
                break;
            case BanditExploration.Softmax:
                Exploration.Softmax(means, _options.Temperature, propensities);
                break;
            default:
                Exploration.InverseGap(means, _options.Gamma * Math.Sqrt(Learned), propensities);
                break;
        }

        Exploration.Mix(propensities, _options.Floor);
    }

    /// <inheritdoc />
    public void Check(double reward) => BanditChecks.Reward(reward);

    /// <inheritdoc />
    public void Learn(FeatureSet context, RankAction action, double reward, double propensity)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(action);
        Check(reward);
        _index.Add(action.Features);
        _index.Add(context);
        _features.Begin(context, _index);
        _features.Of(action.Features);
        LinearArm arm = Arm(action.Id);
        arm.Fade(Learned, _keep);
        _surprise += arm.Learn(_features.Known, reward, MeanReward);
        (_sum, _weight) = ((_keep * _sum) + reward, (_keep * _weight) + 1);
        Learned++;
    }

    /// <inheritdoc />
    public void Save(Stream destination) =>
        LinearBanditFile.Write(_options, _index, _arms, new(Learned, _surprise, _sum, _weight)).WriteTo(destination);

    /// <inheritdoc />
    public void Load(Stream source)
    {
        (FeatureIndex index, Dictionary<string, LinearArm> arms, LinearBanditSums sums) = LinearBanditFile.Read(source, _options, _scratch);
        _arms.Clear();
        foreach ((string id, LinearArm arm) in arms) _arms.Add(id, arm);
        Array.Clear(_asked);
        (_index, Learned, _surprise, _sum, _weight) = (index, sums.Learned, sums.Surprise, sums.Rewards, sums.Weight);
    }

    /// <summary>Fills in means and deviations of the round's actions.</summary>
    private void Expect(BanditRound round, Span<ActionValue> values)
    {
        int count = round.Actions.Count;
        if (_means.Length < count)
        {
            (_means, _deviations) = (new double[count], new double[count]);
            (_asked, _answered) = (new RankAction[count], new LinearArm[count]);
        }

        double noise = Noise, meanReward = MeanReward;
        _features.Begin(round.Context, _index);
        for (int i = 0; i < count; i++)
        {
            RankAction action = round.Actions[i];
            _features.Of(action.Features);
            (double mean, double variance) = Known(i, action) is { } arm
                ? arm.Predict(_features.Known, Learned, _keep, meanReward)
                : (meanReward, LinearArm.Prior(_features.Known, _prior));
            double deviation = Math.Sqrt(noise * (variance + (_prior * _features.Unknown)));
            (_means[i], _deviations[i]) = (mean, deviation);
            if (values.Length > 0) values[i] = new ActionValue(mean, deviation);
        }
    }

    /// <summary>The action's model: found by its place where the same actions are asked for again in the same order.</summary>
    private LinearArm? Known(int place, RankAction action)
    {
        if (ReferenceEquals(_asked[place], action)) return _answered[place];
        _asked[place] = action;
        return _answered[place] = _arms.GetValueOrDefault(Key(action.Id));
    }

    private string Key(string action) => _options.Shared ? SharedModel : action;

    private LinearArm Arm(string action)
    {
        string id = Key(action);
        if (_arms.TryGetValue(id, out LinearArm? arm)) return arm;
        if (_arms.Count >= _options.MaximumActions)
            _arms.Remove(_arms.MinBy(own => (own.Value.Step, own.Key), Comparer<(long Step, string Key)>.Create(OldestFirst)).Key);
        arm = new LinearArm(_prior, _scratch);
        _arms.Add(id, arm);
        Array.Clear(_asked);
        return arm;
    }

    private static int OldestFirst((long Step, string Key) a, (long Step, string Key) b) =>
        a.Step != b.Step ? a.Step.CompareTo(b.Step) : string.CompareOrdinal(a.Key, b.Key);
}
