using System.Diagnostics;
using Personalization.Data;
using Personalization.TestKit;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Damaged files of each format and of each layout: every one must end in a result or a clear error, within a second and 256 MB, and no
/// file of a layout in a revenue of 0 that nothing tells of.
/// </summary>
internal sealed class FuzzCase : IEvaluationCase
{
    public string Name => "fuzz";

    public string Description =>
        "Mutated files of each format [--count N, default 10000] and layout [--layout-count N, default 1000] [--seed N]";

    public void Run(EvaluationContext context)
    {
        int count = context.Option("count", 10_000);
        foreach (FuzzFormat format in Enum.GetValues<FuzzFormat>())
        {
            context.Say($"{count} mutations of {format}");
            Stopwatch watch = Stopwatch.StartNew();
            FuzzOutcome outcome = Fuzz.Run(
                format,
                count,
                (ulong)context.Option("seed", 9),
                (stream, name) => EventFile.Read(stream, name),
                e => e is EventFileException);
            Tell(context, outcome, "format", watch);
        }

        int perLayout = context.Option("layout-count", 1_000);
        foreach (LayoutFile file in LayoutFiles.All)
        {
            context.Say($"{perLayout} mutations of {file.Layout}");
            Stopwatch watch = Stopwatch.StartNew();
            FuzzOutcome outcome = Fuzz.Run(
                file,
                perLayout,
                (ulong)context.Option("seed", 9),
                (stream, name) => LayoutFuzz.Read(file, stream, name),
                e => e is EventFileException);
            Tell(context, outcome, "layout", watch);
        }
    }

    private static void Tell(EvaluationContext context, FuzzOutcome outcome, string kind, Stopwatch watch)
    {
        foreach (string failure in outcome.Failures) context.Say(failure);
        context.Figure(
            "EventFile",
            "failures",
            outcome.Failures.Count,
            watch.Elapsed.TotalSeconds,
            (kind, outcome.Format),
            ("count", outcome.Cases),
            ("results", outcome.Results),
            ("errors", outcome.Errors),
            ("worst_seconds", outcome.WorstSeconds),
            ("worst_allocated_mb", outcome.WorstBytes / 1e6));
    }
}
