using System.Globalization;
using Personalization.Core;
using Personalization.Insights;
using Personalization.Numerics;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>What a hybrid is made of: how well each part does alone, and how much it counts.</summary>
internal static class HybridReport
{
    /// <summary>Standard deviations above a part's mean that its best items have or so.</summary>
    private const double Strong = 3;

    private static readonly (int Items, string Title)[] Lengths =
        [(0, "No item yet"), (1, "1 to 3 items"), (8, "8 to 15 items"), (64, "64 to 127 items")];

    private static readonly Dictionary<string, string> Titles = new(StringComparer.Ordinal)
    {
        ["item-neighbors"] = "Item neighbours",
        ["popularity"] = "Popular",
        ["trend"] = "Popular now",
        ["content"] = "Content",
        ["ease"] = "EASE",
        ["als"] = "ALS",
        ["user-neighbors"] = "Customer neighbours",
    };

    /// <summary>A table of the parts, and what its numbers mean.</summary>
    public static IEnumerable<ReportBlock> Blocks(HybridModel model)
    {
        yield return new TableBlock(
            "What the lists are made of, and how much each part counts by how many items a customer has bought",
            [
                new("Part"),
                new("NDCG@10", ReportCells.Numbers),
                .. Lengths.Select(length => new ReportColumn(length.Title, ReportCells.Numbers)),
            ],
            [
                .. model.PartNames.Select(part => (string[])
                [
                    Titles.GetValueOrDefault(part, part),
                    model.ValidationNdcgOf(part) is { } gain ? ValueFormat.Number.Long(gain, 4) : "–",
                    .. Lengths.Select(length => Points(model.WeightsOf(part, length.Items))),
                ]),
            ]);
        yield return new ParagraphBlock(Explanation(model));
    }

    /// <summary>What a strong item of the part gets: the weight of the score and that of its logarithm.</summary>
    private static string Points(IReadOnlyList<double> weights) =>
        ((Strong * weights[0]) + (StableMath.Log(1 + Strong) * weights[1])).ToString("0.00", CultureInfo.InvariantCulture);

    private static string Explanation(HybridModel model)
    {
        string share = ReportText.Share(model.Options.ValidationShare);
        string points = "A column tells the points that a part gives an item which it thinks better than nearly all others (three standard "
            + "deviations above its mean); the items with most points are recommended. ";
        return model.PartNames.Any(part => model.ValidationNdcgOf(part) is not null)
            ? $"NDCG@10 says how well a part alone would have named what customers bought for the first time in the latest {share} of the "
                + "events, learned from what came before, 1 at best. " + points
                + "They were learned there too, so that parts which say the same share their points, and one may be below 0."
            : points + $"In the latest {share} of the events nobody bought anything new, so nothing could be learned: each part counts "
                + "alike.";
    }
}
