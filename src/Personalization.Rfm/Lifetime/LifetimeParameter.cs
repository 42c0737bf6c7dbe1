namespace Personalization.Rfm;

/// <summary>A fitted parameter.</summary>
/// <param name="Name">As the model's paper has it, such as <c>alpha</c>.</param>
/// <param name="Value">The most likely value.</param>
/// <param name="StandardError">Its standard error; NaN where none is known (<see cref="LifetimeModel.Uncertainty"/> is null).</param>
public sealed record LifetimeParameter(string Name, double Value, double StandardError);
