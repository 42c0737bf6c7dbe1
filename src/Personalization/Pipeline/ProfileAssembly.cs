using Personalization.Clustering;
using Personalization.Core;
using Personalization.Recommendations;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Puts what the analysis found about each customer into the profile that decisions are made from.</summary>
internal sealed class ProfileAssembly(
    RfmTable rfm,
    SegmentTable segments,
    PurchaseBehavior behavior,
    ClusterSelection? clusters,
    IReadOnlyList<string>? clusterNames,
    RepeatPurchaseRates rates,
    IReadOnlyList<CustomerRecommendations> recommendations)
{
    public IReadOnlyList<CustomerProfile> Profiles()
    {
        Dictionary<CustomerId, IReadOnlyList<Recommendation>> recommended = recommendations.ToDictionary(r => r.Customer, r => r.Recommendations);
        CustomerProfile[] profiles = new CustomerProfile[rfm.Count];
        for (int row = 0; row < profiles.Length; row++)
        {
            RfmRow own = rfm[row];
            int? cluster = clusters?.Model.TrainingLabels.Span[row];
            profiles[row] = new CustomerProfile(own.Customer)
            {
                Segment = segments[own.Customer].Name,
                Cluster = cluster,
                ClusterName = cluster is { } c ? clusterNames?[c] : null,
                RecencyDays = own.RecencyDays,
                Frequency = own.Frequency,
                Monetary = own.Monetary,
                AverageOrderValue = Math.Max(0, own.AverageOrder),
                PurchaseProbability = own.Frequency > 0 ? rates.Probability(own.RecencyDays, own.Frequency) : null,
                Categories = [.. behavior.AffinityOf(own.Customer).Select(share => share.Category)],
                Recommendations = recommended.GetValueOrDefault(own.Customer, []),
            };
        }

        return profiles;
    }
}
