using System.Globalization;

namespace Personalization.Core;

/// <summary>One way in which the customers of a group differ from the others. Immutable.</summary>
/// <param name="Column">The column.</param>
/// <param name="Level">The level, "yes" of a flag; null where the column holds numbers.</param>
/// <param name="Known">Customers of the group of whom the column says something.</param>
/// <param name="Inside">Share of these who have the level, or mean of their numbers.</param>
/// <param name="Outside">The same of the customers outside the group.</param>
/// <param name="All">The same of all customers.</param>
/// <param name="Effect">
/// For a level its lift, share inside ÷ share of all: 2 is twice as many. For numbers the standardized difference, (mean inside − mean
/// outside) ÷ √(mean of the two variances).
/// </param>
/// <param name="Z">
/// The difference in standard errors: of two proportions by their common share, of two means by their own variances (Welch).
/// </param>
/// <param name="PValue">Probability of a |z| so large were there no difference, by the normal distribution.</param>
public sealed record AttributeDifference(
    string Column, string? Level, int Known, double Inside, double Outside, double All, double Effect, double Z, double PValue)
{
    /// <summary>True where the group has more of it.</summary>
    public bool IsMore => Z > 0;

    /// <summary>
    /// In words: "loyalty_tier gold: 61% (24% of all, 2.5 times)", "age: 52.3 on average (41 of the others, 0.9 sd above)".
    /// </summary>
    public string Sentence => Level is null
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{Column}: {Inside:#,0.#} on average ({Outside:#,0.#} of the others, {Math.Abs(Effect):0.0} sd "
                + $"{(IsMore ? "above" : "below")})")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Column} {Level}: {Percent(Inside)} ({Percent(All)} of all, {Effect:0.0#} times)");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0}%");
}
