using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// What is trained. An example is an item that a customer bought in a context, in a group with sampled items that weren't bought then.
/// </summary>
internal sealed class FactorizationTask : TrainingTask<FactorizationWorkspace>
{
    private const int RowsPerChunk = 128, CustomersAtOnce = 16, Cutoff = 10;

    private readonly FactorizationMachineOptions _options;
    private readonly FactorizationExamples _examples;
    private readonly ContextLayout _layout;
    private readonly CustomerCodes _codes;
    private readonly ItemSpace _space;
    private readonly int[] _order;
    private int _epoch;

    public FactorizationTask(
        FactorizationMachineOptions options, FactorizationExamples examples, ContextLayout layout, CustomerCodes codes, ItemSpace space)
    {
        (_options, _examples, _layout, _codes, _space) = (options, examples, layout, codes, space);
        _order = [.. examples.Usable];
        Weights = new FactorizationWeights(options.Factors, space.Customers.Count, space.Items.Count, space.CategoryCount, layout.Rows);
        Weights.Fill(options.Seed);
    }

    public FactorizationWeights Weights { get; }

    public override IReadOnlyList<Parameter> Parameters => Weights.All;

    public override int ExampleCount => _order.Length;

    public override string MetricName => "ndcg@10";

    public override string Fingerprint =>
        $"{_options}, {_space.Customers.Count} customers, {_space.Items.Count} items, {_layout.Rows} values of context, "
        + $"{_order.Length} examples";

    public override int ChunkSize => Math.Max(1, RowsPerChunk / (1 + _options.NegativesPerPositive));

    public override void BeginEpoch(int epoch)
    {
        _epoch = epoch;
        _examples.Usable.CopyTo(_order, 0);
        new RandomStream(_options.Seed, "order", (ulong)epoch).Shuffle(_order.AsSpan());
    }

    public override FactorizationWorkspace CreateWorkspace(int examples) => new(
        examples, 1 + _options.NegativesPerPositive, _options.Factors, _layout.Fields, new RandomStream(_options.Seed, "negatives"));

    public override void Prepare(FactorizationWorkspace workspace, int first, int count, long step)
    {
        int size = workspace.GroupSize;
        for (int group = 0; group < count; group++)
        {
            int example = _order[first + group];
            workspace.Customers[group] = _examples.CustomerOf(example);
            FillContext(workspace.Customers[group], _examples.CellOf(example), workspace.ContextOf(group));
            workspace.Items[group * size] = _examples.ItemOf(example);
            _examples.Draw(workspace.Draws, _epoch, example, workspace.Items.AsSpan((group * size) + 1, size - 1));
        }

        workspace.CategoryCount = 0;
        foreach (int item in workspace.Items.AsSpan(0, count * size))
        {
            if (_space.CategoryOfItem[item] is >= 0 and int category) workspace.Categories[workspace.CategoryCount++] = category;
        }

        workspace.Count = count;
    }

    public override void AddRows(FactorizationWorkspace workspace, TouchedRows rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        rows.Add(Weights.Customers, workspace.Customers.AsSpan(0, workspace.Count));
        rows.Add(Weights.Items, workspace.Items.AsSpan(0, workspace.Count * workspace.GroupSize));
        rows.Add(Weights.Categories, workspace.Categories.AsSpan(0, workspace.CategoryCount));
    }

    public override double Accumulate(
        FactorizationWorkspace workspace, int first, int count, long step, float scale, Gradients gradients)
    {
        int size = workspace.GroupSize;
        for (int group = 0; group < count; group++)
        {
            Span<float> query = workspace.QueryOf(group);
            query.Clear();
            float said = Weights.Bias.Values[0, 0];
            FactorizationWeights.Add(Weights.Customers.Values.Row(workspace.Customers[group]), query, ref said);
            foreach (int row in workspace.ContextOf(group))
            {
                if (row >= 0) FactorizationWeights.Add(Weights.Context.Values.Row(row), query, ref said);
            }

            for (int place = group * size; place < (group + 1) * size; place++)
            {
                int item = workspace.Items[place];
                Span<float> sum = workspace.ItemSumOf(place);
                float own = Weights.OfItem(item, _space.CategoryOfItem[item], sum);
                workspace.Scores[place] = said + own + FactorizationWeights.Dot(query, sum);
            }
        }

        double loss = workspace.Loss(count, _options.Loss, scale);
        for (int group = 0; group < count; group++) Backward(workspace, group, gradients);
        return loss;
    }

    /// <summary>
    /// NDCG@10 of the held-out items, in the context they were bought in, among all that the customer isn't known to have.
    /// </summary>
    public override double Validate(CancellationToken cancellationToken)
    {
        (int Customer, int Item, int Cell)[] heldOut = _examples.HeldOut;
        if (heldOut.Length == 0) return double.NaN;
        FactorizationScorer scorer = new(Weights, _layout, _codes, _space, new float[Math.Max(1, _layout.Fields), _options.Factors + 1]);
        double[] gains = new double[heldOut.Length];
        ParallelChunks.Run(
            heldOut.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                float[] scores = new float[_space.Items.Count];
                for (int i = start; i < end; i++)
                {
                    (int customer, int item, int cell) = heldOut[i];
                    scorer.Score(customer, cell, scores);
                    foreach (int owned in _space.History.Columns(customer))
                    {
                        if (owned != item) scores[owned] = float.NegativeInfinity;
                    }

                    int rank = 0;
                    for (int other = 0; other < scores.Length; other++)
                        rank += scores[other] > scores[item] || (scores[other] == scores[item] && other < item) ? 1 : 0;
                    gains[i] = rank < Cutoff ? 1 / StableMath.Log2(rank + 2) : 0;
                }
            },
            _options.Threads,
            cancellationToken);
        double sum = 0;
        foreach (double gain in gains) sum += gain;
        return sum / gains.Length;
    }

    /// <summary>What stands for an unknown value of each field: the mean of the known ones over the examples.</summary>
    public float[,] MeansOfContext()
    {
        int columns = _options.Factors + 1;
        long[] counts = new long[_layout.Rows];
        int[] rows = new int[_layout.Fields];
        long[] known = new long[rows.Length];
        double[] sums = new double[Math.Max(1, rows.Length) * columns];
        int[] fieldOf = new int[_layout.Rows];
        foreach (int example in _examples.Usable)
        {
            FillContext(_examples.CustomerOf(example), _examples.CellOf(example), rows);
            for (int field = 0; field < rows.Length; field++)
            {
                if (rows[field] < 0) continue;
                counts[rows[field]]++;
                known[field]++;
                fieldOf[rows[field]] = field;
            }
        }

        for (int row = 0; row < counts.Length; row++)
        {
            ReadOnlySpan<float> weights = Weights.Context.Values.Row(row);
            for (int i = 0; i < columns && counts[row] > 0; i++)
                sums[(fieldOf[row] * columns) + i] += counts[row] / (double)known[fieldOf[row]] * weights[i];
        }

        float[,] means = new float[Math.Max(1, rows.Length), columns];
        for (int i = 0; i < sums.Length; i++) means[i / columns, i % columns] = (float)sums[i];
        return means;
    }

    private void FillContext(int customer, int cell, Span<int> rows)
    {
        _layout.RowsOf(cell, rows);
        for (int column = 0; column < _codes.Names.Count; column++)
            rows[_layout.MomentFields + column] = _layout.RowOf(column, _codes.At(customer, column));
    }

    /// <summary>
    /// A feature's factors move by the gradient of the score times the sum of all the other features' factors, its own weight by the
    /// gradient alone (Rendle 2010, equation 4).
    /// </summary>
    private void Backward(FactorizationWorkspace workspace, int group, Gradients gradients)
    {
        int size = workspace.GroupSize, factors = _options.Factors;
        ReadOnlySpan<float> query = workspace.QueryOf(group);
        Span<float> pull = workspace.Pull;
        pull.Clear();
        float all = 0;
        for (int place = group * size; place < (group + 1) * size; place++)
        {
            float gradient = workspace.ScoreGradients[place];
            int item = workspace.Items[place], category = _space.CategoryOfItem[item];
            ReadOnlySpan<float> sum = workspace.ItemSumOf(place);
            AddOthers(gradients.AddRow(Weights.Items, item), gradient, query, sum, Weights.Items.Values.Row(item), gradient);
            if (category >= 0)
            {
                Span<float> to = gradients.AddRow(Weights.Categories, category);
                AddOthers(to, gradient, query, sum, Weights.Categories.Values.Row(category), gradient);
            }

            TensorPrimitives.MultiplyAdd(sum, gradient, pull, pull);
            all += gradient;
        }

        gradients.Of(Weights.Bias)[0, 0] += all;
        int customer = workspace.Customers[group];
        AddOthers(gradients.AddRow(Weights.Customers, customer), 1, pull, query, Weights.Customers.Values.Row(customer), all);
        foreach (int row in workspace.ContextOf(group))
        {
            if (row >= 0) AddOthers(gradients.Of(Weights.Context).Row(row), 1, pull, query, Weights.Context.Values.Row(row), all);
        }

        // first · gradient + (rest − own) · all, which is gradient · (query + others) for items, where both factors are the same.
        void AddOthers(
            Span<float> to, float ofFirst, ReadOnlySpan<float> firstSum, ReadOnlySpan<float> rest, ReadOnlySpan<float> own, float ofRest)
        {
            Span<float> others = workspace.Others;
            TensorPrimitives.Subtract(rest, own[..factors], others);
            TensorPrimitives.MultiplyAdd(firstSum, ofFirst, to[..factors], to[..factors]);
            TensorPrimitives.MultiplyAdd(others, ofRest, to[..factors], to[..factors]);
            to[factors] += ofRest;
        }
    }
}
