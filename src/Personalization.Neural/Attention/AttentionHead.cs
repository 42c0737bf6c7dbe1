using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// One head over one sequence of length × columns: blocks of rows go through products, a softmax row by row, and products again. Products
/// take their terms in the order of depth by fused multiply-add and everything else works value by value or sums on virtual lanes, so that
/// no width changes a bit. What a row doesn't see has probability 0, and adds nothing.
/// </summary>
internal readonly struct AttentionHead
{
    private readonly CausalAttention _layer;
    private readonly AttentionWorkspace _workspace;
    private readonly MatrixView _queries;
    private readonly MatrixView _keys;
    private readonly MatrixView _values;
    private readonly int _head;

    public AttentionHead(CausalAttention layer, AttentionWorkspace workspace, MatrixView projections, int start, int length, int head)
    {
        (_layer, _workspace, _head) = (layer, workspace, head);
        int column = head * layer.HeadColumns;
        _queries = View(projections, start, length, column, layer.HeadColumns);
        _keys = View(projections, start, length, layer.Dimensions + column, layer.HeadColumns);
        _values = View(projections, start, length, (2 * layer.Dimensions) + column, layer.HeadColumns);
    }

    private int Length => _queries.Rows;

    private int Columns => _queries.Columns;

    private bool IsTurned => _layer.Pairs > 0;

    /// <summary>Some columns of some rows.</summary>
    public static MatrixView View(MatrixView of, int start, int length, int column, int columns) =>
        new(of.Memory[((start * of.Stride) + column)..], length, columns, of.Stride);

    /// <param name="output">Receives the head's output, length × columns.</param>
    /// <param name="kept">Receives the probabilities that rows see, row after row; empty outside training.</param>
    /// <param name="draw">What dropout draws by in training.</param>
    public void Forward(MutableMatrixView output, Span<float> kept, AttentionDraw draw)
    {
        LoadQueries();
        RowTiles.Fill(LoadKeys(), _workspace.Tiles);
        if (_layer.Slopes.Length > 0) LoadBiases(_layer.Slopes[_head]);
        bool training = !kept.IsEmpty;
        Span<float> scores = _workspace.Scores;
        for (int first = 0; first < Length; first += RowBlock.MostRows)
        {
            RowBlock block = new(first, Length, _layer);
            FillBiases(block, scores);
            AddTileProducts(_workspace.Queries.AsSpan(first * Columns), Columns, block, scores);
            for (int row = 0; row < block.Rows; row++)
            {
                Span<float> cells = block.Row(scores, row, out Range seen), probabilities = cells[seen];
                cells[..seen.Start].Clear();
                cells[seen.End..].Clear();
                VectorFunctions.Softmax(probabilities, probabilities, _workspace.Width);
                if (!training) continue;
                probabilities.CopyTo(kept);
                kept = kept[probabilities.Length..];
                _layer.Dropout.Apply(probabilities, _workspace.Draws, draw.Step, draw.Of(first + row));
            }

            for (int row = first; row < block.End; row++) output.Row(row).Clear();
            NarrowProduct.AddTo(
                scores[block.FirstColumn..], block.Stride, 1, From(_values, block.FirstKey), _values.Stride, From(output, first),
                output.Stride, block.Rows, Columns, block.Keys, _workspace.Width);
        }
    }

    /// <param name="output">As forward left it.</param>
    /// <param name="outputGradient">∂loss/∂output.</param>
    /// <param name="gradients">Receive ∂loss/∂q, k, v.</param>
    /// <param name="kept">What forward kept.</param>
    /// <param name="draw">As forward had it.</param>
    public void Backward(
        MatrixView output, MatrixView outputGradient, in HeadGradients gradients, ReadOnlySpan<float> kept, AttentionDraw draw)
    {
        LoadQueries();
        MatrixView keys = LoadKeys();
        RowTiles.Fill(_values, _workspace.Tiles);
        gradients.Clear();
        LaneWidth width = _workspace.Width;
        Span<float> scores = _workspace.Scores, slopes = _workspace.Slopes;
        for (int first = 0; first < Length; first += RowBlock.MostRows)
        {
            RowBlock block = new(first, Length, _layer);
            ReadOnlySpan<float> incoming = From(outputGradient, first);
            LoadProbabilities(block, scores, kept, draw);
            NarrowProduct.AddTo(
                scores[block.FirstColumn..], 1, block.Stride, incoming, outputGradient.Stride, From(gradients.Values, block.FirstKey),
                gradients.Values.Stride, block.Keys, Columns, block.Rows, width);

            slopes[..(block.Rows * block.Stride)].Clear();
            AddTileProducts(incoming, outputGradient.Stride, block, slopes);
            kept = SoftmaxBackward(block, slopes, kept, output, outputGradient, draw);
            Span<float> seen = slopes[block.FirstColumn..];
            NarrowProduct.AddTo(
                seen, block.Stride, 1, From(keys, block.FirstKey), keys.Stride, From(gradients.Queries, first), gradients.Queries.Stride,
                block.Rows, Columns, block.Keys, width);
            NarrowProduct.AddTo(
                seen, 1, block.Stride, _workspace.Queries.AsSpan(first * Columns), Columns, From(gradients.Keys, block.FirstKey),
                gradients.Keys.Stride, block.Keys, Columns, block.Rows, width);
        }

        for (int row = 0; row < Length; row++)
        {
            // The queries in the keys' gradients were scaled already.
            Span<float> query = gradients.Queries.Row(row);
            TensorPrimitives.Multiply(query, _layer.Scale, query);
            if (!IsTurned) continue;
            RotaryAngles.TurnBack(query, _workspace.CosinesAt(row), _workspace.SinesAt(row));
            RotaryAngles.TurnBack(gradients.Keys.Row(row), _workspace.CosinesAt(row), _workspace.SinesAt(row));
        }
    }

    /// <summary>
    /// Turns ∂loss/∂ of dropped probabilities into that of scores: p (g − Σ p g), the sum being that of output · ∂loss/∂output. Gives back
    /// what is kept of later rows.
    /// </summary>
    private ReadOnlySpan<float> SoftmaxBackward(
        RowBlock block, Span<float> slopes, ReadOnlySpan<float> kept, MatrixView output, MatrixView outputGradient, AttentionDraw draw)
    {
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> cells = block.Row(slopes, row, out Range seen), slope = cells[seen];
            cells[..seen.Start].Clear();
            cells[seen.End..].Clear();
            int index = block.First + row;
            _layer.Dropout.Apply(slope, _workspace.Draws, draw.Step, draw.Of(index));
            TensorPrimitives.Subtract(slope, (float)StableSum.Dot(output.Row(index), outputGradient.Row(index)), slope);
            TensorPrimitives.Multiply(slope, kept[..slope.Length], slope);
            kept = kept[slope.Length..];
        }

        return kept;
    }

    /// <summary>Probabilities of a block as forward multiplied values by them.</summary>
    private void LoadProbabilities(in RowBlock block, Span<float> scores, ReadOnlySpan<float> kept, AttentionDraw draw)
    {
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> cells = block.Row(scores, row, out Range seen), probabilities = cells[seen];
            cells[..seen.Start].Clear();
            cells[seen.End..].Clear();
            kept[..probabilities.Length].CopyTo(probabilities);
            kept = kept[probabilities.Length..];
            _layer.Dropout.Apply(probabilities, _workspace.Draws, draw.Step, draw.Of(block.First + row));
        }
    }

    private void FillBiases(in RowBlock block, Span<float> scores)
    {
        scores[..(block.Rows * block.Stride)].Clear();
        if (_layer.Slopes.Length == 0) return;
        int farthest = Math.Min(Length, _layer.Window) - 1;
        for (int row = 0; row < block.Rows; row++)
        {
            Span<float> cells = block.Row(scores, row, out Range seen), seenCells = cells[seen];
            _workspace.Biases.AsSpan(farthest - block.KeysBefore(row), seenCells.Length).CopyTo(seenCells);
        }
    }

    private void LoadBiases(float slope)
    {
        int count = Math.Min(Length, _layer.Window);
        if (_layer.Options.BothWays) AlibiSlopes.FillBothWays(slope, _workspace.Biases.AsSpan(0, (2 * count) - 1));
        else AlibiSlopes.Fill(slope, _workspace.Biases.AsSpan(0, count));
    }

    /// <summary>Adds rows · tileᵀ to a block, tile by tile.</summary>
    private void AddTileProducts(ReadOnlySpan<float> rows, int stride, in RowBlock block, Span<float> scores)
    {
        int size = Columns * RowBlock.TileKeys;
        for (int tile = 0; tile < block.TileCount; tile++)
        {
            NarrowProduct.AddTo(
                rows, stride, 1, _workspace.Tiles.AsSpan((block.FirstTile + tile) * size, size), RowBlock.TileKeys,
                scores[(tile * RowBlock.TileKeys)..], block.Stride, block.Rows, RowBlock.TileKeys, Columns, _workspace.Width);
        }
    }

    private void LoadQueries()
    {
        for (int row = 0; row < Length; row++)
        {
            Span<float> query = _workspace.Queries.AsSpan(row * Columns, Columns);
            TensorPrimitives.Multiply(_queries.Row(row), _layer.Scale, query);
            if (IsTurned) RotaryAngles.Turn(query, _workspace.CosinesAt(row), _workspace.SinesAt(row));
        }
    }

    /// <summary>The keys, turned where positions ask for it.</summary>
    private MatrixView LoadKeys()
    {
        if (!IsTurned) return _keys;
        for (int row = 0; row < Length; row++)
        {
            Span<float> key = _workspace.Keys.AsSpan(row * Columns, Columns);
            _keys.Row(row).CopyTo(key);
            RotaryAngles.Turn(key, _workspace.CosinesAt(row), _workspace.SinesAt(row));
        }

        return new MatrixView(_workspace.Keys, Length, Columns);
    }

    private static ReadOnlySpan<float> From(MatrixView rows, int row) => rows.Memory.Span[(row * rows.Stride)..];

    private static Span<float> From(MutableMatrixView rows, int row) => rows.Memory.Span[(row * rows.Stride)..];
}

/// <summary>What dropout of a head draws by.</summary>
/// <param name="Step">The optimizer's step.</param>
/// <param name="First">Number of the sequence's first row and this head; rows go on by the number of heads.</param>
/// <param name="Heads">The number of heads.</param>
internal readonly record struct AttentionDraw(long Step, int First, int Heads)
{
    public int Of(int row) => First + (row * Heads);
}

/// <summary>Where the gradients of a head go.</summary>
internal readonly struct HeadGradients(MutableMatrixView queries, MutableMatrixView keys, MutableMatrixView values)
{
    public MutableMatrixView Queries { get; } = queries;

    public MutableMatrixView Keys { get; } = keys;

    public MutableMatrixView Values { get; } = values;

    public void Clear()
    {
        for (int row = 0; row < Queries.Rows; row++)
        {
            Queries.Row(row).Clear();
            Keys.Row(row).Clear();
            Values.Row(row).Clear();
        }
    }
}
