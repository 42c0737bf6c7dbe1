namespace Personalization.Clustering;

/// <summary>A segment that outlives retrains.</summary>
/// <param name="Id">Its number, from 1, never used again for another segment.</param>
/// <param name="Name">Its name, kept while it lives.</param>
/// <param name="Cluster">Number of its cluster in the current model.</param>
/// <param name="Born">Generation in which it first appeared, from 1.</param>
public sealed record LivingSegment(int Id, string Name, int Cluster, int Born);
