using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>Buffers of a chunk: groups of one customer and context, each with an item that was bought and the sampled ones.</summary>
internal sealed class FactorizationWorkspace
{
    private readonly int _factors;
    private readonly int _fields;
    private readonly int[] _context;
    private readonly float[] _queries;
    private readonly float[] _itemSums;
    private readonly float[] _targets;
    private readonly float[] _positives;
    private readonly float[] _positiveGradients;

    public FactorizationWorkspace(int groups, int groupSize, int factors, int fields, RandomStream draws)
    {
        (GroupSize, _factors, _fields, Draws) = (groupSize, factors, fields, draws);
        int places = groups * groupSize;
        (Customers, Items, Categories) = (new int[groups], new int[places], new int[places]);
        (_context, _queries, _itemSums) = (new int[groups * fields], new float[groups * factors], new float[places * factors]);
        (Scores, ScoreGradients, _targets) = (new float[places], new float[places], new float[places]);
        for (int place = 0; place < places; place += groupSize) _targets[place] = 1;
        (_positives, _positiveGradients) = (new float[groupSize - 1], new float[groupSize - 1]);
        (Pull, Others) = (new float[factors], new float[factors]);
    }

    public int GroupSize { get; }

    /// <summary>Where sampled items come from.</summary>
    public RandomStream Draws { get; }

    /// <summary>Groups that are filled.</summary>
    public int Count { get; set; }

    public int[] Customers { get; }

    public int[] Items { get; }

    /// <summary>Categories of the items, as many as <see cref="CategoryCount"/>.</summary>
    public int[] Categories { get; }

    public int CategoryCount { get; set; }

    public float[] Scores { get; }

    public float[] ScoreGradients { get; }

    /// <summary>Σ over a group's items of gradient · factors.</summary>
    public float[] Pull { get; }

    public float[] Others { get; }

    /// <summary>Rows of the context of a group, −1 for what isn't known.</summary>
    public Span<int> ContextOf(int group) => _context.AsSpan(group * _fields, _fields);

    public Span<float> QueryOf(int group) => _queries.AsSpan(group * _factors, _factors);

    public Span<float> ItemSumOf(int place) => _itemSums.AsSpan(place * _factors, _factors);

    /// <summary>Sum of the groups' losses; the gradients of their mean go to <see cref="ScoreGradients"/>.</summary>
    public double Loss(int groups, FactorizationMachineLoss loss, float scale)
    {
        int places = groups * GroupSize;
        if (loss == FactorizationMachineLoss.Logistic)
        {
            return Losses.BinaryCrossEntropy(
                Scores.AsSpan(0, places), _targets.AsSpan(0, places), ScoreGradients.AsSpan(0, places), scale / GroupSize) / GroupSize;
        }

        double sum = 0;
        for (int start = 0; start < places; start += GroupSize)
        {
            Span<float> gradients = ScoreGradients.AsSpan(start, GroupSize);
            _positives.AsSpan().Fill(Scores[start]);
            sum += Losses.BayesianPersonalizedRanking(
                _positives, Scores.AsSpan(start + 1, GroupSize - 1), _positiveGradients, gradients[1..], scale / (GroupSize - 1));
            gradients[0] = 0;
            foreach (float gradient in _positiveGradients) gradients[0] += gradient;
        }

        return sum / (GroupSize - 1);
    }
}
