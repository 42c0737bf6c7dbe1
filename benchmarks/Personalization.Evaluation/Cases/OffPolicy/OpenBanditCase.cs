using System.Globalization;
using Personalization.Bandits;

namespace Personalization.Evaluation.Cases;

/// <summary>Each of Open Bandit's two policies judged by the other's log, and beside it what it was really worth.</summary>
internal sealed class OpenBanditCase : IEvaluationCase
{
    /// <summary>Every check off, so that figures can be compared also where the answer would be refused.</summary>
    private static readonly OffPolicyOptions Unchecked = new()
    {
        LargestWeight = 10,
        LeastRounds = 0,
        LeastEffectiveSampleSize = 0,
        LeastEffectiveShare = 0,
        UnsupportedShare = 1,
        LeastRewarded = 0,
        CalibrationLevel = 0,
    };

    public string Name => "open-bandit";

    public string Description => "Open Bandit, men's campaign: every estimator in both directions of the logs [--write FILE.csv]";

    public void Run(EvaluationContext context)
    {
        OpenBanditLog random = OpenBanditLog.Read(context, "random"), thompson = OpenBanditLog.Read(context, "bts");
        string file = context.Option("write", "");
        using StreamWriter? exact = file.Length > 0 ? new StreamWriter(file) : null;
        exact?.WriteLine("log,estimator,value,low,high,error,sample,largest,share,parameter");
        Judge(context, "random", random.Rounds, thompson.Frequencies("bts", random.Rounds), thompson.Rounds, exact);
        Judge(context, "bts", thompson.Rounds, TargetPolicy.Uniform("random"), random.Rounds, exact);
    }

    private static void Judge(
        EvaluationContext context, string log, LoggedRounds rounds, TargetPolicy policy, LoggedRounds other, StreamWriter? exact)
    {
        double worth = other.Rewards.ToArray().Average();
        foreach (OffPolicyEstimate estimate in new OffPolicyEvaluator(Unchecked).Evaluate(rounds, policy).Estimates)
        {
            context.Figure(
                estimate.Estimator.ToString(), "value", estimate.Value, null,
                [
                    ("log", log), ("policy", policy.Name), ("low", estimate.Low), ("high", estimate.High),
                    ("standard_error", estimate.StandardError), ("effective_sample_size", estimate.EffectiveSampleSize),
                    ("largest_weight", estimate.LargestWeight), ("weighted_share", estimate.WeightedShare),
                    ("parameter", estimate.Parameter ?? 0), ("on_its_own_log", worth),
                ]);
            exact?.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{log},{estimate.Estimator},{estimate.Value:R},{estimate.Low:R},{estimate.High:R},"
                    + $"{estimate.StandardError:R},{estimate.EffectiveSampleSize:R},{estimate.LargestWeight:R},{estimate.WeightedShare:R},"
                    + $"{estimate.Parameter ?? 0:R}"));
        }

        OffPolicyEvaluation verdict = new OffPolicyEvaluator().Evaluate(rounds, policy);
        context.Figure(
            "verdict", "answered", verdict.IsAnswered ? 1 : 0, null,
            [
                ("log", log), ("policy", policy.Name), ("mean_weight", verdict.MeanWeight),
                ("unsupported_share", verdict.UnsupportedShare), ("says", verdict.ToString()),
            ]);
    }
}
