using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Gaussian Thompson sampling: for rewards of any size, such as revenue, where nothing is known but which action it was. The noise is
/// estimated over all actions. Not thread-safe.
/// </summary>
/// <remarks>Mean and count of the prior as <see cref="CountingBanditOptions"/> says; Agrawal and Goyal (2013), section 1, with their
/// variance times the noise.</remarks>
public sealed class GaussianBandit : IBanditPolicy
{
    private readonly CountingBanditOptions _options;
    private readonly RewardCounts _counts;
    private double[] _means = [], _deviations = [];

    /// <summary>A policy that has learned nothing.</summary>
    /// <param name="options">How; null: the defaults.</param>
    public GaussianBandit(CountingBanditOptions? options = null)
    {
        _options = options ?? new CountingBanditOptions();
        _counts = new RewardCounts(_options);
    }

    /// <inheritdoc />
    public string Name => "gaussian-thompson";

    /// <inheritdoc />
    public long Learned => _counts.Learned;

    /// <inheritdoc />
    public void Decide(BanditRound round, Span<double> propensities, Span<ActionValue> values)
    {
        BanditChecks.Room(round, propensities.Length, values.Length);
        Expect(round);
        int count = round.Actions.Count;
        Exploration.Thompson(
            _means.AsSpan(0, count), _deviations.AsSpan(0, count), _options.Draws, new RandomStream(round.Draw, "gaussian bandit"),
            propensities);
        Exploration.Mix(propensities, _options.Floor);
        for (int i = 0; i < values.Length; i++) values[i] = new ActionValue(_means[i], _deviations[i]);
    }

    /// <inheritdoc />
    public void Check(double reward) => BanditChecks.Reward(reward);

    /// <inheritdoc />
    public void Learn(FeatureSet context, RankAction action, double reward, double propensity)
    {
        ArgumentNullException.ThrowIfNull(action);
        Check(reward);
        _counts.Add(action.Id, reward);
    }

    /// <inheritdoc />
    public void Save(Stream destination) => _counts.Save(destination, Name);

    /// <inheritdoc />
    public void Load(Stream source) => _counts.Load(source, Name);

    private void Expect(BanditRound round)
    {
        int count = round.Actions.Count;
        if (_means.Length < count) (_means, _deviations) = (new double[count], new double[count]);
        // Within actions, as if .25 had been seen once beforehand.
        double within = .25, weight = 1;
        for (int i = 0; i < count; i++)
        {
            (double own, double sum, double squares) = _counts.Of(round.Actions[i].Id);
            double total = own + _options.PriorCount;
            _means[i] = (sum + (_options.PriorCount * _options.PriorMean)) / total;
            _deviations[i] = 1 / Math.Sqrt(total);
            if (own <= 0) continue;
            within += Math.Max(squares - (sum * sum / own), 0);
            weight += Math.Max(own - 1, 0);
        }

        double noise = Math.Sqrt(within / weight);
        for (int i = 0; i < count; i++) _deviations[i] *= noise;
    }
}
