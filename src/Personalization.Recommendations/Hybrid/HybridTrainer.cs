using System.Diagnostics;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Fits several recommenders and learns how far to trust each: on what comes before a validation slice they are fitted, on the slice
/// weights of their scores are learned, by a softmax over items, for customers by the length of their history; then they are fitted anew on
/// all events. Stateless and thread-safe; the same data gives the same bytes for any number of threads.
/// </summary>
/// <param name="parts">What it is made of, at least one; null: <see cref="HybridPart.Default"/>.</param>
/// <param name="options">How weights are learned; null for the defaults.</param>
public sealed class HybridTrainer(IReadOnlyList<HybridPart>? parts = null, HybridOptions? options = null)
{
    private readonly HybridOptions _options = options ?? new HybridOptions();
    private readonly HybridPart[] _parts = Checked(parts ?? HybridPart.Default(options?.Threads));

    /// <summary>Fits on a log.</summary>
    /// <param name="log">The events; an empty log gives a model that recommends nothing.</param>
    /// <param name="progress">Told which part is fitted.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    /// <remarks>
    /// Where the slice holds nobody who took something new, weights stay at what they begin with: each part counts the same.
    /// </remarks>
    public HybridModel Fit(EventLog log, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        long started = Stopwatch.GetTimestamp();
        List<double> losses = [];
        (HybridWeights weights, double[]? gains) = Learn(log, losses, progress, cancellationToken);
        IScoringRecommender[] models = FitParts(log, 1, progress, cancellationToken);
        progress?.Report(new FitProgress("hybrid", 1));
        StopReason reason = losses.Count > 0 ? StopReason.Converged : StopReason.ClosedForm;
        FitReport report = new(Math.Max(0, losses.Count - 1), reason, losses, Stopwatch.GetElapsedTime(started));
        return new HybridModel(_options, SpaceOf(log), [.. _parts.Select(part => part.Name)], models, KnowsNew, weights, gains, report);
    }

    private bool[] KnowsNew => [.. _parts.Select(part => part.KnowsNewItems)];

    private static HybridPart[] Checked(IReadOnlyList<HybridPart> parts)
    {
        Guard.NotEmpty(parts, nameof(parts));
        foreach (HybridPart part in parts) Guard.NotBlank(part.Name, $"{nameof(HybridPart)}.{nameof(HybridPart.Name)}");
        if (parts.GroupBy(part => part.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two parts are called '{twice.Key}'; give each a name of its own.", nameof(parts));
        return [.. parts];
    }

    private static ItemSpace SpaceOf(EventLog log)
    {
        InteractionMatrix interactions = InteractionMatrix.From(log);
        double[] popularity = new double[interactions.Items.Count];
        for (int row = 0; row < interactions.Customers.Count; row++)
        {
            foreach (int item in interactions.ItemsOf(row)) popularity[item]++;
        }

        return ItemSpace.Of(interactions, log.Items, popularity);
    }

    private (HybridWeights Weights, double[]? Gains) Learn(
        EventLog log, List<double> losses, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int count = HybridFeatures.CountOf(KnowsNew);
        double[] start = new double[count];
        if (log.EventCount > 0)
        {
            EventSplit split = EventSplit.LastShare(log, _options.ValidationShare);
            ItemSpace past = SpaceOf(split.Train);
            IScoringRecommender[] models = FitParts(split.Train, 0, progress, cancellationToken);
            HybridFeatures features = new(past, models, KnowsNew);
            (RankingExample[] examples, int[] lengths, double[] gains) =
                new HybridExamples(_options, past, features, InteractionMatrix.From(split.Test)).Draw(cancellationToken);
            if (examples.Length > 0) return (Learn(examples, lengths, start, losses, cancellationToken), gains);
        }

        for (int part = 0, column = 0; part < _parts.Length; column += _parts[part].KnowsNewItems ? 3 : 2, part++) start[column] = 1;
        return (new HybridWeights([.. Enumerable.Repeat(start, HybridWeights.GroupCount)]), null);
    }

    /// <summary>Weights of all customers, and those of each group, held at these.</summary>
    private HybridWeights Learn(
        RankingExample[] examples, int[] lengths, double[] start, List<double> losses, CancellationToken cancellationToken)
    {
        double[] all = SoftmaxRanking.Fit(examples, start, _options.Regularization, losses, _options.Threads, cancellationToken);
        double[][] groups = new double[HybridWeights.GroupCount][];
        for (int group = 0; group < groups.Length; group++)
        {
            RankingExample[] own = [.. examples.Where((_, i) => HybridWeights.GroupOf(lengths[i]) == group)];
            groups[group] = SoftmaxRanking.Fit(own, all, _options.Regularization, null, _options.Threads, cancellationToken);
        }

        return new HybridWeights(groups);
    }

    /// <param name="log">The events.</param>
    /// <param name="round">0: before the weights are learned; 1: after.</param>
    /// <param name="progress">Told which part is fitted.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    private IScoringRecommender[] FitParts(EventLog log, int round, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        IScoringRecommender[] models = new IScoringRecommender[_parts.Length];
        for (int part = 0; part < models.Length; part++)
        {
            double done = ((round * models.Length) + part) / (2.0 * models.Length);
            progress?.Report(new FitProgress($"hybrid, {_parts[part].Name}", done));
            cancellationToken.ThrowIfCancellationRequested();
            models[part] = _parts[part].Fit(log, null, cancellationToken);
        }

        return models;
    }
}
