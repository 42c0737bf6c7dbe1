namespace Personalization.TestKit;

/// <summary>A small sound file of each layout, as shops export them: order of columns, spelling and values are of our own making.</summary>
public static partial class LayoutFiles
{
    public static IReadOnlyList<LayoutFile> All { get; } =
        [.. Shops(), .. WooCommerce(), .. Payments(), .. Marketplaces(), .. DataSets(), .. Studies(), .. Analytics()];
}
