using System.Globalization;
using System.IO.Compression;
using Personalization.Bandits;

namespace Personalization.Evaluation.Cases;

/// <summary>One of the two logs of Open Bandit's men's campaign: 34 items, three positions, a click or none.</summary>
internal sealed record OpenBanditLog(LoggedRounds Rounds)
{
    public const int Items = 34, Positions = 3;

    private const int ItemField = 2, PositionField = 3, ClickField = 4, PropensityField = 5;

    /// <param name="context">Knows where the data is.</param>
    /// <param name="policy">"random" or "bts".</param>
    public static OpenBanditLog Read(EvaluationContext context, string policy)
    {
        using GZipStream unpacked = new(File.OpenRead(context.Data($"open-bandit/{policy}/men.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        string[] header = reader.ReadLine()!.Split(',');
        string[] expected = ["item_id", "position", "click", "propensity_score"];
        if (!header.AsSpan(ItemField, expected.Length).SequenceEqual(expected))
            throw new EvaluationException($"The log of '{policy}' has another header: {string.Join(',', header.Take(6))}.");
        List<int> items = [], positions = [];
        List<double> clicks = [], propensities = [];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',', PropensityField + 2);
            items.Add(int.Parse(fields[ItemField], CultureInfo.InvariantCulture));
            positions.Add(int.Parse(fields[PositionField], CultureInfo.InvariantCulture) - 1);
            clicks.Add(double.Parse(fields[ClickField], CultureInfo.InvariantCulture));
            propensities.Add(double.Parse(fields[PropensityField], CultureInfo.InvariantCulture));
        }

        return new OpenBanditLog(new LoggedRounds(Items, [.. items], [.. clicks], [.. propensities], [.. positions]));
    }

    /// <summary>What this log did, as a policy for another's rounds: how often each item was shown in each position.</summary>
    public TargetPolicy Frequencies(string name, LoggedRounds other)
    {
        double[,] shares = new double[Positions, Items];
        double[] shown = new double[Positions];
        for (int round = 0; round < Rounds.Count; round++)
        {
            shares[Rounds.Positions[round], Rounds.Actions[round]]++;
            shown[Rounds.Positions[round]]++;
        }

        return TargetPolicy.Of(
            name,
            (round, row) =>
            {
                int position = other.Positions[round];
                for (int item = 0; item < Items; item++) row[item] = shares[position, item] / shown[position];
            });
    }
}
