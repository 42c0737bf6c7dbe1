using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Which features of samples are numbers, which categories, and which of a category's values says that there is none.</summary>
internal sealed class MixedColumns
{
    /// <summary>Raw place of a missing level.</summary>
    public const double MissingLevel = -1;

    private MixedColumns(int[] numbers, int[] categories, float[] missing) =>
        (Numbers, Categories, Missing) = (numbers, categories, missing);

    /// <summary>Features that are numbers, ascending.</summary>
    public int[] Numbers { get; }

    /// <summary>Features that are categories, ascending.</summary>
    public int[] Categories { get; }

    /// <summary>For each of the categories the value, in the scale of the samples, that stands for a missing one.</summary>
    public float[] Missing { get; }

    /// <param name="names">Names of the features.</param>
    /// <param name="scaling">How samples are scaled.</param>
    /// <param name="asked">Names of the categories; null: those that are encoded as places.</param>
    /// <exception cref="ArgumentException">There is no feature of a name.</exception>
    public static MixedColumns Of(IReadOnlyList<string> names, FeatureScaling scaling, IReadOnlyList<string>? asked)
    {
        HashSet<string> categories = asked is not null
            ? [.. asked]
            : [.. scaling.Encoding?.Columns.Where(column => column.Encoding == ColumnEncoding.Ordinal).Select(column => column.Name) ?? []];
        if (asked?.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
        {
            throw new ArgumentException(
                $"There is no feature '{unknown}' to be a category; the features are {string.Join(", ", names)}.", nameof(asked));
        }

        int[] places = [.. Enumerable.Range(0, names.Count).Where(i => categories.Contains(names[i]))];
        return Of(names.Count, scaling, places);
    }

    /// <param name="features">Number of features.</param>
    /// <param name="scaling">How samples are scaled.</param>
    /// <param name="categories">Features that are categories, ascending.</param>
    public static MixedColumns Of(int features, FeatureScaling scaling, int[] categories)
    {
        Matrix missing = new(1, features);
        missing.Values.Fill((float)MissingLevel);
        missing = scaling.Apply(missing);
        return new MixedColumns(
            [.. Enumerable.Range(0, features).Except(categories)], categories, Array.ConvertAll(categories, at => missing[0, at]));
    }

    /// <summary>Reads which features are categories.</summary>
    public static int[] Read(ModelFile file, int features)
    {
        int[] categories = file.Int32s("categories", -1);
        for (int i = 0; i < categories.Length; i++)
        {
            if (categories[i] < 0 || categories[i] >= features || (i > 0 && categories[i] <= categories[i - 1]))
                throw file.Invalid("its categories aren't ascending features");
        }

        return categories;
    }
}
