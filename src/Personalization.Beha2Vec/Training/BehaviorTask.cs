using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>What is trained. An example is a customer: of each event but the last, the next one's item, type and time are told.</summary>
internal sealed class BehaviorTask : TrainingTask<BehaviorChunk>
{
    private const int Cutoff = 10, CustomersAtOnce = 16, EventsOfChunk = 1024;

    private readonly Beha2VecOptions _options;
    private readonly BehaviorExamples _examples;
    private readonly ItemLoss _items;
    private readonly int[] _order;

    public BehaviorTask(Beha2VecOptions options, BehaviorExamples examples)
    {
        (_options, _examples) = (options, examples);
        _order = [.. examples.Usable];
        BehaviorShape shape = BehaviorShape.Of(examples.Sequences.Vocabulary);
        _items = ItemLoss.Of(options, shape, examples);
        Network = new BehaviorNetwork(shape, options, _items.IsSparse);
        ChunkSize = Math.Clamp((int)(EventsOfChunk / examples.StepsPerCustomer), 1, EventsOfChunk);
    }

    public Beha2VecOptions Options => _options;

    public BehaviorNetwork Network { get; }

    /// <summary>How telling the next item is judged.</summary>
    public ItemLoss Items => _items;

    /// <summary>Mean number of events to tell of a customer, which losses are divided by.</summary>
    public double StepsPerCustomer => _examples.StepsPerCustomer;

    public override IReadOnlyList<Parameter> Parameters => Network.Parameters;

    public override int ExampleCount => _order.Length;

    public override int ChunkSize { get; }

    public override string MetricName => "ndcg@10";

    public override string Fingerprint => $"{_options}, {Network.Shape}, {_order.Length} customers";

    /// <summary>Rows that a customer takes at most, slices among them.</summary>
    private int RowsOfCustomer =>
        _options.MaxLength * (1 + (_options.ContrastiveWeight > 0 ? 2 : 0) + (_options.MaskedWeight > 0 ? 1 : 0));

    /// <summary>Whether what comes next is judged by a mask behind the events, as BERT4Rec does: where nothing else is taught.</summary>
    private bool IsJudgedByMask => _options is { MaskedWeight: > 0, ItemWeight: 0 };

    public override void BeginEpoch(int epoch)
    {
        _examples.Usable.CopyTo(_order, 0);
        new RandomStream(_options.Seed, "order", (ulong)epoch).Shuffle(_order.AsSpan());
    }

    public override void BeginStep() => _items.BeginStep(Network.Items);

    public override BehaviorChunk CreateWorkspace(int examples) => new(Network);

    public override void Prepare(BehaviorChunk workspace, int first, int count, long step)
    {
        BehaviorToken[] read = workspace.Read;
        workspace.Sequences.Clear();
        for (int i = first; i < first + count; i++)
            workspace.Sequences.AddWithTargets(read.AsSpan(0, _examples.Read(_order[i], read)));
        workspace.FindKnown();
        workspace.DrawnCount = _items.Draw(workspace, step, first).Length;
        if (workspace.Masked is { } masked) PrepareMasked(masked, read, first, count, step);
        if (_options.ContrastiveWeight == 0) return;
        RandomStream random = new(_options.Seed, "slices", ((ulong)step << 32) | (uint)first);
        for (int i = first; i < first + count; i++)
            ContrastiveLoss.AddSlices(workspace, read.AsSpan(0, _examples.Read(_order[i], read)), random);
    }

    public override void AddRows(BehaviorChunk workspace, TouchedRows rows)
    {
        if (!_items.IsSparse) return;
        Span<int> one = stackalloc int[1];
        foreach (BehaviorToken token in workspace.Sequences.Tokens)
        {
            if (token.IsMask) continue;
            one[0] = token.Item;
            rows.Add(Network.Items, one);
        }

        rows.Add(Network.Items, workspace.KnownTargets);
        rows.Add(Network.Items, workspace.Candidates(workspace.DrawnCount));
        if (workspace.Masked is { } masked) AddRows(masked, rows);
    }

    public override double Accumulate(BehaviorChunk workspace, int first, int count, long step, float scale, Gradients gradients)
    {
        double loss = _options.IsMaskedAlone ? 0 : AccumulateNext(workspace, first, step, scale, gradients);
        if (workspace.Masked is { KnownRows.IsEmpty: false } masked)
            loss += AccumulateMasked(masked, (first * RowsOfCustomer) + workspace.Sequences.RowCount, step, scale, gradients);
        return loss;
    }

    /// <summary>What looks back only: what comes next, and slices.</summary>
    private double AccumulateNext(BehaviorChunk workspace, int first, long step, float scale, Gradients gradients)
    {
        BehaviorWorkspace sequences = workspace.Sequences;
        double stepsPerCustomer = _examples.StepsPerCustomer;
        float perStep = scale / (float)stepsPerCustomer;
        Network.Forward(sequences, step, first * RowsOfCustomer);
        sequences.OutputSlope.Memory.Span.Clear();
        double loss = 0;
        if (_options.ItemWeight > 0 && !workspace.KnownRows.IsEmpty)
            loss += _options.ItemWeight * AccumulateItems(workspace, (float)(perStep * _options.ItemWeight), gradients);
        if (_options.TypeWeight > 0)
        {
            loss += _options.TypeWeight * HeadLoss.Accumulate(
                workspace, Network.TypeHead, token => token.Type, (float)(perStep * _options.TypeWeight), gradients);
        }

        if (_options.GapWeight > 0)
        {
            loss += _options.GapWeight * HeadLoss.Accumulate(
                workspace, Network.GapHead, token => token.Gap, (float)(perStep * _options.GapWeight), gradients);
        }

        loss /= stepsPerCustomer;
        if (_options.ContrastiveWeight > 0)
            loss += _options.ContrastiveWeight * ContrastiveLoss.Accumulate(workspace, (float)(scale * _options.ContrastiveWeight));
        Network.Backward(sequences, gradients, step, first * RowsOfCustomer);
        return loss;
    }

    /// <summary>NDCG@10 of the held-out events' items among all that the customer hasn't had; NaN where nothing is held out.</summary>
    public override double Validate(CancellationToken cancellationToken)
    {
        int[] heldOut = _examples.HeldOut;
        if (heldOut.Length == 0) return double.NaN;
        double[] gains = new double[heldOut.Length];
        ItemScorer scorer = new(Network.Items);
        ParallelChunks.Run(
            heldOut.Length,
            CustomersAtOnce,
            (_, start, end) => Judge(heldOut.AsSpan(start, end - start), scorer, gains.AsSpan(start, end - start)),
            _options.Threads,
            cancellationToken);
        double sum = 0;
        foreach (double gain in gains) sum += gain;
        return sum / gains.Length;
    }

    /// <summary>Writes what each held-out event's item gains by its rank; 0 where its item is unknown.</summary>
    private void Judge(ReadOnlySpan<int> customers, ItemScorer scorer, Span<double> gains)
    {
        BehaviorWorkspace workspace = Network.CreateWorkspace(IsJudgedByMask);
        int masks = IsJudgedByMask ? 1 : 0, most = IsJudgedByMask ? Math.Min(_options.Reach, _options.MaxLength - 1) : _options.Reach;
        BehaviorToken[] read = new BehaviorToken[most + masks], last = new BehaviorToken[1];
        foreach (int customer in customers)
        {
            int count = _examples.Read(customer, read.AsSpan(0, most));
            if (IsJudgedByMask) read[count] = BehaviorToken.Mask;
            workspace.Add(read.AsSpan(0, count + masks));
        }

        Network.Forward(workspace);
        Matrix states = new(customers.Length, _options.Dimensions), scores = new(customers.Length, Network.Shape.Items);
        for (int i = 0; i < customers.Length; i++) workspace.Output.Row(workspace.Starts[i + 1] - 1).CopyTo(states.Row(i));
        scorer.Score(states, scores);
        for (int i = 0; i < customers.Length; i++)
        {
            _examples.Sequences.Read(customers[i], 0, last);
            if (last[0].Item == 0) continue;
            Span<float> own = scores.Row(i);
            foreach (BehaviorToken token in workspace.Tokens[workspace.Starts[i]..workspace.Starts[i + 1]])
            {
                if (!token.IsMask) own[token.Item] = float.NegativeInfinity;
            }

            int rank = ItemScorer.Rank(own, last[0].Item);
            gains[i] = rank < Cutoff ? 1 / StableMath.Log2(rank + 2) : 0;
        }
    }

    private double AccumulateItems(BehaviorChunk workspace, float scale, Gradients gradients)
    {
        BehaviorWorkspace sequences = workspace.Sequences;
        ReadOnlySpan<int> known = workspace.KnownRows;
        MutableMatrixView states = workspace.States, slopes = workspace.StateSlopes;
        for (int i = 0; i < known.Length; i++) sequences.Output.Row(known[i]).CopyTo(states.Row(i));
        double loss = _items.Accumulate(workspace, Network.Items, scale, gradients);
        for (int i = 0; i < known.Length; i++)
        {
            Span<float> slope = sequences.OutputSlope.Row(known[i]);
            TensorPrimitives.Add(slope, slopes.Row(i), slope);
        }

        return loss;
    }

    private void PrepareMasked(BehaviorChunk masked, BehaviorToken[] read, int first, int count, long step)
    {
        masked.Sequences.Clear();
        RandomStream random = new(_options.Seed, "masked events", ((ulong)step << 32) | (uint)first);
        for (int i = first; i < first + count; i++)
        {
            ReadOnlySpan<BehaviorToken> events = read.AsSpan(0, _examples.Read(_order[i], read));
            MaskedLoss.AddSequence(
                masked.Sequences, events[Math.Max(0, events.Length - _options.MaxLength)..], _options.MaskedShare, random);
        }

        // Other items are drawn than for what comes next.
        masked.FindKnown();
        masked.DrawnCount = _items.Draw(masked, step, first | int.MinValue).Length;
    }

    /// <summary>The weight is that of a mean masked event: the one that a customer always has, and a share of the others.</summary>
    private double AccumulateMasked(BehaviorChunk masked, int firstRow, long step, float scale, Gradients gradients)
    {
        double weight = _options.MaskedWeight / (1 + (_options.MaskedShare * _examples.StepsPerCustomer));
        Network.Forward(masked.Sequences, step, firstRow);
        masked.Sequences.OutputSlope.Memory.Span.Clear();
        double loss = AccumulateItems(masked, (float)(scale * weight), gradients);
        Network.Backward(masked.Sequences, gradients, step, firstRow);
        return weight * loss;
    }
}
