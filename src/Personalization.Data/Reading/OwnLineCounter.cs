using System.Runtime.InteropServices;

namespace Personalization.Data;

/// <summary>
/// A counter with lines of the processor's cache to itself. One thread counts rows while another works on the fields beside: on one line,
/// each row would take the line from the other core.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Distance)]
internal struct OwnLineCounter
{
    /// <summary>Two lines of 64 bytes, as processors fetch them in pairs.</summary>
    private const int Distance = 128;

    [FieldOffset(Distance)]
    public long Value;
}
