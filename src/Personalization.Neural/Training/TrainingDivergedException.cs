namespace Personalization.Neural;

/// <summary>Training ran off to numbers that aren't finite. The message says where, and with which options.</summary>
public sealed class TrainingDivergedException(string message) : Exception(message);
