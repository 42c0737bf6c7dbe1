using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.MicrosoftML;

/// <summary>
/// Any ML.NET model with a column of probabilities as a model of probability. Reasons are Shapley values of the columns by sampled orders
/// (Štrumbelj and Kononenko 2014): they add up, and depend on the customers kept to explain by. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The model file holds ML.NET's own, whose parts name the assemblies that read them: others than ML.NET's are refused. A pipeline with a
/// step that ML.NET can't write, such as those of <see cref="CustomerTransforms"/>, can't be saved.
/// </remarks>
public sealed class TransformerProbabilityModel : IProbabilityModel, IModel<TransformerProbabilityModel>
{
    private const double Least = 1e-7;

    private readonly CustomerTable _examples;
    private readonly Lazy<byte[]> _bytes;

    /// <summary>Takes an ML.NET model that was trained on views of customer tables.</summary>
    /// <param name="outcome">What the probability is of; not blank.</param>
    /// <param name="transformer">The model; it gets the columns as <see cref="DataViews"/> shows them, categories as text.</param>
    /// <param name="customers">Customers such as it was trained on: some are kept to explain others by. At least one.</param>
    /// <param name="columns">The columns of the table that it needs.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">
    /// A column lacks or holds lists, there are no customers, or the output has no such column of floats.
    /// </exception>
    public TransformerProbabilityModel(
        string outcome, ITransformer transformer, CustomerTable customers, IReadOnlyList<string> columns,
        TransformerProbabilityOptions? options = null)
        : this(
            Guard.NotBlank(outcome), transformer ?? throw new ArgumentNullException(nameof(transformer)),
            Kept(customers, columns, options ?? new()), options ?? new(),
            new FitReport(0, StopReason.ClosedForm, Array.Empty<double>(), TimeSpan.Zero), null)
    {
    }

    internal TransformerProbabilityModel(
        string outcome, ITransformer transformer, CustomerTable examples, TransformerProbabilityOptions options, FitReport report,
        byte[]? bytes)
    {
        (Outcome, Transformer, _examples, Options, Report) = (outcome, transformer, examples, options, report);
        ColumnNames = [.. examples.Columns.Select(column => column.Name)];
        DataViewSchema.Column? found = transformer.GetOutputSchema(examples.ToDataView().Schema).GetColumnOrNull(options.ProbabilityColumn);
        if (found is not { } probability || probability.Type != NumberDataViewType.Single)
        {
            throw new ArgumentException(
                $"The model's output has no column '{options.ProbabilityColumn}' of floats; take a trainer that is calibrated, or name "
                + "another column.",
                nameof(transformer));
        }

        _bytes = new Lazy<byte[]>(() => bytes ?? TransformerFile.Bytes(transformer, examples));
    }

    /// <inheritdoc cref="IModel{TSelf}.Kind"/>
    public static ModelKind<TransformerProbabilityModel> Kind { get; } = new("ml-net-probability", 1, TransformerFile.Read);

    /// <inheritdoc />
    public string Outcome { get; }

    /// <summary>ML.NET's model.</summary>
    public ITransformer Transformer { get; }

    /// <summary>How it is taken for one of ours.</summary>
    public TransformerProbabilityOptions Options { get; }

    /// <inheritdoc />
    public FitReport Report { get; }

    /// <inheritdoc />
    public IReadOnlyList<string> ColumnNames { get; }

    internal CustomerTable Examples => _examples;

    internal byte[] TransformerBytes => _bytes.Value;

    /// <inheritdoc />
    public double[] Predict(CustomerTable customers, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        return Probabilities(Plain(customers), cancellationToken);
    }

    /// <inheritdoc />
    public ProbabilityReasons Explain(CustomerProfile customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        CustomerTable own = Plain(customer.Table.ForCustomers([customer.Id]));
        int columns = ColumnNames.Count, steps = columns + 1;
        int[][] orders = Orders(columns), rows = [.. ColumnNames.Select(_ => new int[Options.Orders * steps])];
        for (int order = 0; order < orders.Length; order++)
        {
            // Step 0 is an example; each step makes one more column that of the customer, which is row 0 of the joined table.
            for (int step = 0; step < steps; step++)
            {
                for (int place = 0; place < columns; place++)
                    rows[orders[order][place]][(order * steps) + step] = place < step ? 0 : 1 + (order % _examples.Count);
            }
        }

        double[] scores = Array.ConvertAll(
            Probabilities(PlainTable.Mix(PlainTable.Join([own, _examples]), rows), CancellationToken.None), LogOdds);
        double baseline = 0;
        double[] parts = new double[columns];
        for (int order = 0; order < orders.Length; order++)
        {
            baseline += scores[order * steps] / orders.Length;
            for (int place = 0; place < columns; place++)
            {
                int at = (order * steps) + place;
                parts[orders[order][place]] += (scores[at + 1] - scores[at]) / orders.Length;
            }
        }

        double probability = Probabilities(own, CancellationToken.None)[0];
        return new ProbabilityReasons(
            probability, LogOdds(probability), baseline,
            ProbabilityReasons.Sorted(ColumnNames.Select((name, at) => new ColumnContribution(name, customer.Text(name), parts[at]))));
    }

    /// <summary>Writes the model as a model file of kind <c>ml-net-probability</c>; the stream stays open.</summary>
    /// <exception cref="NotSupportedException">The pipeline has a step that ML.NET can't write.</exception>
    /// <inheritdoc />
    public void Save(Stream destination) => TransformerFile.Write(this).WriteTo(destination);

    private static CustomerTable Kept(CustomerTable customers, IReadOnlyList<string> columns, TransformerProbabilityOptions options)
    {
        ArgumentNullException.ThrowIfNull(customers);
        CustomerTable plain = PlainTable.Of(customers, Guard.NotEmpty(columns));
        if (plain.Count == 0) throw new ArgumentException("There are no customers to explain others by.", nameof(customers));
        int kept = Math.Min(options.Examples, plain.Count);
        int[] rows = [.. Enumerable.Range(0, kept).Select(i => (int)((long)i * plain.Count / kept))];
        return PlainTable.Mix(plain, [.. columns.Select(_ => rows)]);
    }

    private static double LogOdds(double probability)
    {
        double inside = Math.Clamp(probability, Least, 1 - Least);
        return StableMath.Log(inside / (1 - inside));
    }

    private CustomerTable Plain(CustomerTable customers)
    {
        CustomerTable plain = PlainTable.Of(customers, ColumnNames);
        for (int i = 0; i < plain.Columns.Count; i++)
        {
            (CustomerColumn own, CustomerColumn known) = (plain.Columns[i], _examples.Columns[i]);
            if (own.Kind == known.Kind && (own as VectorColumn)?.Dimensions == (known as VectorColumn)?.Dimensions) continue;
            throw new ArgumentException($"Column '{own.Name}' holds another kind of cells than the model was made of.", nameof(customers));
        }

        return plain;
    }

    private double[] Probabilities(CustomerTable plain, CancellationToken cancellationToken)
    {
        IDataView scored = Transformer.Transform(plain.ToDataView());
        DataViewSchema.Column column = scored.Schema[Options.ProbabilityColumn];
        double[] probabilities = new double[plain.Count];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        ValueGetter<float> getter = cursor.GetGetter<float>(column);
        float value = 0;
        for (int row = 0; cursor.MoveNext(); row++)
        {
            if ((row & 1_023) == 0) cancellationToken.ThrowIfCancellationRequested();
            getter(ref value);
            probabilities[row] = value;
        }

        return probabilities;
    }

    private int[][] Orders(int columns)
    {
        int[][] orders = new int[Options.Orders][];
        for (int order = 0; order < orders.Length; order++)
        {
            orders[order] = [.. Enumerable.Range(0, columns)];
            RandomStream random = new(Options.Seed, "orders of columns", (ulong)order);
            for (int i = columns - 1; i > 0; i--)
            {
                int other = random.NextInt32(i + 1);
                (orders[order][i], orders[order][other]) = (orders[order][other], orders[order][i]);
            }
        }

        return orders;
    }
}
