namespace Personalization.Tool.Tests;

/// <summary>A clock that a test moves: no run takes long by it, however busy the machine is.</summary>
internal sealed class HandClock : TimeProvider
{
    public long Now { get; set; }

    public override long GetTimestamp() => Now;
}
