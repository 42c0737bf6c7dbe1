using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>How an offer changes the log-odds of a purchase within a group of customers: a normal distribution.</summary>
/// <param name="Offer">Id of the offer.</param>
/// <param name="Group">Name of the group; empty: all groups, and those that nothing is known of.</param>
/// <param name="Given">How often it was given there.</param>
/// <param name="Bought">How often a purchase came of it.</param>
/// <param name="Expected">How many purchases would have come without it.</param>
/// <param name="Mean">Expected change of the log-odds.</param>
/// <param name="Deviation">Its standard deviation, above 0.</param>
public sealed record GroupEffect(
    string Offer, string Group, long Given, long Bought, double Expected, double Mean, double Deviation);

/// <summary>
/// What happened after offers, counted by offer and group of customers, and what follows of their effects: groups of an offer are drawn
/// towards each other, and offers towards what is assumed, as far as little is known. For a stream of decisions: adding one is O(1).
/// Not thread-safe; <see cref="Estimate"/> gives what is.
/// </summary>
/// <remarks>
/// Customer i of probability pᵢ without an offer buys with σ(logit pᵢ + δ). A cell's δ is at its maximum of likelihood, with the inverse of
/// its curvature as variance; cells of an offer are normal around the offer's mean, offers around the assumption, and both spreads follow
/// from the data (empirical Bayes by moments, DerSimonian and Laird 1986) above the options' least.
/// </remarks>
public sealed class GroupEffects
{
    /// <summary>Bins of the log-odds without an offer, from −12 to 12: within one, customers count as having its mean.</summary>
    private const int Bins = 192;
    private const double Edge = 12;

    private readonly SortedDictionary<string, SortedDictionary<string, Cell>> _cells = new(StringComparer.Ordinal);
    private readonly GroupEffectsOptions _options;

    /// <summary>Nothing has happened yet.</summary>
    /// <param name="options">What is assumed; null: the defaults.</param>
    public GroupEffects(GroupEffectsOptions? options = null) => _options = options ?? new GroupEffectsOptions();

    /// <summary>Adds what came of an offer that was given.</summary>
    /// <param name="offer">Id of the offer.</param>
    /// <param name="group">The customer's group, such as a segment or cluster; null or empty: of none.</param>
    /// <param name="probability">Probability of a purchase without the offer, 0 to 1.</param>
    /// <param name="bought">Whether a purchase came.</param>
    public void Add(string offer, string? group, double probability, bool bought)
    {
        Guard.NotBlank(offer);
        Guard.InRange(probability, 0, 1);
        if (!_cells.TryGetValue(offer, out SortedDictionary<string, Cell>? groups))
            _cells[offer] = groups = new SortedDictionary<string, Cell>(StringComparer.Ordinal);
        string name = group ?? "";
        if (!groups.TryGetValue(name, out Cell? cell)) groups[name] = cell = new Cell();
        cell.Add(probability, bought);
    }

    /// <summary>What follows of all that was added. O(offers · groups).</summary>
    public GroupResponses Estimate()
    {
        List<Pooled> offers = [];
        foreach ((string offer, SortedDictionary<string, Cell> groups) in _cells) offers.Add(Pool(offer, groups));
        // Offers around what is assumed: their spread is what their means have beyond their own errors.
        double between = Spread(offers.Select(own => (own.Mean, own.Variance)), _options.Mean, _options.OfferDeviation);
        List<GroupEffect> effects = [];
        foreach (Pooled offer in offers)
        {
            (double mean, double variance) = Towards(offer.Mean, offer.Variance, _options.Mean, between * between);
            effects.Add(new GroupEffect(
                offer.Offer, "", offer.Cells.Sum(own => own.Cell.Given), offer.Cells.Sum(own => own.Cell.Bought),
                offer.Cells.Sum(own => own.Cell.Expected), mean, Math.Sqrt(variance + (offer.Within * offer.Within))));
            foreach ((string group, Cell cell, double own, double ownVariance) in offer.Cells)
            {
                if (group.Length == 0) continue;
                double within = offer.Within * offer.Within, weight = within / (within + ownVariance);
                // The offer's own uncertainty stays in what is drawn towards it.
                double left = ((1 - weight) * within) + ((1 - weight) * (1 - weight) * variance);
                effects.Add(new GroupEffect(
                    offer.Offer, group, cell.Given, cell.Bought, cell.Expected, (weight * own) + ((1 - weight) * mean), Math.Sqrt(left)));
            }
        }

        return new GroupResponses(effects, _options);
    }

    private Pooled Pool(string offer, SortedDictionary<string, Cell> groups)
    {
        (string Group, Cell Cell, double Mean, double Variance)[] cells =
            [.. groups.Select(group => (group.Key, group.Value, group.Value.Fit(_options), 0.0))];
        for (int i = 0; i < cells.Length; i++) cells[i].Variance = 1 / Math.Max(1e-12, cells[i].Cell.Curvature(cells[i].Mean));
        double center = Center(cells.Select(cell => (cell.Mean, cell.Variance)), 0);
        double within = Spread(cells.Select(cell => (cell.Mean, cell.Variance)), center, _options.GroupDeviation);
        center = Center(cells.Select(cell => (cell.Mean, cell.Variance)), within * within);
        double variance = 1 / cells.Sum(cell => 1 / (cell.Variance + (within * within)));
        return new Pooled(offer, cells, center, variance, within);
    }

    private static double Center(IEnumerable<(double Mean, double Variance)> cells, double spread)
    {
        double sum = 0, weights = 0;
        foreach ((double mean, double variance) in cells)
        {
            double weight = 1 / (variance + spread);
            (sum, weights) = (sum + (weight * mean), weights + weight);
        }

        return sum / weights;
    }

    /// <summary>Standard deviation around a center beyond the cells' own errors, at least the least.</summary>
    private static double Spread(IEnumerable<(double Mean, double Variance)> cells, double center, double least)
    {
        double excess = 0, weights = 0, squares = 0;
        int count = 0;
        foreach ((double mean, double variance) in cells)
        {
            double weight = 1 / variance;
            excess += weight * (mean - center) * (mean - center);
            (weights, squares, count) = (weights + weight, squares + (weight * weight), count + 1);
        }

        double scale = weights - (squares / weights);
        return scale > 0 ? Math.Sqrt(Math.Max(least * least, (excess - count + 1) / scale)) : least;
    }

    private static (double Mean, double Variance) Towards(double mean, double variance, double center, double spread)
    {
        (double own, double other) = (1 / variance, 1 / spread);
        return (((own * mean) + (other * center)) / (own + other), 1 / (own + other));
    }

    private sealed record Pooled(
        string Offer, (string Group, Cell Cell, double Mean, double Variance)[] Cells, double Mean, double Variance, double Within);

    /// <summary>An offer in a group.</summary>
    private sealed class Cell
    {
        private readonly long[] _given = new long[Bins];
        private readonly double[] _odds = new double[Bins];

        public long Given { get; private set; }

        public long Bought { get; private set; }

        public double Expected { get; private set; }

        public void Add(double probability, bool bought)
        {
            double odds = probability <= 0 ? -Edge
                : probability >= 1 ? Edge
                : Math.Clamp(StableMath.Log(probability / (1 - probability)), -Edge, Edge);
            int bin = (int)Math.Min((odds + Edge) / (2 * Edge) * Bins, Bins - 1);
            _given[bin]++;
            _odds[bin] += odds;
            Given++;
            Expected += probability;
            if (bought) Bought++;
        }

        /// <summary>Greatest likelihood with a weak pull to the assumption, so that a cell where nobody bought stays finite.</summary>
        public double Fit(GroupEffectsOptions options)
        {
            double delta = options.Mean, weak = 1 / (options.CellDeviation * options.CellDeviation);
            for (int step = 0; step < 50; step++)
            {
                (double expected, double curvature) = Sums(delta);
                double move = (Bought - expected - (weak * (delta - options.Mean))) / (curvature + weak);
                delta += Math.Clamp(move, -1, 1);
                if (Math.Abs(move) < 1e-10) break;
            }

            return delta;
        }

        public double Curvature(double delta) => Sums(delta).Curvature;

        private (double Expected, double Curvature) Sums(double delta)
        {
            double expected = 0, curvature = 0;
            for (int bin = 0; bin < Bins; bin++)
            {
                if (_given[bin] == 0) continue;
                double probability = StableMath.Sigmoid((_odds[bin] / _given[bin]) + delta);
                expected += _given[bin] * probability;
                curvature += _given[bin] * probability * (1 - probability);
            }

            return (expected, curvature);
        }
    }
}
