using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The weights: for each customer, item, category and value of the context a row of factors, and behind them the weight of its own. Rows
/// of fields that are empty stand for nothing.
/// </summary>
internal sealed class FactorizationWeights
{
    public FactorizationWeights(int factors, int customers, int items, int categories, int contextRows)
    {
        Factors = factors;
        Customers = new Parameter("customers.weight", Math.Max(1, customers), factors + 1, isSparse: true);
        Items = new Parameter("items.weight", Math.Max(1, items), factors + 1, isSparse: true);
        Categories = new Parameter("categories.weight", Math.Max(1, categories), factors + 1, isSparse: true);
        Context = new Parameter("context.weight", Math.Max(1, contextRows), factors + 1);
        Bias = new Parameter("bias", 1, 1) { IsDecayed = false };
        All = [Customers, Items, Categories, Context, Bias];
    }

    public int Factors { get; }

    public Parameter Customers { get; }

    public Parameter Items { get; }

    public Parameter Categories { get; }

    public Parameter Context { get; }

    public Parameter Bias { get; }

    public Parameter[] All { get; }

    public void Fill(ulong seed)
    {
        foreach (Parameter parameter in All.AsSpan(0, All.Length - 1)) parameter.FillNormal(seed, .01);
    }

    /// <summary>
    /// Adds a feature to those of a query: its vector to the sum of theirs, and what it says with each of them, and by itself.
    /// </summary>
    public static void Add(ReadOnlySpan<float> row, Span<float> sum, ref float said)
    {
        ReadOnlySpan<float> vector = row[..^1];
        said += row[^1] + Dot(vector, sum);
        TensorPrimitives.Add(sum, vector, sum);
    }

    /// <summary>
    /// Writes what an item's vector and its category's sum to, and gives what both say by themselves and with each other.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="category">Its category; −1 for none.</param>
    /// <param name="sum">Receives the factors.</param>
    public float OfItem(int item, int category, Span<float> sum)
    {
        ReadOnlySpan<float> own = Items.Values.Row(item);
        own[..Factors].CopyTo(sum);
        float said = own[Factors];
        if (category >= 0) Add(Categories.Values.Row(category), sum, ref said);
        return said;
    }

    /// <summary>Σ aᵢ bᵢ in four lanes at any width.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector128<float> lanes = Vector128<float>.Zero;
        int i = 0;
        for (; i <= a.Length - 4; i += 4) lanes += Vector128.Create(a[i..]) * Vector128.Create(b[i..]);
        float sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        for (; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public void Write(ModelFileWriter file)
    {
        foreach (Parameter parameter in All) file.Add(parameter.Name, parameter.Values.Values, parameter.Rows, parameter.Columns);
    }

    /// <summary>Reads weights, whose sizes are checked against the file before anything is made for them.</summary>
    public static FactorizationWeights Read(ModelFile file, int factors, int customers, int items, int categories, int contextRows)
    {
        (string Name, int Rows)[] tables =
            [("customers.weight", customers), ("items.weight", items), ("categories.weight", categories), ("context.weight", contextRows)];
        float[][] values =
            [.. tables.Select(table => Finite(file, table.Name, Math.Max(1, table.Rows), factors + 1)), Finite(file, "bias", 1, 1)];
        FactorizationWeights weights = new(factors, customers, items, categories, contextRows);
        for (int i = 0; i < values.Length; i++) values[i].CopyTo(weights.All[i].Values.Values);
        return weights;
    }

    public static float[] Finite(ModelFile file, string name, int rows, int columns)
    {
        float[] values = file.Floats(name, rows, columns);
        int bad = Array.FindIndex(values, value => !float.IsFinite(value));
        return bad < 0 ? values : throw file.Invalid($"element {bad} of '{name}' is {values[bad]}; it must be finite");
    }
}
