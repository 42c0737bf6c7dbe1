using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Which items come next after what an embedding says.</summary>
internal static class NextItems
{
    /// <summary>Writes a logit for each code of an item; the unknown one's is −∞.</summary>
    public static void Score(BehaviorNetwork network, ReadOnlySpan<float> embedding, Span<float> scores)
    {
        for (int code = 1; code < scores.Length; code++)
            scores[code] = ShortVectors.Dot(embedding, network.Items.Values.Row(code));
        scores[0] = float.NegativeInfinity;
    }

    /// <summary>How many stand before one.</summary>
    public static int Rank(ReadOnlySpan<float> scores, int code)
    {
        int rank = 0;
        for (int other = 0; other < scores.Length; other++)
        {
            bool isBefore = scores[other] > scores[code] || (scores[other] == scores[code] && other < code);
            rank += isBefore ? 1 : 0;
        }

        return rank;
    }
}
