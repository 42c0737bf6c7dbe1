namespace Personalization.Clustering;

/// <summary>Mixtures of different sizes and kinds of one table, and which one to take. Immutable and thread-safe.</summary>
/// <param name="Candidates">What was tried: by kind of covariance, then by number of components.</param>
/// <param name="Model">The mixture to take.</param>
/// <param name="Reason">Why, in a sentence or two for people.</param>
public sealed record GaussianMixtureSelection(IReadOnlyList<GaussianMixtureModel> Candidates, GaussianMixtureModel Model, string Reason);
