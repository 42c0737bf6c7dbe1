using System.Diagnostics;
using System.IO.Compression;
using Personalization.Data;

namespace Personalization.Evaluation.Cases;

/// <summary>A look at the beginning of a large file: Online Retail II's rows again and again, in a fresh process.</summary>
internal sealed class InspectCase : IEvaluationCase
{
    public string Name => "inspect";

    public string Description => "Online Retail II's rows up to [--megabytes N, default 1100]: EventFile.Inspect, first call of a process";

    public void Run(EvaluationContext context)
    {
        string path = Path.Combine(Path.GetTempPath(), $"inspect-{Environment.ProcessId}.csv");
        try
        {
            Write(context, path, context.Option("megabytes", 1_100) * 1_000_000L);
            Stopwatch watch = Stopwatch.StartNew();
            FileInspection look = EventFile.Inspect(path);
            double seconds = watch.Elapsed.TotalSeconds;
            context.Figure(
                "EventFile", "inspect_seconds", seconds, null, ("bytes", new FileInfo(path).Length), ("rows", look.Report!.RowsRead),
                ("layout", look.Report.Layout));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Write(EvaluationContext context, string path, long bytes)
    {
        using FileStream file = File.Create(path);
        for (bool first = true; file.Length < bytes; first = false)
        {
            using FileStream packed = File.OpenRead(context.Data(Retail.File));
            using GZipStream rows = new(packed, CompressionMode.Decompress);
            while (!first && rows.ReadByte() is not ('\n' or -1))
            {
                // The header stands once.
            }

            rows.CopyTo(file);
            file.Flush();
        }
    }
}
