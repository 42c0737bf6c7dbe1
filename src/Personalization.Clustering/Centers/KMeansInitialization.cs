namespace Personalization.Clustering;

/// <summary>Where k-means begins.</summary>
public enum KMeansInitialization
{
    /// <summary>
    /// Greedy k-means++ (Arthur and Vassilvitskii 2007): each next center is the best of 2 + ⌊ln k⌋ rows drawn with probability
    /// proportional to weight times squared distance to the centers so far, as in scikit-learn.
    /// </summary>
    KMeansPlusPlus,

    /// <summary>Distinct rows drawn uniformly.</summary>
    Random,

    /// <summary>
    /// k-means‖ (Bahmani and others 2012): five rounds each draw about 2 · k rows at once, with probability proportional to weight times
    /// squared distance to those drawn before; then greedy k-means++ chooses among them, each weighted by the rows nearest to it.
    /// </summary>
    KMeansParallel,
}
