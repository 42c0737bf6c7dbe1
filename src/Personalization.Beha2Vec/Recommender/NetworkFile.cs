using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>A network's weights in a model file, under its parameters' names.</summary>
internal static class NetworkFile
{
    public static void Write(ModelFileWriter file, BehaviorNetwork network)
    {
        foreach (Parameter parameter in network.Parameters)
            file.Add(parameter.Name, parameter.Values.Values, parameter.Rows, parameter.Columns);
    }

    public static BehaviorNetwork Read(ModelFile file, BehaviorShape shape, Beha2VecOptions options)
    {
        CheckSizes(file, shape, options);
        BehaviorNetwork network = new(shape, options);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = file.Floats(parameter.Name, parameter.Rows, parameter.Columns);
            CheckFinite(file, parameter.Name, values);
            values.CopyTo(parameter.Values.Values);
        }

        return network;
    }

    public static void CheckFinite(ModelFile file, string name, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) throw file.Invalid($"element {i} of '{name}' is {values[i]}; it must be finite");
        }
    }

    /// <summary>
    /// The file's own bytes bound what a network of its options takes: the tables that grow with options are all there before any is made.
    /// </summary>
    private static void CheckSizes(ModelFile file, BehaviorShape shape, Beha2VecOptions options)
    {
        Check("item_embedding.weight", shape.Items, options.Dimensions);
        if (options.Positions == BehaviorPositions.Learned) Check("position_embedding.weight", options.MaxLength, options.Dimensions);
        for (int block = 0; block < options.Blocks; block++)
        {
            Check(FormattableString.Invariant($"layers.{block}.attention.in_proj_weight"), 3 * options.Dimensions, options.Dimensions);
            Check(FormattableString.Invariant($"layers.{block}.linear1.weight"), options.InnerWidth, options.Dimensions);
        }

        void Check(string name, int rows, int columns)
        {
            ReadOnlySpan<int> found = file.Shape(name);
            if (found.Length == 2 && found[0] == rows && found[1] == columns) return;
            throw file.Invalid($"'{name}' is [{string.Join(", ", found.ToArray())}]; its options ask for [{rows}, {columns}]");
        }
    }
}
