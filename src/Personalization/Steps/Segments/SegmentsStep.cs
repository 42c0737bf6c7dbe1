using Personalization.Core;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>How <see cref="SegmentsStep"/> names customers. Immutable; every default is valid.</summary>
public sealed record SegmentsStepOptions
{
    /// <summary>How R, F and M are scored.</summary>
    public RfmScoreOptions Scores { get; init; } = new();

    /// <summary>
    /// How customers are named by their scores. Default: the eight segments of <see cref="SegmentGrids.OnlineRetailer"/>, which the example
    /// catalogue is written for.
    /// </summary>
    public Segmentation Segmentation { get; init; } = SegmentGrids.OnlineRetailer;
}

/// <summary>Scores customers and names their segment. Finds <see cref="SegmentTable"/>, writes its columns.</summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class SegmentsStep(SegmentsStepOptions? options = null) : IPipelineStep
{
    private readonly SegmentsStepOptions _options = options ?? new SegmentsStepOptions();

    /// <inheritdoc />
    public string Name => "segments";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        SegmentTable segments = context.Get<RfmTable>().Score(_options.Scores).Segment(_options.Segmentation);
        context.Add(segments);
        context.AddColumns(segments.ToColumns(context.Customers));
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report) => SegmentsReport.Add(
        report, RfmGroups.Of(result), GroupAttributes.Of(result).Table(ColumnNames.Segment, "Segment"));

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        [new OutputFile(PersonalizationFiles.Segments, new SegmentsFile(result).Write)];
}

/// <summary>What <see cref="SegmentsStep"/> found.</summary>
public static class SegmentsFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>Each customer's segment, with scores and profiles.</summary>
        public SegmentTable Segments => result.Get<SegmentTable>();
    }
}
