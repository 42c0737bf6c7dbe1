namespace Personalization.Core;

/// <summary>
/// One evaluation at work: each customer writes a row of values and a list of item rows where only it writes; what is of all lists together
/// is counted afterwards, in the order of customers.
/// </summary>
internal sealed class RankingRun
{
    private readonly IRecommender _recommender;
    private readonly InteractionMatrix _held;
    private readonly RankingOptions _options;
    private readonly RankingPast? _past;
    private readonly RankingRequests _requests;
    private readonly RankingMeasure[] _measures;
    private readonly int[] _levels;
    private readonly int _longest;
    private readonly int[] _rows;
    private readonly bool[] _isMeasured;
    private readonly double[][] _values;
    private readonly int[] _lists;

    public RankingRun(IRecommender recommender, InteractionMatrix held, InteractionMatrix? past, RankingOptions options)
    {
        (_recommender, _held, _options) = (recommender, held, options);
        _past = past is null ? null : new RankingPast(recommender.Items, past, options.HeadShare);
        _requests = new RankingRequests(recommender, held, past, options, _past);
        _measures = [.. RankingMeasure.All.Where(IsMeasured)];
        _levels = [.. options.Cutoffs];
        _longest = _levels.Max();
        _rows = [.. Enumerable.Range(0, held.Customers.Count).Where(row => !held.ItemsOf(row).IsEmpty)];
        _isMeasured = new bool[_rows.Length];
        _lists = new int[checked(_rows.Length * _longest)];
        _values = new double[_levels.Length * _measures.Length][];
        for (int i = 0; i < _values.Length; i++)
            _values[i] = _measures[i % _measures.Length].IsMeanOverCustomers ? new double[_rows.Length] : [];
    }

    /// <summary>Customers with something held out.</summary>
    public int Count => _rows.Length;

    /// <summary>Measures some of the customers; called from several threads, each with others.</summary>
    public void Measure(int start, int end)
    {
        for (int slot = start; slot < end; slot++)
        {
            RankedCustomer? customer = _requests.Ask(_rows[slot]);
            _isMeasured[slot] = customer is not null;
            if (customer is null) continue;
            Span<int> list = _lists.AsSpan(slot * _longest, _longest);
            list.Fill(-1);
            customer.ItemRows.CopyTo(list);
            for (int i = 0; i < _values.Length; i++)
            {
                if (_values[i].Length == 0) continue;
                _values[i][slot] = customer.ValueOf(_measures[i % _measures.Length].Name, _levels[i / _measures.Length]);
            }
        }
    }

    public RankingScores ToScores()
    {
        int[] slots = [.. Enumerable.Range(0, _rows.Length).Where(slot => _isMeasured[slot])];
        if (_options.SegmentOf is not { } segmentOf) return ToScores(slots, []);
        SortedDictionary<string, List<int>> segments = new(StringComparer.Ordinal);
        foreach (int slot in slots)
        {
            if (segmentOf(_held.Customers[_rows[slot]]) is not { } name) continue;
            if (!segments.TryGetValue(name, out List<int>? members)) segments.Add(name, members = []);
            members.Add(slot);
        }

        return ToScores(slots, [.. segments.Select(s => KeyValuePair.Create(s.Key, ToScores([.. s.Value], [])))]);
    }

    private RankingScores ToScores(int[] slots, IReadOnlyList<KeyValuePair<string, RankingScores>> segments)
    {
        List<KeyValuePair<string, double>> figures = [];
        Dictionary<string, double[]> customers = new(StringComparer.Ordinal);
        for (int level = 0; level < _levels.Length; level++)
        {
            ListTally tally = new(_recommender.Items.Count, _past);
            foreach (int slot in slots) tally.Add(_lists.AsSpan(slot * _longest, _levels[level]));
            for (int m = 0; m < _measures.Length; m++)
            {
                string name = $"{_measures[m].Name}@{_levels[level]}";
                if (_measures[m].IsMeanOverCustomers)
                {
                    double[] all = _values[(level * _measures.Length) + m];
                    double[] own = slots.Length == all.Length ? all : [.. slots.Select(slot => all[slot])];
                    figures.Add(new(name, RankingScores.MeanOf(own)));
                    if (_options.KeepCustomers) customers[name] = own;
                }
                else
                {
                    figures.Add(new(name, tally.ValueOf(_measures[m].Name)));
                }
            }
        }

        IdIndex<CustomerId> ids = _held.Customers.Take(_options.KeepCustomers ? [.. slots.Select(slot => _rows[slot])] : []);
        return new RankingScores(slots.Length, figures, ids, customers, segments);
    }

    private bool IsMeasured(RankingMeasure measure) => measure.Name switch
    {
        "GradedNDCG" or "UncutGradedNDCG" => _options.Graded,
        "Diversity" => (_options.Similarity ?? (object?)_options.CategoryOf) is not null,
        "Miscalibration" => _past is not null && _options.CategoryOf is not null,
        "Serendipity" or "ARP" or "APLT" or "Novelty" => _past is not null,
        _ => true,
    };
}
