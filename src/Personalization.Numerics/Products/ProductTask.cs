namespace Personalization.Numerics;

/// <summary>
/// C = scale · A · B (+ C) for matrices that lie in pinned memory, row-major; whoever makes one has checked shapes and overlap.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
internal readonly unsafe struct ProductTask<T>
    where T : unmanaged
{
    /// <summary>m × k; k × m where it is transposed.</summary>
    public required T* Left { get; init; }

    public required nint LeftStride { get; init; }

    public bool LeftTransposed { get; init; }

    /// <summary>k × n; n × k where it is transposed.</summary>
    public required T* Right { get; init; }

    public required nint RightStride { get; init; }

    public bool RightTransposed { get; init; }

    /// <summary>m × n.</summary>
    public required T* Destination { get; init; }

    public required nint Stride { get; init; }

    public required int Rows { get; init; }

    public required int Columns { get; init; }

    public required int Depth { get; init; }

    public required T Scale { get; init; }

    /// <summary>Whether to add to what the destination holds.</summary>
    public bool Accumulate { get; init; }
}

/// <summary>Runs products on lanes of a given width.</summary>
internal static class ProductTasks
{
    public static void Run(in ProductTask<float> task, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        switch (width)
        {
            case LaneWidth.Vector512: new BlockedProduct<float, Lanes512>(task).Run(threads, cancellationToken); break;
            case LaneWidth.Vector256: new BlockedProduct<float, Lanes256>(task).Run(threads, cancellationToken); break;
            case LaneWidth.Vector128: new BlockedProduct<float, Lanes128>(task).Run(threads, cancellationToken); break;
            default: new BlockedProduct<float, Lanes1>(task).Run(threads, cancellationToken); break;
        }
    }
}
