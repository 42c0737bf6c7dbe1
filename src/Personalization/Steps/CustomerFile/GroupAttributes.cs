using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// What sets segments and clusters apart in what the shop knows of its customers: the columns of <see cref="CustomerFileStep"/> and of
/// <see cref="AttributesStep"/>. Nothing without a file of customers.
/// </summary>
internal sealed class GroupAttributes
{
    /// <summary>Column of the groups that <c>AttributeClustersStep</c> writes.</summary>
    public const string AttributeCluster = "attribute_cluster";

    public const string Meaning =
        "Told is what is large (a share at least 1.2 times that of all or at most its part; an average 0.2 standard deviations off) and no "
        + "chance: below 1% even counting every comparison that was made. A standard deviation (sd) is the usual distance from the "
        + "average.";

    private GroupAttributes(IReadOnlyList<(string Grouping, IReadOnlyList<AttributeProfile> Profiles)> all) => All = all;

    /// <summary>The profiles of each way to group customers.</summary>
    public IReadOnlyList<(string Grouping, IReadOnlyList<AttributeProfile> Profiles)> All { get; }

    public static GroupAttributes Of(PersonalizationResult result) => result.Shared(() => new GroupAttributes(Make(result)));

    /// <summary>Profiles of the groups of a column; none where there is no such column, or no file of customers.</summary>
    public IReadOnlyList<AttributeProfile> By(string grouping) => All.FirstOrDefault(each => each.Grouping == grouping).Profiles ?? [];

    /// <summary>The profiles as a table; null where there are none.</summary>
    public TableBlock? Table(string grouping, string title) => By(grouping) is not { Count: > 0 } profiles
        ? null
        : new TableBlock(
            "What the shop knows of them",
            [new(title), new("Customers", ReportCells.Numbers), new("What sets them apart", ReportCells.Prose)],
            [
                .. profiles.Select(profile => (IReadOnlyList<string>)
                    [profile.Group, ReportText.Count(profile.Size), ReportText.Capitalized(profile.Summary)]),
            ]);

    /// <summary>Writes a row for each difference.</summary>
    public void Write(Stream destination)
    {
        using CsvTableWriter csv = new(
            destination,
            ["grouping", "group", "customers", "column", "level", "inside", "outside", "all", "effect", "z", "p_value", "sentence"],
            leaveOpen: true);
        foreach ((string grouping, IReadOnlyList<AttributeProfile> profiles) in All)
        {
            foreach (AttributeProfile profile in profiles)
            {
                foreach (AttributeDifference difference in profile.Differences)
                {
                    csv.Write(grouping).Write(profile.Group).Write(profile.Size).Write(difference.Column).Write(difference.Level ?? "");
                    csv.Write(Rounded(difference.Inside)).Write(Rounded(difference.Outside)).Write(Rounded(difference.All));
                    csv.Write(Rounded(difference.Effect)).Write(Rounded(difference.Z)).Write(Rounded(difference.PValue));
                    csv.Write(difference.Sentence).EndRow();
                }
            }
        }
    }

    private static (string, IReadOnlyList<AttributeProfile>)[] Make(PersonalizationResult result)
    {
        if (result.Find<CustomerFileFindings>() is null) return [];
        CustomerTable table = result.Customers;
        string[] columns =
        [
            .. table.Columns
                .Where(column => column.Step is CustomerFileStep.StepName or "attributes" && AttributeProfiles.CanCompare(column))
                .Select(column => column.Name),
        ];
        return
        [
            .. from grouping in (string[])[ColumnNames.Segment, ColumnNames.ClusterName, AttributeCluster]
               where table.TryGetColumn(grouping, out CustomerColumn? column) && column is CategoryColumn
               select (grouping, AttributeProfiles.From(table, grouping, columns)),
        ];
    }

    private static double Rounded(double value) => Math.Round(value, NumberColumn.DefaultDecimals);
}
