using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>One limit of a plan in the form that allocations are solved in.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Scale">Units of the measure in one that people count by: of currency 10,000.</param>
/// <param name="Amount">What giving an offer (its row) to a customer adds.</param>
/// <param name="Column">Column that tells kinds of customers apart; null: all.</param>
/// <param name="Level">The kind.</param>
internal sealed record PlanLimit(
    AllocationLimit Limit, long Scale, Func<int, CustomerProfile, OfferEstimate, long> Amount, string? Column = null, string? Level = null)
{
    public bool Counts(int offer, CustomerProfile customer) =>
        (Limit.Offer is null || Limit.Offer == offer) && (Column is null || customer.Text(Column) == Level);
}

/// <summary>All limits of a plan: its budget, the caps of its offers, and what the options ask for. Immutable and thread-safe.</summary>
internal sealed class PlanLimits
{
    public const string BudgetName = "budget";
    private const string FloorName = "margin floor";

    private readonly AllocationOptions _options;
    private readonly IReadOnlyList<Offer> _offers;
    private readonly CatalogueRules _rules;
    private readonly int _offersPerCustomer;
    private readonly Dictionary<string, AllocationMeasure> _others = new(StringComparer.Ordinal);
    private readonly List<(string Name, Func<int, CustomerProfile, OfferEstimate, long> Amount)> _byCandidate = [];
    private readonly List<CustomerGrouping> _groupings = [];
    private readonly List<PlanLimit> _limits = [];

    /// <exception cref="ArgumentException">A limit names an offer or a column that there isn't, or mixes rates with money.</exception>
    public PlanLimits(AllocationOptions options, EligibilityContext context, CustomerTable customers)
    {
        (_options, _offers, _rules) = (options, context.Catalogue.Offers, context.Catalogue.Rules);
        _offersPerCustomer = MostAtOnce(options.OffersPerCustomer, context);
        OfferQuantity spent = options.Basis == BudgetBasis.Expected ? OfferQuantity.ExpectedCost : OfferQuantity.WorstCaseCost;
        AddLimit(new() { Name = BudgetName, Measure = MeasureOf(spent), Most = MoneyUnits.From(options.Budget) }, spent, null);
        for (int row = 0; row < _offers.Count; row++)
        {
            int left = OfferAllocator.CapLeft(_offers[row], context);
            if (left < int.MaxValue)
                AddLimit(new() { Name = CapOf(_offers[row]), Offer = row, Most = left }, OfferQuantity.Offers, null);
        }

        if (options.MarginFloor is { } floor) AddFloor(floor);
        foreach (OfferResource resource in options.Resources) AddResource(resource);
        foreach (OfferLimit limit in options.Limits) AddLimits(limit, customers);
        foreach (OfferParity parity in options.Parities) AddParity(parity, customers);
    }

    /// <summary>The limits; the first is the budget.</summary>
    public IReadOnlyList<PlanLimit> All => _limits;

    /// <summary>Amounts that differ by customer and offer, which candidates must carry.</summary>
    public IReadOnlyList<(string Name, Func<int, CustomerProfile, OfferEstimate, long> Amount)> ByCandidate => _byCandidate;

    /// <summary>Row of an offer of the catalogue; −1 where it isn't one.</summary>
    public int RowOf(Offer offer)
    {
        for (int row = 0; row < _offers.Count; row++)
        {
            if (ReferenceEquals(_offers[row], offer)) return row;
        }

        return -1;
    }

    public static string CapOf(Offer offer) => $"cap of {offer.Id}";

    /// <summary>Whether a limit is the budget or an offer's cap.</summary>
    public bool IsBudgetOrCap(int limit) =>
        limit == 0 || (_limits[limit].Limit is { Offer: { } row } one && one.Name == CapOf(_offers[row]));

    /// <summary>The problem of who gets what.</summary>
    public AllocationProblem Problem(OfferCandidates candidates) => new()
    {
        OfferCount = _offers.Count,
        Starts = candidates.Start,
        Offers = candidates.Offer,
        Values = candidates.Value,
        Measures =
        [
            .. _byCandidate.Select((measure, m) => AllocationMeasure.ByCandidate(measure.Name, candidates.Amounts[m])), .. _others.Values,
        ],
        Groupings = _groupings,
        Limits = [.. _limits.Select(limit => limit.Limit)],
        OffersPerCustomer = _offersPerCustomer,
        Exclusions = _offersPerCustomer == 1 ? [] : Exclusions(),
    };

    private (int, int)[] Exclusions() =>
    [
        .. from first in Enumerable.Range(0, _offers.Count)
           from second in Enumerable.Range(first + 1, _offers.Count - first - 1)
           where !_offers[first].GoesWith(_offers[second]) || OneOfTheScheme(_offers[first], _offers[second])
           select (first, second),
    ];

    /// <summary>A cap on a scheme lets a customer have one of it at a time here: how many are left differs by customer.</summary>
    private bool OneOfTheScheme(Offer first, Offer second) =>
        first.Scheme.Length > 0 && first.Scheme == second.Scheme && _rules.Frequency.Any(cap => cap.Scheme == first.Scheme);

    /// <summary>
    /// How many offers a customer may get in one plan, by the catalogue's frequency and cool-down as well: where something was given
    /// before, how many are left differs by customer, and one is always allowed to whom any is.
    /// </summary>
    private static int MostAtOnce(int most, EligibilityContext context)
    {
        CatalogueRules rules = context.Catalogue.Rules;
        if (rules.CoolDown.AfterOffer is not null) return 1;
        foreach (FrequencyCap cap in rules.Frequency)
        {
            if (cap.Scheme.Length == 0) most = Math.Min(most, context.History.All.Count == 0 ? cap.Count : 1);
        }

        return most;
    }

    private void AddFloor(decimal floor)
    {
        Func<int, CustomerProfile, OfferEstimate, long> above = (_, customer, estimate) =>
            estimate.MarginAbove(floor, customer, _options);
        _byCandidate.Add((FloorName, above));
        _limits.Add(new(new() { Name = FloorName, Measure = FloorName, Least = 0 }, MoneyUnits.Scale, above));
    }

    private void AddResource(OfferResource resource)
    {
        foreach (string id in resource.UseByOffer.Keys) RowByName(id, resource.Name);
        long[] uses = [.. _offers.Select(offer => Guard.AtLeast(resource.UseByOffer.GetValueOrDefault(offer.Id, resource.Use), 0L))];
        string measure = "use of " + resource.Name;
        _others[measure] = AllocationMeasure.ByOffer(measure, uses);
        _limits.Add(new(new() { Name = resource.Name, Measure = measure, Most = resource.Most }, 1, (offer, _, _) => uses[offer]));
    }

    private void AddLimits(OfferLimit limit, CustomerTable customers)
    {
        if (limit.Of != OfferQuantity.Offers && (limit.LeastRate ?? limit.MostRate) is not null)
        {
            throw new ArgumentException(
                $"The limit '{limit.Name}' has a rate of offers a customer but counts money: give it {nameof(OfferLimit.Least)} and "
                + $"{nameof(OfferLimit.Most)} in currency.",
                nameof(limit));
        }

        AllocationLimit ends = new()
        {
            Name = limit.Name,
            Measure = MeasureOf(limit.Of),
            Offer = limit.OfferId is { } id ? RowByName(id, limit.Name) : null,
        };
        if (limit.Column is not { } name)
        {
            AddLimit(Ends(ends, limit, customers.Count), limit.Of, null);
            return;
        }

        (IReadOnlyList<string> levels, int[] sizes) = Group(customers, name, limit.Name);
        for (int level = 0; level < levels.Count; level++)
        {
            if (limit.Level is not null && limit.Level != levels[level]) continue;
            AllocationLimit own = ends with
            {
                Name = limit.Level is null ? $"{limit.Name} ({levels[level]})" : limit.Name,
                Grouping = name,
                Group = level,
            };
            AddLimit(Ends(own, limit, sizes[level]), limit.Of, levels[level]);
        }
    }

    /// <summary>
    /// Rate of one kind ≥ share · rate of another: with n customers of the one and m of the other, m · 1,000 for each offer to the one,
    /// less n · 1,000 · share for each to the other, is at least 0 in all; or less than one offer to the one below it, as offers are
    /// whole.
    /// </summary>
    private void AddParity(OfferParity parity, CustomerTable customers)
    {
        const int Thousandths = 1_000;
        (IReadOnlyList<string> levels, int[] sizes) = Group(customers, parity.Column, "parity by " + parity.Column);
        int[] held =
        [
            .. Enumerable.Range(0, levels.Count)
                .Where(level => parity.Levels?.Contains(levels[level], StringComparer.Ordinal) ?? sizes[level] > 0),
        ];
        if (held.Length > OfferParity.MostLevels)
        {
            throw new ArgumentException(
                $"The parity by '{parity.Column}' is between {held.Length} kinds; at most {OfferParity.MostLevels} are held to each other: "
                + "name them, or take a coarser column.",
                nameof(parity));
        }

        long share = (long)Math.Round(parity.Share * Thousandths);
        foreach ((int one, int other) in held.SelectMany(one => held.Where(other => other != one).Select(other => (one, other))))
        {
            long[] amounts = new long[levels.Count];
            (amounts[one], amounts[other]) = ((long)sizes[other] * Thousandths, -sizes[one] * share);
            string name = $"parity of {parity.Column} ({levels[one]} to {levels[other]})";
            _others[name] = AllocationMeasure.ByGroup(name, parity.Column, amounts);
            Dictionary<string, long> byLevel = new(StringComparer.Ordinal)
            {
                [levels[one]] = amounts[one],
                [levels[other]] = amounts[other],
            };
            _limits.Add(new(
                new() { Name = name, Measure = name, Least = Math.Min(0, 1 - amounts[one]) }, 1,
                (_, customer, _) => customer.Text(parity.Column) is { } level ? byLevel.GetValueOrDefault(level) : 0));
        }
    }

    /// <summary>The kinds of a column and how many customers each has; limits may speak of them from here on.</summary>
    private (IReadOnlyList<string> Levels, int[] Sizes) Group(CustomerTable customers, string column, string limit)
    {
        (CustomerGrouping grouping, IReadOnlyList<string> levels) = PlanGroups.Of(customers, column, limit);
        if (!_groupings.Exists(one => one.Name == column)) _groupings.Add(grouping);
        int[] sizes = new int[levels.Count];
        foreach (int group in grouping.Groups.Span)
        {
            if (group >= 0) sizes[group]++;
        }

        return (levels, sizes);
    }

    private static AllocationLimit Ends(AllocationLimit limit, OfferLimit asked, int customers)
    {
        long scale = asked.Of == OfferQuantity.Offers ? 1 : MoneyUnits.Scale;
        long? least = asked.Least is { } few ? (long)decimal.Ceiling(few * scale) : null;
        long? most = asked.Most is { } many ? (long)decimal.Floor(many * scale) : null;

        // What a hundredth of a millionth is over or under a whole number is rounding, not an offer.
        if (asked.LeastRate is { } low) least = Math.Max(least ?? 0, (long)Math.Ceiling((low * customers) - 1e-8));
        if (asked.MostRate is { } high) most = Math.Min(most ?? long.MaxValue, (long)Math.Floor((high * customers) + 1e-8));

        // Rates that are near to each other may have no whole number between them: then it is the one above.
        if (least > most && asked.LeastRate <= asked.MostRate) most = least;
        return limit with { Least = least, Most = most };
    }

    private void AddLimit(AllocationLimit limit, OfferQuantity quantity, string? level)
    {
        Func<int, CustomerProfile, OfferEstimate, long> amount = quantity switch
        {
            OfferQuantity.ExpectedCost => (_, _, estimate) => estimate.ExpectedCost,
            OfferQuantity.WorstCaseCost => (_, _, estimate) => estimate.WorstCaseCost,
            _ => (_, _, _) => 1,
        };
        if (limit.Measure is { } measure && !_byCandidate.Exists(one => one.Name == measure)) _byCandidate.Add((measure, amount));
        long scale = quantity == OfferQuantity.Offers ? 1 : MoneyUnits.Scale;
        _limits.Add(new(limit, scale, amount, limit.Grouping, level));
    }

    private static string? MeasureOf(OfferQuantity quantity) => quantity switch
    {
        OfferQuantity.ExpectedCost => "expected cost",
        OfferQuantity.WorstCaseCost => "worst-case cost",
        _ => null,
    };

    private int RowByName(string offerId, string limit)
    {
        for (int row = 0; row < _offers.Count; row++)
        {
            if (_offers[row].Id == offerId) return row;
        }

        throw new ArgumentException($"The limit '{limit}' names the offer '{offerId}', which the catalogue doesn't have.", nameof(limit));
    }
}
