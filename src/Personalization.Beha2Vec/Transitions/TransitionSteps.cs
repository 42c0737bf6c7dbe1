namespace Personalization.Beha2Vec;

/// <summary>What counts as a step of a <see cref="TransitionMatrix"/>.</summary>
public enum TransitionSteps
{
    /// <summary>The event's type.</summary>
    EventTypes,

    /// <summary>The category that the event is about.</summary>
    Categories,
}
