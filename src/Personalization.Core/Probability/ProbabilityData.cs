namespace Personalization.Core;

/// <summary>Customers as they were known at one moment, and to whom it then happened.</summary>
/// <param name="Customers">What was known, and nothing that came later.</param>
/// <param name="Happened">Whether it happened, row by row.</param>
/// <exception cref="ArgumentException">There are more or fewer outcomes than customers.</exception>
public sealed record ProbabilitySlice(CustomerTable Customers, IReadOnlyList<bool> Happened)
{
    /// <summary>Whether it happened, row by row.</summary>
    public IReadOnlyList<bool> Happened { get; } = Happened.Count == Customers.Count
        ? Happened
        : throw new ArgumentException(
            $"There are {Happened.Count} outcomes for {Customers.Count} customers; give one for each.", nameof(Happened));
}

/// <summary>
/// What a model of probability learns from: one or more slices in the order of time, each a customer table as of a moment with what came of
/// it. The same customer may stand in many slices. Immutable.
/// </summary>
public sealed class ProbabilityData
{
    /// <summary>Makes it of slices.</summary>
    /// <param name="outcome">What happens or doesn't, in words: "no purchase within 90 days".</param>
    /// <param name="columns">The columns to learn from.</param>
    /// <param name="slices">At least one, in the order of time.</param>
    /// <exception cref="ArgumentException">
    /// There are no columns, slices or customers, or the slices aren't in the order of their moments.
    /// </exception>
    public ProbabilityData(string outcome, IReadOnlyList<FeatureColumn> columns, params IReadOnlyList<ProbabilitySlice> slices)
    {
        (Outcome, Columns, Slices) = (Guard.NotBlank(outcome), Guard.NotEmpty(columns), Guard.NotEmpty(slices));
        for (int i = 1; i < slices.Count; i++)
        {
            if (slices[i].Customers.AsOf < slices[i - 1].Customers.AsOf)
            {
                throw new ArgumentException(
                    $"Slice {i} is of {slices[i].Customers.AsOf:yyyy-MM-dd}, before the slice ahead of it; give them in the order of time.",
                    nameof(slices));
            }
        }

        foreach (ProbabilitySlice slice in slices)
        {
            Count += slice.Customers.Count;
            Happened += slice.Happened.Count(happened => happened);
        }

        if (Count == 0) throw new ArgumentException("The slices hold no customers; there is nothing to learn from.", nameof(slices));
    }

    /// <summary>What happens or doesn't.</summary>
    public string Outcome { get; }

    /// <summary>The columns to learn from.</summary>
    public IReadOnlyList<FeatureColumn> Columns { get; }

    /// <summary>The slices, in the order of time.</summary>
    public IReadOnlyList<ProbabilitySlice> Slices { get; }

    /// <summary>Customers of all slices, each counted once a slice.</summary>
    public int Count { get; }

    /// <summary>How many of them it happened to.</summary>
    public int Happened { get; }

    /// <summary>Some of the slices.</summary>
    /// <param name="start">The first, from 0.</param>
    /// <param name="count">How many, at least 1.</param>
    public ProbabilityData Take(int start, int count) => new(Outcome, Columns, [.. Slices.Skip(start).Take(count)]);

    /// <summary>The same customers, learned from by other columns.</summary>
    public ProbabilityData WithColumns(params IReadOnlyList<FeatureColumn> columns) => new(Outcome, columns, Slices);

    /// <summary>The outcomes of all slices, one after the other.</summary>
    public bool[] Outcomes() => [.. Slices.SelectMany(slice => slice.Happened)];

    /// <exception cref="ArgumentException">It happened to nobody, or to everybody.</exception>
    internal static void RequireBoth(ProbabilityData data)
    {
        if (data.Happened > 0 && data.Happened < data.Count) return;
        throw new ArgumentException(
            $"\"{data.Outcome}\" happened to {(data.Happened == 0 ? "nobody" : "everybody")} of {data.Count} customers, so nothing tells "
            + "who; take other moments, or another length of time.",
            nameof(data));
    }
}
