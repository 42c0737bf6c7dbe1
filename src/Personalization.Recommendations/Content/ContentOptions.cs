namespace Personalization.Recommendations;

/// <summary>How much a word of an item's text counts.</summary>
public enum TextWeighting
{
    /// <summary>Times that it occurs · (ln((1 + items) ÷ (1 + items that have it)) + 1).</summary>
    TfIdf,

    /// <summary>
    /// BM25 (Robertson and Zaragoza 2009) with k₁ = 1.2 and b = .75: a word that occurs often in a long text counts less.
    /// </summary>
    Bm25,
}

/// <summary>What <see cref="ContentTrainer"/> looks at. Immutable; every default is valid.</summary>
/// <remarks>
/// An item has up to three parts: words, attributes (category, price band and those given) and a vector given from outside. Two items are
/// as alike as the cosine of each part says, weighed by the weights of the parts that they have.
/// </remarks>
public sealed record ContentOptions
{
    /// <summary>How much a word counts. Default <see cref="TextWeighting.TfIdf"/>.</summary>
    public TextWeighting Weighting { get; init; }

    /// <summary>Words that don't count, in any case. Default none.</summary>
    public IReadOnlyCollection<string> StopWords { get; init => field = [.. value]; } = [];

    /// <summary>Items that must have a word for it to count, at least 1. Default 2: a word of one item tells of no other.</summary>
    public int MinimumItems { get; init => field = Guard.AtLeast(value, 1); } = 2;

    /// <summary>
    /// Price bands in each category, with as many items each, 0 to 100; 0 or 1: prices don't count. Default 4.
    /// </summary>
    public int PriceBands { get; init => field = Guard.InRange(value, 0, 100); } = 4;

    /// <summary>Weight of the words, at least 0 and finite. Default 1.</summary>
    public double TextWeight { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1;

    /// <summary>Weight of the attributes, at least 0 and finite. Default 1.</summary>
    public double AttributeWeight { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1;

    /// <summary>Weight of vectors given from outside, at least 0 and finite. Default 1.</summary>
    public double VectorWeight { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1;
}
