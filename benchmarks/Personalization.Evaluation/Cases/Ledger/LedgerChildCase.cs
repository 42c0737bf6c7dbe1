using System.Text;
using Personalization.Core;
using Personalization.Incentives;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// What <see cref="LedgerCase"/> kills: decides on several threads until then, and tells each acknowledged step in a line. Each thread
/// repeats what it did before from time to time, as after a crash.
/// </summary>
internal sealed class LedgerChildCase : IEvaluationCase
{
    public const int Offers = 5;
    private const int Threads = 6;

    public string Name => "ledger-child";

    public string Description => "The process that 'ledger' kills; not for calling by hand --file PATH --run N";

    public void Run(EvaluationContext context)
    {
        using BudgetLedger ledger = BudgetLedger.Open(context.Option("file", ""));
        using Stream output = Console.OpenStandardOutput();
        Lock gate = new();
        int run = context.Option("run", 0);
        Say($"state {LedgerAudit.Hash(ledger)}");
        TopUp("total", 300_000, $"total {run}");
        for (int offer = 0; offer < Offers; offer++) TopUp($"offer:{offer}", 75_000, $"offer:{offer} {run}");
        Parallel.For(0, Threads, new ParallelOptions { MaxDegreeOfParallelism = Threads }, Decide);

        void Decide(int thread)
        {
            Random random = new((run * 100) + thread);
            for (uint i = 1; ; i++)
            {
                // In every third run one thread keeps making the file anew while the others decide, so that kills meet that too.
                if (run % 3 == 0 && thread == 0 && i % 25 == 0) ledger.Compact();
                DecisionId id = new(new UInt128(((ulong)run << 32) | (uint)thread, i));
                BudgetAmount[] amounts = [new("total", random.Next(1, 500)), new($"offer:{random.Next(Offers)}", random.Next(1, 500))];
                // Some live a few milliseconds, so that they expire under load; most are settled.
                DateTimeOffset expires = random.Next(4) == 0 ? DateTimeOffset.UtcNow.AddMilliseconds(3) : DateTimeOffset.MaxValue;
                ReserveResult reserved = ledger.Reserve(id, amounts, expires);
                if (reserved.Reservation is null)
                {
                    Say("refused");
                    continue;
                }

                Say($"reserved {id} {amounts[0].Units} {amounts[1].Budget} {amounts[1].Units}");
                if (random.Next(10) == 0 && !ledger.Reserve(id, amounts, expires).IsRepeat) Say("doubled");
                switch (random.Next(4))
                {
                    case 0:
                        break;
                    case 1:
                        Say($"settled {id} {ledger.Release(id).Status}");
                        break;
                    default:
                        long actual = random.NextInt64(amounts[0].Units + 1);
                        BudgetReservation settled = ledger.Commit(id, [amounts[0] with { Units = actual }, amounts[1]]);
                        Say($"settled {id} {settled.Status} {settled.Spent[0].Units} {settled.Spent[1].Units}");
                        break;
                }
            }
        }

        void TopUp(string budget, long units, string reference)
        {
            ledger.TopUp(budget, units, reference);
            Say($"topped {budget} {units}");
        }

        void Say(string line)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(line + "\n");
            lock (gate) output.Write(bytes);
        }
    }
}
