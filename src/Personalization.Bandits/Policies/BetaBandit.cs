using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Beta–Bernoulli Thompson sampling: for rewards between 0 and 1, such as clicks, where nothing is known but which action it was
/// (Thompson 1933; Chapelle and Li 2011, algorithm 2). Not thread-safe.
/// </summary>
public sealed class BetaBandit : IBanditPolicy
{
    private readonly CountingBanditOptions _options;
    private readonly RewardCounts _counts;

    /// <summary>A policy that has learned nothing.</summary>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">The prior's mean isn't between 0 and 1.</exception>
    public BetaBandit(CountingBanditOptions? options = null)
    {
        _options = options ?? new CountingBanditOptions();
        if (_options.PriorMean is not (> 0 and < 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"PriorMean is {_options.PriorMean}; it must be between 0 and 1."), nameof(options));
        }

        _counts = new RewardCounts(_options);
    }

    /// <inheritdoc />
    public string Name => "beta-thompson";

    /// <inheritdoc />
    public long Learned => _counts.Learned;

    /// <inheritdoc />
    public void Decide(BanditRound round, Span<double> propensities, Span<ActionValue> values)
    {
        BanditChecks.Room(round, propensities.Length, values.Length);
        RandomStream random = new(round.Draw, "beta bandit");
        (double Alpha, double Beta)[] beliefs = [.. round.Actions.Select(action => Belief(action.Id))];
        propensities.Clear();
        for (int draw = 0; draw < _options.Draws; draw++)
        {
            (int best, double highest) = (0, -1);
            for (int i = 0; i < beliefs.Length; i++)
            {
                double value = random.NextBeta(beliefs[i].Alpha, beliefs[i].Beta);
                if (value > highest) (best, highest) = (i, value);
            }

            propensities[best] += 1.0 / _options.Draws;
        }

        Exploration.Mix(propensities, _options.Floor);
        for (int i = 0; i < values.Length; i++)
        {
            (double alpha, double beta) = beliefs[i];
            double mean = alpha / (alpha + beta);
            values[i] = new ActionValue(mean, Math.Sqrt(mean * (1 - mean) / (alpha + beta + 1)));
        }
    }

    /// <inheritdoc />
    public void Check(double reward)
    {
        if (reward is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The reward is {reward}; it must be 0 to 1. For others take {nameof(GaussianBandit)}."),
                nameof(reward));
        }
    }

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

    private (double Alpha, double Beta) Belief(string action)
    {
        (double count, double sum, _) = _counts.Of(action);
        // Fading rounds: what is left of a sum may be a hair above its count.
        return (
            (_options.PriorMean * _options.PriorCount) + Math.Max(sum, 0),
            ((1 - _options.PriorMean) * _options.PriorCount) + Math.Max(count - sum, 0));
    }
}
