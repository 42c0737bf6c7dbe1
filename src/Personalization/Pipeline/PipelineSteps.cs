using System.Collections;

namespace Personalization;

/// <summary>
/// The steps of a pipeline, in order. Begin with those of the whole job, <c>PipelineSteps.Default</c>, and add, replace or leave out. Immutable: each call gives a new
/// list.
/// </summary>
/// <example><c>PipelineSteps.Default.Replace(new OffersStep(new() { Catalogue = spring })).Add(new VisitsStep())</c></example>
public sealed class PipelineSteps : IReadOnlyList<IPipelineStep>
{
    private readonly IPipelineStep[] _steps;

    private PipelineSteps(IPipelineStep[] steps)
    {
        foreach (IPipelineStep step in steps) Guard.NotBlank(step.Name, nameof(IPipelineStep.Name));
        if (steps.GroupBy(step => step.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two steps are called '{twice.Key}'; replace the first, or give one another name.", nameof(steps));
        _steps = steps;
    }

    /// <summary>No steps at all.</summary>
    public static PipelineSteps Empty { get; } = new([]);

    /// <summary>Number of steps.</summary>
    public int Count => _steps.Length;

    /// <summary>A step by its place.</summary>
    public IPipelineStep this[int index] => _steps[index];

    /// <summary>These steps, and one more at the end.</summary>
    /// <exception cref="ArgumentException">There is a step of that name already.</exception>
    public PipelineSteps Add(IPipelineStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new([.. _steps, step]);
    }

    /// <summary>These steps, and one more directly behind the step of a type: for what later steps are to see.</summary>
    /// <exception cref="ArgumentException">There is no step of that type, or one of the new step's name already.</exception>
    public PipelineSteps AddAfter<TStep>(IPipelineStep step)
        where TStep : IPipelineStep
    {
        ArgumentNullException.ThrowIfNull(step);
        int place = PlaceOf<TStep>();
        return new([.. _steps[..(place + 1)], step, .. _steps[(place + 1)..]]);
    }

    /// <summary>These steps with one in the place of the step that has its name: the usual way to give a step other options.</summary>
    /// <exception cref="ArgumentException">There is no step of that name.</exception>
    public PipelineSteps Replace(IPipelineStep step)
    {
        ArgumentNullException.ThrowIfNull(step);
        int place = Array.FindIndex(_steps, known => known.Name == step.Name);
        if (place < 0) throw new ArgumentException($"There is no step '{step.Name}' to replace; the steps are {Names()}.", nameof(step));
        return new([.. _steps[..place], step, .. _steps[(place + 1)..]]);
    }

    /// <summary>These steps with another in the place of the step of a type, whatever its name.</summary>
    /// <exception cref="ArgumentException">There is no step of that type, or another step has the new one's name.</exception>
    public PipelineSteps Replace<TStep>(IPipelineStep step)
        where TStep : IPipelineStep
    {
        ArgumentNullException.ThrowIfNull(step);
        int place = PlaceOf<TStep>();
        return new([.. _steps[..place], step, .. _steps[(place + 1)..]]);
    }

    /// <summary>These steps without the one of a type.</summary>
    /// <exception cref="ArgumentException">There is no step of that type.</exception>
    public PipelineSteps Without<TStep>()
        where TStep : IPipelineStep
    {
        int place = PlaceOf<TStep>();
        return new([.. _steps[..place], .. _steps[(place + 1)..]]);
    }

    /// <summary>The steps in order.</summary>
    public IEnumerator<IPipelineStep> GetEnumerator() => ((IEnumerable<IPipelineStep>)_steps).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int PlaceOf<TStep>()
    {
        int place = Array.FindIndex(_steps, step => step is TStep);
        return place >= 0
            ? place
            : throw new ArgumentException($"There is no {typeof(TStep).Name}; the steps are {Names()}.", nameof(TStep));
    }

    private string Names() => _steps.Length == 0 ? "none" : string.Join(", ", _steps.Select(step => step.Name));
}
