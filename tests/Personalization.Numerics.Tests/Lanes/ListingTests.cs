using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics.Tests;

/// <summary>
/// No kernel calls anything in an innermost loop, at any width: lanes whose members aren't inlined have cost a factor of five to twenty
/// before. What the compiler made is read from its listing, in a process for each width.
/// </summary>
public sealed class ListingTests
{
    /// <summary>The kernels themselves; what walks over tiles and panels calls these.</summary>
    private static readonly string[] Methods =
    [
        "PanelKernel*:Run", "ProductKernel*:Twelve", "ProductKernel*:Eight", "ProductKernel*:Six", "ProductKernel*:Four",
        "TileScores*:Eight", "TileScores*:Four", "TileScores*:One", "Int8Scores*:Four", "Int8Scores*:One", "PointTiles:SquaredNorms",
    ];

    /// <summary>Checks that end the program, and the few pairs that a search finds worth another look.</summary>
    private static readonly string[] Allowed = ["CORINFO_HELP_RNGCHKFAIL", "ReachingPairs:Add"];

    public static TheoryData<int> Widths => [512, 256, 128];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Kernels_InnermostLoops_CallNothing(int width)
    {
        Assert.SkipUnless(Has(width), $"The processor has no vectors of {width} bits.");
        Assert.SkipWhen(
            width == 128 && X86Base.IsSupported,
            "Without AVX2 there is no fused multiply-add, and each is a call: nothing else rounds once.");
        IReadOnlyList<JitListing> listings = JitListing.Of(
            string.Join(' ', Methods.Select(method => "Personalization.Numerics." + method)), Environment(width));
        Assert.SkipWhen(listings.Count == 0, "The runtime writes no listings.");

        // Whatever else is listed, these were compiled, at this width.
        Assert.Contains(listings, listing => IsPanelKernel(listing)
            && listing.Name.Contains($"[Personalization.Numerics.Lanes{width}", StringComparison.Ordinal)
            && listing.InnermostLoops.Count > 0);
        Assert.Contains(listings, listing => listing.Name.Contains("ProductKernel", StringComparison.Ordinal)
            && listing.InnermostLoops.Count > 0);
        string[] calls =
        [
            .. from listing in listings
               from loop in IsPanelKernel(listing) ? [listing.Lines] : listing.InnermostLoops
               from call in JitListing.CallsIn(loop)
               where !Allowed.Any(allowed => call.Contains(allowed, StringComparison.Ordinal))
               select $"{listing.Name} calls {call}",
        ];
        Assert.True(calls.Length == 0, string.Join('\n', calls));
    }

    /// <summary>Of this one nothing else is called anywhere: what becomes of its sums stays in registers.</summary>
    private static bool IsPanelKernel(JitListing listing) => listing.Name.Contains("PanelKernel", StringComparison.Ordinal);

    private static bool Has(int width) => width switch
    {
        512 => Vector512.IsHardwareAccelerated,
        256 => Vector256.IsHardwareAccelerated,
        _ => Vector128.IsHardwareAccelerated,
    };

    /// <summary>What keeps the processor from what is wider.</summary>
    private static Dictionary<string, string> Environment(int width) => width == 256 ? new() { ["DOTNET_EnableAVX512"] = "0" } : [];
}
