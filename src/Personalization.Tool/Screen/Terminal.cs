namespace Personalization.Tool;

/// <summary>What a command is given to talk with.</summary>
/// <param name="Output">What was asked for.</param>
/// <param name="Error">Progress, and what went wrong.</param>
/// <param name="Input">Opens standard input.</param>
/// <param name="Clock">Measures how long it takes.</param>
/// <param name="MovesProgress">Whether progress is one line that moves along, as on a screen, or a line every few seconds, as in a
/// file.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Func<Stream> Input, TimeProvider Clock, bool MovesProgress);
