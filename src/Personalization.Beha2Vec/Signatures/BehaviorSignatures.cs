using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// What customers are like by their whole history, to cluster or to compare them by: an embedding after the last event tells what is
/// likely next, and two customers of one kind may stand at different points. A signature is the mean of the embedding over the history in
/// the directions that stay the same from one visit to the next ("trait_1" …), the mix of event types ("steps_1" …), how much happened
/// and how long ago ("events", "idle_days"), and when in the year ("season_cos", "season_sin").
/// </summary>
public static class BehaviorSignatures
{
    private static readonly TimeSpan LeastSpan = TimeSpan.FromDays(182);

    /// <summary>
    /// Signatures of customers: every feature has mean 0 and variance 1. O(events) forward passes; of a customer the latest 1,000 events
    /// count.
    /// </summary>
    /// <param name="model">Embeds the events.</param>
    /// <param name="sequences">Read by the model's vocabulary.</param>
    /// <param name="customers">Whose signatures; null for all of the sequences. One without events has zeros as traits and steps.</param>
    /// <param name="asOf">What days since the last event count to.</param>
    /// <param name="options">What they are made of; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes.</exception>
    public static FeatureTable Of(
        Beha2VecModel model, EventSequences sequences, IdIndex<CustomerId>? customers, DateTime asOf,
        BehaviorSignatureOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(sequences);
        if (!ReferenceEquals(sequences.Vocabulary, model.Vocabulary))
            throw new ArgumentException("The sequences are read by other codes; read them by the model's Vocabulary.", nameof(sequences));
        options ??= new BehaviorSignatureOptions();
        customers ??= sequences.Customers;
        int[] rows = customers.RowsIn(sequences.Customers);
        HistoryPools pools = HistoryPools.Of(model.Network, sequences, rows, options.Threads, cancellationToken);
        List<(string, float[])> columns = [];
        if (options.Traits > 0) AddAll("trait_", StableTraits.Of(pools, options.Traits));
        if (options.Steps > 0) AddAll("steps_", pools.OfAll(StableTraits.Components(pools.OfKnown(pools.Types), options.Steps)));
        if (options.Activity)
        {
            columns.Add(("events", Each(row => (float)StableMath.Log(1 + pools.CountOf(row)))));
            columns.Add(("idle_days", Each(row => pools.Last[row] == 0
                ? 0
                : (float)StableMath.Log(1 + Math.Max(0, (asOf.Ticks - pools.Last[row]) / (double)TimeSpan.TicksPerDay)))));
        }

        if (options.Season && sequences.Span >= LeastSpan)
        {
            columns.Add(("season_cos", Column(pools.Season, 0)));
            columns.Add(("season_sin", Column(pools.Season, 1)));
        }

        return FeatureTable.Create(customers, columns).Standardize();

        void AddAll(string prefix, Matrix values)
        {
            for (int column = 0; column < values.Columns; column++)
                columns.Add((FormattableString.Invariant($"{prefix}{column + 1}"), Column(values, column)));
        }

        float[] Each(Func<int, float> value)
        {
            float[] values = new float[rows.Length];
            for (int row = 0; row < values.Length; row++) values[row] = value(row);
            return values;
        }

        float[] Column(Matrix matrix, int column) => Each(row => matrix[row, column]);
    }
}
