using Personalization.Core;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Learns of the shop's own past who bought nothing within a horizon.</summary>
internal sealed class ChurnLearner(PipelineContext context, ChurnStepOptions options)
{
    /// <summary>With fewer of either outcome a curve through them is chance.</summary>
    private const int FewestOfEither = 10;

    /// <summary>Customers whose reasons are looked at for what the columns say.</summary>
    private const int MostExplained = 500;

    private readonly TimeSpan _horizon = TimeSpan.FromDays(options.HorizonDays);

    private readonly PipelineSteps _features = options.Features ?? DefaultFeatures(context);

    public ChurnEstimate Learn()
    {
        DateTime[] moments = Moments();
        if (moments.Length == 0)
        {
            return None(
                $"No churn probability: the events reach over less than two horizons of {options.HorizonDays} days, so nothing says who "
                + "stayed away before.");
        }

        ProbabilitySlice[] slices = [.. moments.Select(Slice)];
        CustomerTable now = context.CustomersAt(context.Customers.AsOf, _features);
        IReadOnlyList<FeatureColumn> columns =
            options.Columns.Count > 0 ? options.Columns : Columns([.. slices.Select(slice => slice.Customers), now]);
        if (columns.Count == 0)
            return None("No churn probability: the steps that it learns from wrote no column of numbers or categories.");
        ProbabilityData data = new($"no purchase within {options.HorizonDays} days", columns, slices);
        if (Math.Min(data.Happened, data.Count - data.Happened) < FewestOfEither)
        {
            return None(
                $"No churn probability: of {data.Count} customers at {moments.Length} moments of the past {data.Happened} bought nothing "
                + $"within {options.HorizonDays} days, and fewer than {FewestOfEither} of either tell too little.");
        }

        IProbabilityModel? earlier = slices.Length > 1 && HasBoth(data.Take(0, slices.Length - 1))
            ? options.Trainer.Fit(data.Take(0, slices.Length - 1), cancellationToken: context.CancellationToken)
            : null;
        ProbabilityValidation? validation = earlier is null
            ? null
            : new(
                options.Trainer.Name, data.Outcome, earlier.Predict(slices[^1].Customers, context.CancellationToken),
                slices[^1].Happened);
        IProbabilityModel model = options.Trainer.Fit(data, context.Progress, context.CancellationToken);
        return new ChurnEstimate(options.HorizonDays, model, now, moments, validation, Importance(model, now), null)
        {
            Earlier = earlier,
            Features = _features,
        };
    }

    /// <summary>What this run counts, counted the same way at the moments of the past.</summary>
    private static PipelineSteps DefaultFeatures(PipelineContext context) => PipelineSteps.Empty
        .Add(new ReadStep())
        .Add(new OrdersStep())
        .Add(new RfmStep(context.Find<RfmTable>()?.Options))
        .Add(new BehaviorStep(context.Find<PurchaseBehavior>()?.Options))
        .Add(new LifetimeStep(new() { Choice = new() { Models = [LifetimeModelType.BgNbd], Fit = new() { Starts = 1 } } }));

    private ChurnEstimate None(string reason) => new(options.HorizonDays, null, null, [], null, [], reason);

    private bool HasBoth(ProbabilityData data) => Math.Min(data.Happened, data.Count - data.Happened) >= FewestOfEither;

    /// <summary>A horizon apart, the last a horizon before now; the first with a horizon of events before it.</summary>
    private DateTime[] Moments()
    {
        List<DateTime> moments = [];
        for (DateTime at = context.Customers.AsOf - _horizon; moments.Count < options.MaximumMoments; at -= _horizon)
        {
            if (at - _horizon < context.Log.FirstTime.AddDays(-1)) break;
            moments.Insert(0, at);
        }

        return [.. moments];
    }

    private ProbabilitySlice Slice(DateTime at)
    {
        CustomerTable customers = context.CustomersAt(at, _features);
        OrderTable orders = context.Get<OrderTable>();
        int[] rows = customers.Customers.RowsIn(orders.Customers);
        bool[] lost = new bool[rows.Length];
        for (int row = 0; row < rows.Length; row++) lost[row] = !BuysWithin(orders.OrdersOf(rows[row]), at);
        return new ProbabilitySlice(customers, lost);
    }

    private bool BuysWithin(CustomerOrders own, DateTime at)
    {
        long from = at.Ticks, until = from + _horizon.Ticks;
        for (int i = own.Count - 1; i >= 0 && own.TimeAt(i) >= from; i--)
        {
            if (own.TimeAt(i) < until) return true;
        }

        return false;
    }

    /// <summary>The columns that all tables have in one kind; numbers that some lack get their median and a flag.</summary>
    private static List<FeatureColumn> Columns(CustomerTable[] tables)
    {
        List<FeatureColumn> columns = [];
        foreach (CustomerColumn column in tables[0].Columns)
        {
            if (column is not (NumericColumn or CategoryColumn)) continue;
            CustomerColumn?[] same = [.. tables.Select(table => table.TryGetColumn(column.Name, out CustomerColumn? own) ? own : null)];
            if (!Array.TrueForAll(same, own => own?.GetType() == column.GetType())) continue;
            if (column is CategoryColumn)
            {
                columns.Add(new FeatureColumn(column.Name) { MaximumLevels = 10 });
                continue;
            }

            if (!Array.TrueForAll(same, own => HasKnown(own!))) continue;
            bool missing = Array.Exists(same, own => HasMissing(own!));
            columns.Add(new FeatureColumn(column.Name)
            {
                Missing = missing ? MissingNumber.Median : MissingNumber.Error,
                FlagMissing = missing,
            });
        }

        return columns;
    }

    private static bool HasMissing(CustomerColumn column) => Enumerable.Range(0, column.Count).Any(column.IsMissing);

    private static bool HasKnown(CustomerColumn column) => Enumerable.Range(0, column.Count).Any(row => !column.IsMissing(row));

    /// <summary>Of customers evenly spread over the table.</summary>
    private static ColumnImportance[] Importance(IProbabilityModel model, CustomerTable customers)
    {
        Dictionary<string, double> sums = new(StringComparer.Ordinal);
        int looked = Math.Min(customers.Count, MostExplained);
        for (int i = 0; i < looked; i++)
        {
            foreach (ColumnContribution part in model.Explain(customers[(int)((long)i * customers.Count / looked)]).Contributions)
                sums[part.Column] = sums.GetValueOrDefault(part.Column) + Math.Abs(part.Contribution);
        }

        return
        [
            .. sums.Select(sum => new ColumnImportance(sum.Key, sum.Value / looked))
                .OrderByDescending(column => column.MeanContribution).ThenBy(column => column.Column, StringComparer.Ordinal),
        ];
    }
}
