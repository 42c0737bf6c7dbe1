using System.Diagnostics;
using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The ledger of budgets: kills of a child process that decides on several threads, and how many decisions a second it keeps. The child is
/// this program with the case <c>ledger-child</c>.
/// </summary>
internal sealed class LedgerCase : IEvaluationCase
{
    public string Name => "ledger";

    public string Description => "Kills of a process under concurrent decisions, and records a second [--kills N] [--seed N]";

    public void Run(EvaluationContext context)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ledger-");
        try
        {
            LedgerSpeed.Measure(context, folder.FullName);
            Kill(context, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Kill(EvaluationContext context, string folder)
    {
        string path = Path.Combine(folder, "budgets");
        int kills = context.Option("kills", 200);
        Random random = new(context.Option("seed", 1));
        LedgerAudit audit = new(path);
        Stopwatch watch = Stopwatch.StartNew();
        string state = audit.Hash();
        for (int kill = 1; kill <= kills; kill++)
        {
            using Process child = ChildCase.Start("ledger-child", path, kill);
            // The child says first what it found: the state that the parent left.
            if (child.StandardOutput.ReadLine() is not { } found || found != "state " + state)
                throw new EvaluationException($"Kill {kill}: the child opened another state than the parent saw.");
            int least = random.Next(1, 400);
            Thread? killer = null;
            for (int told = 0; child.StandardOutput.ReadLine() is { } line; told++)
            {
                audit.Tell(line);
                if (told != least) continue;
                int pause = random.Next(0, 60);
                killer = new Thread(() =>
                {
                    Thread.Sleep(pause);
                    child.Kill(entireProcessTree: true);
                });
                killer.Start();
            }

            killer?.Join();
            child.WaitForExit();
            if (killer is null) throw new EvaluationException($"Kill {kill}: the child ended by itself: {child.StandardError.ReadToEnd()}");
            audit.Check(kill);
            state = audit.Hash();
            if (kill % 20 == 0) context.Say($"{kill} kills, {audit.Acknowledged} acknowledged, {audit.Torn} with a torn record");
        }

        context.Figure(
            "BudgetLedger", "acknowledged_lost", audit.Lost, watch.Elapsed.TotalSeconds,
            ("kills", kills), ("acknowledged", audit.Acknowledged), ("records_audited", audit.Records), ("torn_tails", audit.Torn),
            ("overspent", audit.Overspent), ("refused", audit.Refused), ("repeats_doubled", audit.Doubled),
            ("states_differing", audit.Differing));
    }
}
