namespace Personalization.Rfm;

/// <summary>A named kind of customer.</summary>
/// <param name="Name">Name, unique within a <see cref="Segmentation"/>.</param>
/// <param name="Description">Who they are, in a line.</param>
/// <param name="Action">What to do with them, in a line.</param>
public sealed record Segment(string Name, string Description, string Action)
{
    /// <summary>Name, unique within a <see cref="Segmentation"/>; not blank.</summary>
    public string Name { get; init => field = Guard.NotBlank(value); } = Guard.NotBlank(Name, nameof(Name));
}
