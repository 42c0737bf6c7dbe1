using System.Diagnostics;
using Personalization.Data;
using Personalization.TestKit;

namespace Personalization.Evaluation.Cases;

/// <summary>Damaged files of each format: every one must end in a result or a clear error, within a second and 256 MB.</summary>
internal sealed class FuzzCase : IEvaluationCase
{
    public string Name => "fuzz";

    public string Description => "Mutated files of each format [--count N, default 10000] [--seed N]";

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
            foreach (string failure in outcome.Failures) context.Say(failure);
            context.Figure(
                "EventFile",
                "failures",
                outcome.Failures.Count,
                watch.Elapsed.TotalSeconds,
                ("format", format.ToString()),
                ("count", count),
                ("results", outcome.Results),
                ("errors", outcome.Errors),
                ("worst_seconds", outcome.WorstSeconds),
                ("worst_allocated_mb", outcome.WorstBytes / 1e6));
        }
    }
}
