using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Personalization.TestKit;

/// <summary>
/// Checks properties on inputs that are the same on every run, so that one that fails fails again, and a build without a change doesn't
/// break. To look further, set PERSONALIZATION_PROPERTY_SEED to another whole number.
/// </summary>
public static class Properties
{
    private const int Cases = 100;
    private const int Seeds = 1 << 24;

    private static readonly ulong s_seed =
        ulong.TryParse(
            Environment.GetEnvironmentVariable("PERSONALIZATION_PROPERTY_SEED"),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out ulong seed)
            ? seed
            : 1;

    /// <summary>Throws, with the smallest input that was found, where a property doesn't hold.</summary>
    public static void Hold(Property property, int cases = Cases) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(new Replay(new Rnd(s_seed), FSharpOption<int>.None)), property);

    /// <summary>The same for a property of what a test makes of a seed, 0 to 2²⁴.</summary>
    public static void HoldForSeeds(int cases, Action<int> property) =>
        Hold(Prop.ForAll(Gen.Choose(0, Seeds).ToArbitrary(), property), cases);
}
