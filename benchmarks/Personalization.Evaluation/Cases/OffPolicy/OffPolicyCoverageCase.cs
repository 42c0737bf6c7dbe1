using Personalization.Bandits;
using Personalization.Bandits.Tests.Evaluation;

namespace Personalization.Evaluation.Cases;

/// <summary>How often the intervals hold the truth, over simulated logs, and when an answer is refused.</summary>
internal sealed class OffPolicyCoverageCase : IEvaluationCase
{
    private static readonly OffPolicyOptions Unchecked = new()
    {
        LargestWeight = 10,
        LeastRounds = 0,
        LeastEffectiveSampleSize = 0,
        LeastEffectiveShare = 0,
        UnsupportedShare = 1,
        LeastRewarded = 0,
        CalibrationLevel = 0,
        Threads = 1,
    };

    private static readonly OffPolicyOptions Checked = new() { Threads = 1 };

    public string Name => "off-policy-coverage";

    public string Description =>
        "coverage of 95 % intervals on simulated logs, by estimator; refusals both ways; searches [--repetitions 1000 --worlds 0]";

    public void Run(EvaluationContext context)
    {
        int repetitions = context.Option("repetitions", 1_000);
        // Other seeds of the truth, on which nothing was looked at when intervals and limits were chosen.
        ulong worlds = (ulong)context.Option("worlds", 0);
        Cover(context, "even", SimulatedBandit.Make(worlds + 1, 10, .1, 0, 2, 0), 1_000, repetitions);
        Cover(context, "rare rewards", SimulatedBandit.Make(worlds + 2, 10, .003, 0, 2, 0), 3_000, repetitions);
        Cover(context, "skewed weights", SimulatedBandit.Make(worlds + 3, 10, .1, 2.5, .5, .02), 2_000, repetitions);
        Cover(context, "skewed weights, frequent rewards", SimulatedBandit.Make(worlds + 4, 20, .2, 2, 2, .02), 5_000, repetitions);
        Cover(context, "skewed weights, rare rewards", SimulatedBandit.Make(worlds + 5, 10, .005, 2, 1, .02), 5_000, repetitions);
        Cover(context, "short", SimulatedBandit.Make(worlds + 6, 5, .2, .5, 1, .1), 200, repetitions);
        Cover(context, "customers of five rounds", SimulatedBandit.Make(worlds + 7, 5, .1, .5, 1, .1, clusterSize: 5), 2_000, repetitions);
        Cover(context, "the same policy", SimulatedBandit.Make(worlds + 8, 5, .2, 0, 0, 0), 200, repetitions);
        Cover(context, "amounts", SimulatedBandit.Make(worlds + 10, 10, .1, .5, 1, .1, amounts: true), 2_000, repetitions);
        Cover(
            context, "skewed weights, rare amounts", SimulatedBandit.Make(worlds + 11, 10, .02, 1.5, 1, .05, amounts: true), 5_000,
            repetitions);
        Cover(context, "little left to chance", SimulatedBandit.Make(worlds + 14, 10, .2, 3, 2, .02), 10_000, repetitions);
        Refuse(context, "answerable", SimulatedBandit.Make(worlds + 1, 10, .1, 0, 2, 0), 1_000, repetitions, Log.AsItWas);
        Refuse(context, "skewed, answerable", SimulatedBandit.Make(worlds + 3, 10, .1, 1, .5, .1), 5_000, repetitions, Log.AsItWas);
        Refuse(context, "customers, answerable", SimulatedBandit.Make(worlds + 7, 5, .1, .5, 1, .1, 5), 2_000, repetitions, Log.AsItWas);
        Refuse(
            context, "little left to chance, answerable", SimulatedBandit.Make(worlds + 14, 10, .2, 3, 2, .02), 10_000, repetitions,
            Log.AsItWas);
        Refuse(context, "few rounds decide", SimulatedBandit.Make(worlds + 9, 20, .2, 3, 3, .002), 1_000, repetitions, Log.AsItWas);
        Refuse(context, "too short", SimulatedBandit.Make(worlds + 1, 10, .1, 0, 2, 0), 40, repetitions, Log.AsItWas);
        Refuse(context, "hardly a reward", SimulatedBandit.Make(worlds + 2, 10, .0005, 0, 2, 0), 3_000, repetitions, Log.AsItWas);
        Refuse(
            context, "an action never taken", SimulatedBandit.Make(worlds + 1, 10, .1, 0, 2, 0), 2_000, repetitions, Log.WithoutAnAction);
        Refuse(
            context, "propensities made up", SimulatedBandit.Make(worlds + 3, 10, .1, 1, .5, .1), 5_000, repetitions, Log.EvenPropensities);
        Search(
            context, "fifty policies worth the same", SimulatedBandit.Make(worlds + 12, 10, .1, .5, 1, .1, alike: true), 50, repetitions);
        Search(context, "one policy is better", SimulatedBandit.Make(worlds + 13, 10, .1, .5, 2, .1), 49, repetitions);
    }

    private static void Cover(EvaluationContext context, string name, SimulatedBandit bandit, int rounds, int repetitions)
    {
        Dictionary<OffPolicyEstimator, Coverage> all = [];
        int answered = 0;
        double sample = 0;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            (LoggedRounds log, int[] kinds) = bandit.Draw(rounds, 1, (ulong)repetition);
            TargetPolicy policy = bandit.Policy(kinds);
            OffPolicyEvaluation evaluation = new OffPolicyEvaluator(Unchecked).Evaluate(log, policy);
            if (new OffPolicyEvaluator(Checked).Evaluate(log, policy).IsAnswered) answered++;
            sample += evaluation.EffectiveSampleSize;
            foreach (OffPolicyEstimate estimate in evaluation.Estimates)
            {
                if (!all.TryGetValue(estimate.Estimator, out Coverage? coverage))
                    all.Add(estimate.Estimator, coverage = new Coverage());
                coverage.Add(estimate, bandit.TrueValue);
            }
        }

        foreach ((OffPolicyEstimator estimator, Coverage coverage) in all)
        {
            context.Figure(
                estimator.ToString(), "coverage", (double)coverage.Held / repetitions, null,
                [
                    ("log", name), ("rounds", rounds), ("repetitions", repetitions), ("worlds", context.Option("worlds", 0)),
                    ("truth", bandit.TrueValue),
                    ("too_low", (double)coverage.Below / repetitions), ("mean_width", coverage.Width / repetitions),
                    ("bias", (coverage.Value / repetitions) - bandit.TrueValue),
                    ("root_mean_squared_error", Math.Sqrt(coverage.Squares / repetitions)),
                    ("t_interval_coverage", (double)coverage.HeldByErrors / repetitions),
                    ("mean_effective_sample_size", sample / repetitions), ("answered", (double)answered / repetitions),
                ]);
        }
    }

    private static void Refuse(EvaluationContext context, string name, SimulatedBandit bandit, int rounds, int repetitions, Log change)
    {
        int refused = 0;
        TargetPolicy even = TargetPolicy.Uniform();
        Dictionary<OffPolicyRefusalReason, int> reasons = [];
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            (LoggedRounds log, int[] kinds) = bandit.Draw(rounds, 2, (ulong)repetition);
            OffPolicyEvaluation evaluation =
                new OffPolicyEvaluator(Checked).Evaluate(Changed(log, change), change == Log.AsItWas ? bandit.Policy(kinds) : even);
            if (!evaluation.IsAnswered) refused++;
            foreach (OffPolicyRefusal refusal in evaluation.Refusals)
                reasons[refusal.Reason] = reasons.GetValueOrDefault(refusal.Reason) + 1;
        }

        (string, object)[] more =
        [
            ("log", name), ("rounds", rounds), ("repetitions", repetitions), ("worlds", context.Option("worlds", 0)),
            .. reasons.OrderBy(r => r.Key).Select(r => (r.Key.ToString(), (object)((double)r.Value / repetitions))),
        ];
        context.Figure("verdict", "refused", (double)refused / repetitions, null, more);
    }

    /// <summary>How often a search among policies by taste, and one that is better where there is one, finds a better one.</summary>
    private static void Search(EvaluationContext context, string name, SimulatedBandit bandit, int policies, int repetitions)
    {
        const int Rounds = 2_000;
        bool oneIsBetter = bandit.TrueValue > bandit.LoggedValue * 1.01;
        int alarms = 0, found = 0, looked = 0;
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            (LoggedRounds log, int[] kinds) = bandit.Draw(Rounds, 3, (ulong)repetition);
            List<TargetPolicy> candidates = [.. Enumerable.Range(0, policies).Select(index => bandit.OtherPolicy(kinds, index))];
            if (oneIsBetter) candidates.Add(bandit.Policy(kinds));
            PolicyComparison comparison = new PolicySearch(Checked).Compare(log, candidates);
            if (comparison.Policies.Any(p => p.Gain is { IsSurelyBetter: true })) alarms++;
            if (comparison.Best?.Policy == "target") found++;
            foreach (TargetPolicy policy in candidates)
            {
                OffPolicyEstimate? alone = new OffPolicyEvaluator(Checked).Evaluate(log, policy).Answer;
                if (alone is null || alone.Low <= comparison.LoggedValue) continue;
                looked++;
                break;
            }
        }

        context.Figure(
            "search", "found_better", (double)alarms / repetitions, null,
            [
                ("log", name), ("rounds", Rounds), ("policies", policies + (oneIsBetter ? 1 : 0)), ("repetitions", repetitions),
                ("worlds", context.Option("worlds", 0)),
                ("found_the_best", (double)found / repetitions), ("without_correction", (double)looked / repetitions),
            ]);
    }

    /// <summary>A log with what is wrong with it.</summary>
    private static LoggedRounds Changed(LoggedRounds log, Log change)
    {
        if (change == Log.AsItWas) return log;
        if (change == Log.EvenPropensities)
        {
            double[] even = new double[log.Count];
            even.AsSpan().Fill(1.0 / log.ActionCount);
            return new LoggedRounds(log.ActionCount, log.Actions, log.Rewards, even);
        }

        // Drawn evenly, without the rounds of the last action: the propensities of those left are a ninth.
        int[] kept = [.. Enumerable.Range(0, log.Count).Where(round => log.Actions[round] < log.ActionCount - 1)];
        return new LoggedRounds(
            log.ActionCount, Array.ConvertAll(kept, round => log.Actions[round]), Array.ConvertAll(kept, round => log.Rewards[round]),
            Array.ConvertAll(kept, _ => 1.0 / (log.ActionCount - 1)));
    }

    private enum Log
    {
        AsItWas,
        EvenPropensities,
        WithoutAnAction,
    }

    /// <summary>How often an interval held the truth.</summary>
    private sealed class Coverage
    {
        public int Held { get; private set; }

        /// <summary>Intervals that lie below the truth.</summary>
        public int Below { get; private set; }

        /// <summary>How often the estimate ± 1.96 errors would have.</summary>
        public int HeldByErrors { get; private set; }

        public double Width { get; private set; }

        public double Value { get; private set; }

        public double Squares { get; private set; }

        public void Add(OffPolicyEstimate estimate, double truth)
        {
            if (estimate.Low <= truth && truth <= estimate.High) Held++;
            if (estimate.High < truth) Below++;
            if (Math.Abs(estimate.Value - truth) <= 1.96 * estimate.StandardError) HeldByErrors++;
            Width += estimate.High - estimate.Low;
            Value += estimate.Value;
            Squares += (estimate.Value - truth) * (estimate.Value - truth);
        }
    }
}
