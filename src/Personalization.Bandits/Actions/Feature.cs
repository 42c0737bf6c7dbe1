namespace Personalization.Bandits;

/// <summary>Something that is known of a context or an action: a name and a number.</summary>
/// <param name="Name">Its name, not blank.</param>
/// <param name="Value">
/// The number, between −1e30 and 1e30. Best between −1 and 1 or so: policies believe beforehand that a feature changes little, whatever
/// its scale.
/// </param>
public readonly record struct Feature(string Name, double Value)
{
    /// <summary>A level of a category, such as <c>device=mobile</c>: the feature of that name with value 1.</summary>
    public static Feature Level(string name, string level) => new($"{name}={level}", 1);
}
