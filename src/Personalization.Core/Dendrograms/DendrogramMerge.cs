using System.Runtime.InteropServices;

namespace Personalization.Core;

/// <summary>
/// One merge of a <see cref="Dendrogram"/>. Clusters are numbered as SciPy does: 0 … n − 1 are single rows, n + i is what merge i made.
/// </summary>
/// <param name="Left">The cluster of the lower number.</param>
/// <param name="Right">The other.</param>
/// <param name="Height">How far the two lie from each other; never below the heights of the merges that made them.</param>
/// <param name="Size">Rows of both together.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DendrogramMerge(int Left, int Right, double Height, int Size);
