using System.Runtime.CompilerServices;

namespace Personalization.Data;

/// <summary>
/// Marks what runs once for each row. A file is read once in a process and often in a second: tiered compilation would spend most of that second in
/// unoptimized code, which took half again as long on the million rows of Online Retail II.
/// </summary>
internal static class Hot
{
    public const MethodImplOptions Loop = MethodImplOptions.AggressiveOptimization;
}
