namespace Personalization.Evaluation.Cases;

/// <summary>Two programs' seconds, measured in turn in one process.</summary>
internal static class Beside
{
    /// <summary>Runs both in turn and writes the figures of either; the ratio is peer ÷ ours, of medians.</summary>
    public static void Measure(
        EvaluationContext context, string variant, int rounds, (string Name, Action Run) ours, (string Name, Action Run) peer)
    {
        ours.Run();
        peer.Run();
        double[] own = new double[rounds], others = new double[rounds];
        for (int round = 0; round < rounds; round++)
        {
            own[round] = EvaluationContext.Seconds(ours.Run);
            others[round] = EvaluationContext.Seconds(peer.Run);
        }

        Array.Sort(own);
        Array.Sort(others);
        context.Figure(
            ours.Name, "ratio", others[rounds / 2] / own[rounds / 2], own[rounds / 2], ("variant", variant), ("peer_name", peer.Name),
            ("ours", own[rounds / 2]), ("peer", others[rounds / 2]), ("rounds", rounds));
    }
}
