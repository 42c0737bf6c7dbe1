using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Causal self-attention of several heads (Vaswani et al. 2017, equation 1) over sequences that lie under each other, without padding:
/// softmax(q · k / √(columns of a head)) · v, where a row attends to itself and the rows before it within its sequence. Has no weights:
/// queries, keys and values come as one matrix of n × 3d, q | k | v, each of them head by head, as a <see cref="Linear"/> of d to 3d
/// writes them. Where <see cref="AttentionOptions.BothWays"/> says so, it isn't causal: a row attends to those after it too.
/// <para>Works on the caller's thread, O(n · min(length, window) · d), without allocating once the workspace has grown; the same bits at
/// any vector width. The layer is immutable, so many threads may use it, each with its own workspace. Values must be finite: one that
/// isn't may spoil any row of its sequence.</para>
/// </summary>
public sealed class CausalAttention
{
    /// <summary>Makes a layer.</summary>
    /// <param name="name">Keeps the draws of dropout apart from other layers'.</param>
    /// <param name="dimensions">d, a multiple of the number of heads; of twice that with rotary positions.</param>
    /// <param name="seed">Seed of dropout.</param>
    /// <param name="options">Heads, window, positions, dropout; null for the defaults.</param>
    /// <exception cref="ArgumentException">The dimensions can't be divided so.</exception>
    public CausalAttention(string name, int dimensions, ulong seed, AttentionOptions? options = null)
    {
        Options = options ?? new();
        Dimensions = Guard.AtLeast(dimensions, 1);
        bool turns = Options.Positions == RelativePositions.Rotary;
        int divisor = Options.Heads * (turns ? 2 : 1);
        if (dimensions % divisor != 0)
        {
            string positions = turns ? " and pairs of coordinates" : string.Empty;
            throw new ArgumentException(
                $"{dimensions} dimensions for {Options.Heads} heads{positions}; it must be a multiple of {divisor}.", nameof(dimensions));
        }

        Dropout = new Dropout(name + ".dropout", Options.Dropout, seed);
        Frequencies = turns ? RotaryAngles.Frequencies(HeadColumns) : [];
        Slopes = Options.Positions == RelativePositions.Alibi ? AlibiSlopes.Of(Options.Heads) : [];
        Scale = (float)(1 / Math.Sqrt(HeadColumns));
    }

    /// <summary>How the layer attends.</summary>
    public AttentionOptions Options { get; }

    /// <summary>d, columns of queries, of keys, of values and of the output.</summary>
    public int Dimensions { get; }

    internal int HeadColumns => Dimensions / Options.Heads;

    internal int Window => Options.Window ?? int.MaxValue;

    internal float Scale { get; }

    internal Dropout Dropout { get; }

    /// <summary>Of rotary positions, one a pair; else empty.</summary>
    internal double[] Frequencies { get; }

    /// <summary>Pairs of a head that are turned.</summary>
    internal int Pairs => Frequencies.Length;

    /// <summary>Of ALiBi, one a head; else empty.</summary>
    internal float[] Slopes { get; }

    /// <summary>Makes buffers, which grow with use.</summary>
    public AttentionWorkspace CreateWorkspace() => new(this);

    /// <summary>Makes the memory of one sequence that goes on row by row.</summary>
    /// <param name="rows">
    /// Rows to remember where the layer has no window, at least 1: a row then attends to so many at most. Null with a window.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The layer has no window and no number is given, or has one and a number is given; or it attends both ways.
    /// </exception>
    public AttentionCache CreateCache(int? rows = null)
    {
        if (Options.BothWays)
            throw new ArgumentException("The layer attends to rows that come later, so no row is ever done.", nameof(rows));
        if (rows is null == Options.Window is null)
        {
            string what = rows is null ? "no window, so the number of rows to remember must be given" : "a window, which says how many";
            throw new ArgumentException($"The layer has {what}.", nameof(rows));
        }

        return new AttentionCache(this, Guard.AtLeast(rows, 1) ?? Window);
    }

    /// <summary>
    /// Values that a forward pass in training keeps in the workspace, four bytes each: Σ over sequences and rows of heads · min(row + 1,
    /// window); both ways about twice as many.
    /// </summary>
    /// <param name="starts">Where sequences begin, and the number of rows.</param>
    /// <exception cref="OverflowException">They are more than an array can hold.</exception>
    public int CountProbabilities(ReadOnlySpan<int> starts)
    {
        long count = 0;
        for (int i = 1; i < starts.Length; i++)
        {
            long length = starts[i] - starts[i - 1], growing = Math.Min(length, Window);
            long before = (growing * (growing + 1) / 2) + ((length - growing) * growing);
            count += Options.BothWays ? (2 * before) - length : before;
        }

        return checked((int)(count * Options.Heads));
    }

    /// <summary>Writes the output of all rows.</summary>
    /// <param name="projections">q | k | v, n × 3d.</param>
    /// <param name="starts">
    /// The first row of each sequence, and n at the end: 0 first, never falling. A sequence may be empty.
    /// </param>
    /// <param name="output">Receives n × d; apart from the projections.</param>
    /// <param name="workspace">Of this layer; in training it keeps the probabilities until backward has had them.</param>
    /// <param name="step">The optimizer's step in training; null elsewhere: nothing is dropped, and nothing kept.</param>
    /// <param name="firstRow">Number of the first row within the batch, so that a batch in chunks draws as one that is whole.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the workspace is of another layer.</exception>
    public void Forward(
        MatrixView projections, ReadOnlySpan<int> starts, MutableMatrixView output, AttentionWorkspace workspace, long? step = null,
        int firstRow = 0)
    {
        Check(workspace);
        Check(starts, projections.Rows);
        Check(projections, projections.Rows, 3 * Dimensions, nameof(projections));
        Check(output, projections.Rows, Dimensions, nameof(output));
        workspace.Fit(starts, step is not null);
        Span<float> kept = workspace.Probabilities;
        for (int i = 1; i < starts.Length; i++)
        {
            int start = starts[i - 1], length = starts[i] - start;
            if (length == 0) continue;
            int count = CountProbabilities(starts.Slice(i - 1, 2)) / Options.Heads;
            for (int head = 0; head < Options.Heads; head++)
            {
                Span<float> keptOfHead = step is null ? [] : kept[..count];
                new AttentionHead(this, workspace, projections, start, length, head).Forward(
                    output.Slice(start, length, head * HeadColumns, HeadColumns), keptOfHead, Draw(step ?? 0, firstRow + start, head));
                kept = kept[keptOfHead.Length..];
            }
        }
    }

    /// <summary>Writes ∂loss/∂ of the projections, after a forward pass in training with the same workspace.</summary>
    /// <param name="projections">As forward had them.</param>
    /// <param name="starts">As forward had them.</param>
    /// <param name="output">As forward left it.</param>
    /// <param name="outputGradient">∂loss/∂output, n × d.</param>
    /// <param name="projectionGradient">Receives ∂loss/∂ q | k | v, n × 3d; apart from everything else.</param>
    /// <param name="workspace">As forward left it.</param>
    /// <param name="step">As forward had it.</param>
    /// <param name="firstRow">As forward had it.</param>
    /// <exception cref="ArgumentException">Shapes disagree, or the workspace is of another layer or other sequences.</exception>
    public void Backward(
        MatrixView projections, ReadOnlySpan<int> starts, MatrixView output, MatrixView outputGradient,
        MutableMatrixView projectionGradient, AttentionWorkspace workspace, long step, int firstRow = 0)
    {
        Check(workspace);
        Check(starts, projections.Rows);
        Check(projections, projections.Rows, 3 * Dimensions, nameof(projections));
        Check(output, projections.Rows, Dimensions, nameof(output));
        Check(outputGradient, projections.Rows, Dimensions, nameof(outputGradient));
        Check(projectionGradient, projections.Rows, 3 * Dimensions, nameof(projectionGradient));
        if (workspace.Kept != CountProbabilities(starts))
            throw new ArgumentException("It keeps no forward pass in training over these sequences.", nameof(workspace));

        ReadOnlySpan<float> kept = workspace.Probabilities;
        for (int i = 1; i < starts.Length; i++)
        {
            int start = starts[i - 1], length = starts[i] - start;
            if (length == 0) continue;
            int count = CountProbabilities(starts.Slice(i - 1, 2)) / Options.Heads;
            for (int head = 0; head < Options.Heads; head++)
            {
                int column = head * HeadColumns;
                HeadGradients gradients = new(
                    projectionGradient.Slice(start, length, column, HeadColumns),
                    projectionGradient.Slice(start, length, Dimensions + column, HeadColumns),
                    projectionGradient.Slice(start, length, (2 * Dimensions) + column, HeadColumns));
                new AttentionHead(this, workspace, projections, start, length, head).Backward(
                    AttentionHead.View(output, start, length, column, HeadColumns),
                    AttentionHead.View(outputGradient, start, length, column, HeadColumns), gradients, kept[..count],
                    Draw(step, firstRow + start, head));
                kept = kept[count..];
            }
        }
    }

    /// <summary>
    /// Writes the output of one more row, the same bits that a forward pass over all rows so far would give it. O(window · d), without
    /// allocating.
    /// </summary>
    /// <param name="projection">q | k | v of the row, 3d values.</param>
    /// <param name="cache">The sequence's memory; it takes the row up.</param>
    /// <param name="output">Receives d values; apart from the projection.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public void Step(ReadOnlySpan<float> projection, AttentionCache cache, Span<float> output)
    {
        ArgumentNullException.ThrowIfNull(cache);
        if (projection.Length != 3 * Dimensions || output.Length != Dimensions)
        {
            throw new ArgumentException(
                $"The row has {projection.Length} values and room for {output.Length}; it must be {3 * Dimensions} and {Dimensions}.",
                nameof(projection));
        }

        if (cache.Layer != this) throw new ArgumentException("It is of another layer.", nameof(cache));
        cache.Step(projection, output);
    }

    private AttentionDraw Draw(long step, int row, int head) => new(step, (row * Options.Heads) + head, Options.Heads);

    private void Check(AttentionWorkspace workspace)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        if (workspace.Layer != this) throw new ArgumentException("It is of another layer.", nameof(workspace));
    }

    private static void Check(MatrixView view, int rows, int columns, string name)
    {
        if (view.Rows != rows || view.Columns != columns)
            throw new ArgumentException($"It is {view.Rows} × {view.Columns}; it must be {rows} × {columns}.", name);
    }

    private static void Check(ReadOnlySpan<int> starts, int rows)
    {
        bool fits = starts.Length > 0 && starts[0] == 0 && starts[^1] == rows;
        for (int i = 1; i < starts.Length; i++) fits &= starts[i] >= starts[i - 1];
        if (!fits)
            throw new ArgumentException($"They must go from 0 to the number of rows, {rows}, and never fall.", nameof(starts));
    }
}
