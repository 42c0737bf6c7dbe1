using System.Globalization;
using System.Security.Cryptography;
using Microsoft.ML;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.MicrosoftML;

/// <summary>What an ML.NET model looks like in a model file: its own bytes with their hash, and the customers kept to explain by.</summary>
internal static class TransformerFile
{
    /// <summary>No model of ML.NET may be larger.</summary>
    public const int MaximumBytes = 256 << 20;

    public static byte[] Bytes(ITransformer transformer, CustomerTable examples)
    {
        using MemoryStream stream = new();
        try
        {
            new MLContext(0).Model.Save(transformer, examples.ToDataView().Schema, stream);
        }
        catch (Exception error) when (error is InvalidOperationException or NotSupportedException)
        {
            throw new NotSupportedException(
                "ML.NET can't write a step of the pipeline; let columns of the customer table bring what it does. " + error.Message, error);
        }

        return stream.Length <= MaximumBytes
            ? stream.ToArray()
            : throw new NotSupportedException($"ML.NET's model has {stream.Length} bytes; at most {MaximumBytes} fit into a model file.");
    }

    public static ModelFileWriter Write(TransformerProbabilityModel model)
    {
        byte[] bytes = model.TransformerBytes;
        ModelFileWriter file = TransformerProbabilityModel.Kind.NewFile();
        file.Set("outcome", model.Outcome);
        file.Set("probability_column", model.Options.ProbabilityColumn);
        file.Set("orders", model.Options.Orders);
        file.Set("examples", model.Options.Examples);
        file.Set("seed", model.Options.Seed);
        file.AddReport(model.Report);
        file.Set("sha256", Convert.ToHexString(SHA256.HashData(bytes)));
        file.Add("ml_net", bytes, bytes.Length);
        file.Set("as_of", model.Examples.AsOf.Ticks);
        file.AddStrings("columns", model.ColumnNames);
        file.AddStrings("kinds", [.. model.Examples.Columns.Select(column => column.Kind.ToString())]);
        file.Set("rows", model.Examples.Count);
        for (int i = 0; i < model.ColumnNames.Count; i++)
        {
            string name = $"examples.{i}";
            switch (model.Examples.Columns[i])
            {
                case NumberColumn numbers: file.Add(name, numbers.Values, numbers.Count); break;
                case VectorColumn vectors:
                    file.Add(name, vectors.Values.ToMatrix().Values, vectors.Count, vectors.Dimensions);
                    break;
                case CustomerColumn texts:
                    file.AddStrings(name, [.. Enumerable.Range(0, texts.Count).Select(row => texts.TextAt(row) ?? "")]);
                    break;
            }
        }

        return file;
    }

    public static TransformerProbabilityModel Read(ModelFile file)
    {
        int length = file.Shape("ml_net")[0];
        if (length > MaximumBytes) throw file.Invalid($"ML.NET's model has {length} bytes; at most {MaximumBytes} are read");
        byte[] bytes = file.Bytes("ml_net", length);
        if (Convert.ToHexString(SHA256.HashData(bytes)) != file.GetMetadata("sha256"))
            throw file.Invalid("ML.NET's model was altered: its hash is another");
        try
        {
            TransformerProbabilityOptions options = new()
            {
                ProbabilityColumn = file.GetMetadata("probability_column"),
                Orders = file.GetMetadata<int>("orders"),
                Examples = file.GetMetadata<int>("examples"),
                Seed = file.GetMetadata<ulong>("seed"),
            };
            if (TransformerZip.ForeignAssembly(bytes) is { } foreign)
            {
                throw file.Invalid(
                    $"ML.NET's model would load the assembly '{foreign}', and a file isn't trusted to name code; load it with "
                    + $"MLContext.Model.Load and make a {nameof(TransformerProbabilityModel)} of it");
            }

            using MemoryStream stream = new(bytes);
            ITransformer transformer = new MLContext(0).Model.Load(stream, out _);
            return new TransformerProbabilityModel(
                Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), transformer, Examples(file), options, file.Report(), bytes);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException or IOException
            or InvalidDataException)
        {
            throw file.Invalid(error.Message.TrimEnd('.'));
        }
    }

    private static CustomerTable Examples(ModelFile file)
    {
        string[] names = file.Strings("columns"), kinds = file.Strings("kinds");
        int rows = Guard.InRange(file.GetMetadata<int>("rows"), 1, 1_000, "rows");
        if (kinds.Length != names.Length || names.Length == 0)
            throw file.Invalid($"it has {names.Length} columns and {kinds.Length} kinds of them");
        CustomerColumn[] columns = new CustomerColumn[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string name = $"examples.{i}";
            columns[i] = kinds[i] switch
            {
                nameof(ColumnKind.Number) => new NumberColumn(names[i], file.Doubles(name, rows)),
                nameof(ColumnKind.Vector) => Vectors(file, names[i], name, rows),
                nameof(ColumnKind.Text) => new TextColumn(names[i], [.. file.Strings(name)]),
                string other => throw file.Invalid($"column {i} is of kind '{other}'; Number, Text or Vector is expected"),
            };
        }

        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(
            Enumerable.Range(0, rows).Select(row => new CustomerId(row.ToString("D10", CultureInfo.InvariantCulture))));
        return new CustomerTable(ids, new DateTime(file.GetMetadata<long>("as_of"))).With(columns);
    }

    private static VectorColumn Vectors(ModelFile file, string name, string tensor, int rows)
    {
        ReadOnlySpan<int> shape = file.Shape(tensor);
        if (shape.Length != 2) throw file.Invalid($"column '{name}' is no matrix");
        int dimensions = shape[1];
        return new VectorColumn(name, new MatrixView(file.Floats(tensor, rows, dimensions), rows, dimensions));
    }
}
