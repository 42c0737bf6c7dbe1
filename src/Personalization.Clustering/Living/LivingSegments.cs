using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// Segments whose ids and names last while models are retrained: each cluster of a new model that continues an old one keeps its id and
/// name; what is new gets an id that was never used. Immutable and thread-safe.
/// </summary>
/// <example>
/// <code>
/// LivingSegments segments = LivingSegments.Start(names);
/// ClusterTransitions transitions = ClusterTransitions.Between(oldModel, tableThen, newModel, tableNow);
/// segments = segments.Next(transitions, proposedNames);
/// </code>
/// </example>
public sealed class LivingSegments : IModel<LivingSegments>
{
    /// <inheritdoc/>
    public static ModelKind<LivingSegments> Kind { get; } = new("living-segments", 1, Read);

    private LivingSegments(LivingSegment[] segments, int generation, int nextId)
    {
        Segments = segments;
        Generation = generation;
        NextId = nextId;
    }

    /// <summary>Segments follow from the transitions in one pass.</summary>
    FitReport IModel.Report => FitReport.ClosedForm();

    /// <summary>The living segments by the number of their cluster in the current model.</summary>
    public IReadOnlyList<LivingSegment> Segments { get; }

    /// <summary>How many models there have been, from 1.</summary>
    public int Generation { get; }

    /// <summary>The id that the next new segment gets.</summary>
    public int NextId { get; }

    /// <summary>The segment of a cluster of the current model; null for noise.</summary>
    /// <param name="cluster">Number of the cluster; negative for noise.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such cluster.</exception>
    public LivingSegment? this[int cluster] => cluster < 0
        ? null
        : Segments[Guard.InRange(cluster, 0, Segments.Count - 1, nameof(cluster))];

    /// <summary>Begins with the clusters of a first model.</summary>
    /// <param name="names">A name for each cluster; from <see cref="ClusterNameBook"/>, say.</param>
    /// <exception cref="ArgumentException">A name is blank or stands twice.</exception>
    public static LivingSegments Start(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        RequireNames(names);
        return new LivingSegments(
            [.. names.Select((name, cluster) => new LivingSegment(cluster + 1, name, cluster, 1))], 1, names.Count + 1);
    }

    /// <summary>Goes on with a retrained model.</summary>
    /// <param name="transitions">The current model's clusters against those of the retrain.</param>
    /// <param name="names">
    /// A proposed name for each cluster of the retrain; taken by new segments only. One that a living segment bears gets a number:
    /// "Regulars 2".
    /// </param>
    /// <exception cref="ArgumentException">
    /// The transitions are from another number of clusters, or names are too few, blank or stand twice.
    /// </exception>
    public LivingSegments Next(ClusterTransitions transitions, IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(transitions);
        ArgumentNullException.ThrowIfNull(names);
        RequireNames(names);
        if (transitions.Before.Count != Segments.Count)
            throw new ArgumentException(
                $"The transitions start from {transitions.Before.Count} clusters; there are {Segments.Count} segments.",
                nameof(transitions));

        if (names.Count != transitions.After.Count)
            throw new ArgumentException(
                $"There are {names.Count} names for the {transitions.After.Count} clusters of the retrain.", nameof(names));

        LivingSegment[] next = new LivingSegment[names.Count];
        HashSet<string> taken = new(StringComparer.Ordinal);
        foreach (ClusterTransition transition in transitions.After)
        {
            if (transition.Change == ClusterChange.Survived)
                taken.Add((next[transition.Cluster] = Segments[transition.Counterpart] with { Cluster = transition.Cluster }).Name);
        }

        int id = NextId;
        for (int cluster = 0; cluster < next.Length; cluster++)
            next[cluster] ??= new LivingSegment(id++, FreeName(names[cluster], taken), cluster, Generation + 1);

        return new LivingSegments(next, Generation + 1, id);
    }

    /// <summary>Writes the segments.</summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    public void Save(Stream destination) => Write().WriteTo(destination);

    private ModelFileWriter Write()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("generation", Generation);
        file.Set("next_id", NextId);
        file.AddStrings("names", [.. Segments.Select(segment => segment.Name)]);
        file.Add("ids", [.. Segments.Select(segment => segment.Id)]);
        file.Add("born", [.. Segments.Select(segment => segment.Born)]);
        return file;
    }

    private static LivingSegments Read(ModelFile file)
    {
        string[] names = file.Strings("names");
        int[] ids = file.Int32s("ids", names.Length), born = file.Int32s("born", names.Length);
        int generation = file.GetMetadata<int>("generation"), nextId = file.GetMetadata<int>("next_id");
        for (int i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(names[i]) || Array.IndexOf(names, names[i]) != i)
                throw file.Invalid($"the name of segment {i} is blank or stands twice");

            if (ids[i] < 1 || ids[i] >= nextId || Array.IndexOf(ids, ids[i]) != i || born[i] < 1 || born[i] > generation)
            {
                throw file.Invalid(
                    $"segment {i} has id {ids[i]} and generation {born[i]}; "
                    + $"ids are different, below {nextId}, and generations up to {generation}");
            }
        }

        return new LivingSegments([.. names.Select((name, i) => new LivingSegment(ids[i], name, i, born[i]))], generation, nextId);
    }

    private static string FreeName(string name, HashSet<string> taken)
    {
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
            free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} {number}");

        return free;
    }

    private static void RequireNames(IReadOnlyList<string> names)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int cluster = 0; cluster < names.Count; cluster++)
        {
            if (!seen.Add(Guard.NotBlank(names[cluster], nameof(names))))
                throw new ArgumentException(
                    $"Cluster {cluster} is called '{names[cluster]}' as another is; names must be different.", nameof(names));
        }
    }
}
