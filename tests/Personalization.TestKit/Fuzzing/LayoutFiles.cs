namespace Personalization.TestKit;

/// <summary>A small sound file of each layout, as shops export them: order of columns, spelling and values are of our own making.</summary>
public static partial class LayoutFiles
{
    public static IReadOnlyList<LayoutFile> All { get; } =
        [.. Shops(), .. WooCommerce(), .. Payments(), .. Marketplaces(), .. DataSets(), .. Studies(), .. Analytics()];

    /// <summary>A file whose lines are too long for a source.</summary>
    private static string Text(string file)
    {
        using Stream stream = typeof(LayoutFiles).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The file '{file}' isn't in Fuzzing/Files.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
