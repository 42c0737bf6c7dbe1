using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// What a model remembers of its features, so that new customers and items are encoded and scaled as those of the fit were.
/// </summary>
/// <param name="CustomerNames">Names of the customers' features; empty for none.</param>
/// <param name="CustomerScaling">How they were encoded and scaled.</param>
/// <param name="Items">How items' features were made; null for none.</param>
internal sealed record FeatureMaker(IReadOnlyList<string> CustomerNames, FeatureScaling CustomerScaling, ItemEncoding? Items)
{
    private const string Names = "customer_features";

    public static FeatureMaker Of(SideFeatures features, NetworkShape shape) => new(
        shape.CustomerFeatures > 0 ? features.Customers!.Names : [],
        shape.CustomerFeatures > 0 ? features.Customers!.Scaling : FeatureScaling.None,
        shape.ItemFeatures > 0 ? features.Items!.Encoding : null);

    /// <summary>Features of the customers of a table, row by row.</summary>
    /// <exception cref="ArgumentException">A column lacks or is of another kind, or a cell is missing that nothing stands for.</exception>
    public Matrix Customers(CustomerTable table)
    {
        FeatureEncoding encoding = CustomerScaling.Encoding ?? FeatureEncoding.Plain(CustomerNames);
        return CustomerScaling.Apply(encoding.Apply(table).Values);
    }

    public void Write(ModelFileWriter file)
    {
        file.AddStrings(Names, CustomerNames);
        if (CustomerNames.Count > 0) ScalingTensors.Write(file, CustomerScaling);
        file.Set("has_item_features", Items is null ? 0 : 1);
        Items?.Write(file);
    }

    public static FeatureMaker Read(ModelFile file)
    {
        string[] names = file.Strings(Names);
        FeatureScaling scaling = names.Length > 0 ? ScalingTensors.Read(file, names.Length) : FeatureScaling.None;
        if (Array.Exists(names, string.IsNullOrWhiteSpace)) throw file.Invalid($"one of '{Names}' is blank");
        return new FeatureMaker(names, scaling, file.GetMetadata<int>("has_item_features") == 0 ? null : ItemEncoding.Read(file));
    }
}
