using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>How bad a <see cref="CatalogueFinding"/> is.</summary>
public enum FindingSeverity
{
    /// <summary>It may be meant, and deserves a look.</summary>
    Warning,

    /// <summary>The offer can never be given, or says two things at once: a catalogue file with one isn't loaded.</summary>
    Error,
}

/// <summary>What is wrong with a catalogue though each of its values is in range.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="OfferId">The offer; empty where it is the catalogue's.</param>
/// <param name="Field">The field, as in the file, such as <c>eligibility.frequency</c>.</param>
/// <param name="Problem">What is wrong, with the values, and what to do.</param>
public sealed record CatalogueFinding(FindingSeverity Severity, string OfferId, string Field, string Problem)
{
    /// <summary>The finding in one line.</summary>
    public override string ToString() =>
        (Severity == FindingSeverity.Error ? "error: " : "warning: ")
        + (OfferId.Length > 0 ? $"offer '{OfferId}', " : "") + $"{Field}: {Problem}";
}

/// <summary>Names that exist in a shop, for <see cref="OfferCatalogue.Check"/>; what is null isn't looked at. Immutable.</summary>
public sealed record KnownNames
{
    /// <summary>Names of the segments.</summary>
    public IReadOnlyCollection<string>? Segments { get; init; }

    /// <summary>Categories of items.</summary>
    public IReadOnlyCollection<string>? Categories { get; init; }

    /// <summary>Number of clusters, which are counted from 0.</summary>
    public int? Clusters { get; init; }

    /// <summary>Names of the pools of codes.</summary>
    public IReadOnlyCollection<string>? CodePools { get; init; }

    /// <summary>The segments and categories that a table's columns name.</summary>
    public static KnownNames Of(CustomerTable customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        return new()
        {
            Segments = customers.TryGetColumn(ColumnNames.Segment, out CustomerColumn? segment) && segment is CategoryColumn names
                ? [.. names.Levels]
                : null,
            Categories = customers.TryGetColumn(ColumnNames.Categories, out CustomerColumn? bought) && bought is CategoryListColumn lists
                ? [.. lists.Levels]
                : null,
        };
    }
}
