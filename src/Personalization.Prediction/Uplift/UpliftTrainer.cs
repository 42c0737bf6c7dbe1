using System.Diagnostics;
using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// Learns what treatments change for whom, several at once, from a trial or from decisions whose propensities were logged. Stateless and
/// thread-safe.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class UpliftTrainer(UpliftOptions? options = null)
{
    private const string Control = "none";

    private readonly UpliftOptions _options = options ?? new UpliftOptions();

    /// <summary>Fits the model.</summary>
    /// <param name="data">Who was given what, and what came of it.</param>
    /// <param name="progress">Told of each model of an outcome.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">A column lacks, or a cell is missing that nothing stands for.</exception>
    public UpliftModel Fit(UpliftData data, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        Stopwatch watch = Stopwatch.StartNew();
        UpliftArm[] arms = _options.Learner switch
        {
            UpliftLearner.SLearner => FitOne(data, cancellationToken),
            UpliftLearner.TLearner => FitEach(data, progress, cancellationToken),
            UpliftLearner.XLearner => FitImputed(data, progress, cancellationToken),
            _ => FitRobust(data, progress, cancellationToken),
        };
        progress?.Report(new FitProgress("uplift", 1));
        return new UpliftModel(data.Outcome, _options.Learner, data.Treatments, arms, FitReport.ClosedForm(watch.Elapsed));
    }

    internal static CategoryColumn Treatment(IReadOnlyList<string?> levels) => new(UpliftModel.TreatmentColumn, levels);

    /// <summary>One model of the outcome, with the treatment as a column.</summary>
    private UpliftArm[] FitOne(UpliftData data, CancellationToken cancellationToken)
    {
        OutcomeModel all = OutcomeModel.Fit(
            data.Outcome,
            [.. data.Columns, new FeatureColumn(UpliftModel.TreatmentColumn)],
            [.. data.Slices.Select(slice => (
                slice.Customers.With(Treatment([.. slice.Treatments.Select(Level)])),
                slice.Outcomes.ToArray()))],
            data.IsBinary, _options, cancellationToken);
        return [.. data.Treatments.Select((_, arm) => new UpliftArm([(all, 1, Level(arm)), (all, -1, Level(-1))], areEffects: false))];

        // Not the treatments' own names: one of them could be that of the control.
        static string Level(int arm) => arm < 0 ? Control : string.Create(CultureInfo.InvariantCulture, $"treatment {arm}");
    }

    private UpliftArm[] FitEach(UpliftData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        OutcomeModel[] outcomes = Outcomes(data, static _ => true, progress, cancellationToken);
        return [.. outcomes.Skip(1).Select(treated => new UpliftArm([(treated, 1, null), (outcomes[0], -1, null)], areEffects: false))];
    }

    /// <summary>
    /// Of the treated, what they did less what the control's model expects; of the control the other way round; both regressed, and
    /// weighed by the share of the other arm.
    /// </summary>
    private UpliftArm[] FitImputed(UpliftData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        OutcomeModel[] outcomes = Outcomes(data, static _ => true, progress, cancellationToken);
        UpliftArm[] arms = new UpliftArm[data.Treatments.Count];
        for (int arm = 0; arm < arms.Length; arm++)
        {
            double share = (double)data.Counts[arm + 1] / (data.Counts[arm + 1] + data.Counts[0]);
            OutcomeModel treated = Regress(arm, outcomes[0], 1), control = Regress(-1, outcomes[arm + 1], -1);
            arms[arm] = new UpliftArm([(treated, 1 - share, null), (control, share, null)], areEffects: true);
        }

        return arms;

        OutcomeModel Regress(int own, OutcomeModel other, double sign)
        {
            List<(CustomerTable, double[])> slices = [];
            foreach (UpliftSlice slice in data.Slices)
            {
                (CustomerTable customers, double[] values) = Part(slice, row => slice.Treatments[row] == own);
                if (customers.Count == 0) continue;
                double[] expected = other.Predict(customers, cancellationToken);
                for (int i = 0; i < values.Length; i++) values[i] = sign * (values[i] - expected[i]);
                slices.Add((customers, values));
            }

            return OutcomeModel.Fit(data.Outcome, data.Columns, slices, isBinary: false, _options, cancellationToken);
        }
    }

    /// <summary>
    /// Pseudo-outcomes of all customers for each treatment (Kennedy 2023), by models of the other folds; then a regression.
    /// </summary>
    private UpliftArm[] FitRobust(UpliftData data, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int treatments = data.Treatments.Count;
        double[][][] pseudo = [.. data.Slices.Select(slice => Jagged(treatments, slice.Customers.Count))];
        for (int fold = 0; fold < _options.Folds; fold++)
        {
            OutcomeModel[] outcomes = Outcomes(data, customer => Fold(customer) != fold, progress, cancellationToken);
            for (int s = 0; s < data.Slices.Count; s++)
                Fill(data, data.Slices[s], fold, outcomes, pseudo[s], cancellationToken);
        }

        UpliftArm[] arms = new UpliftArm[treatments];
        for (int arm = 0; arm < treatments; arm++)
        {
            OutcomeModel effect = OutcomeModel.Fit(
                data.Outcome, data.Columns, [.. data.Slices.Select((slice, s) => (slice.Customers, pseudo[s][arm]))], isBinary: false,
                _options, cancellationToken);
            arms[arm] = new UpliftArm([(effect, 1, null)], areEffects: true);
        }

        return arms;
    }

    private void Fill(
        UpliftData data, UpliftSlice slice, int fold, OutcomeModel[] outcomes, double[][] pseudo, CancellationToken cancellationToken)
    {
        int[] rows =
        [
            .. Enumerable.Range(0, slice.Customers.Count).Where(row => Fold(slice.Customers.Customers[row]) == fold),
        ];
        if (rows.Length == 0) return;
        CustomerTable own = slice.Customers.ForCustomers(rows.Select(row => slice.Customers.Customers[row]));
        double[][] expected = [.. outcomes.Select(model => model.Predict(own, cancellationToken))];
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i], given = slice.Treatments[row];
            double surprise = (slice.Outcomes[row] - expected[given + 1][i])
                / Math.Max(_options.LeastPropensity, data.Propensity(slice, row));
            for (int arm = 0; arm < pseudo.Length; arm++)
            {
                double sign = given == arm ? 1 : given < 0 ? -1 : 0;
                pseudo[arm][row] = expected[arm + 1][i] - expected[0][i] + (sign * surprise);
            }
        }
    }

    /// <summary>A model of the outcome for each arm, the control first.</summary>
    private OutcomeModel[] Outcomes(
        UpliftData data, Func<CustomerId, bool> takes, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        OutcomeModel[] outcomes = new OutcomeModel[data.Treatments.Count + 1];
        for (int arm = 0; arm < outcomes.Length; arm++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int wanted = arm - 1;
            (CustomerTable Customers, double[] Outcomes)[] slices =
            [
                .. data.Slices.Select(slice => Part(
                    slice, row => slice.Treatments[row] == wanted && takes(slice.Customers.Customers[row]))),
            ];
            if (slices.All(slice => slice.Outcomes.Length == 0))
            {
                throw new ArgumentException(
                    $"Too few customers {(arm == 0 ? "without treatment" : $"were given '{data.Treatments[arm - 1]}'")}: a fifth of them "
                    + "left out leaves nobody.",
                    nameof(data));
            }

            outcomes[arm] = OutcomeModel.Fit(data.Outcome, data.Columns, slices, data.IsBinary, _options, cancellationToken);
            progress?.Report(new FitProgress("uplift", null) { Count = arm + 1, Unit = "models of outcomes" });
        }

        return outcomes;
    }

    private int Fold(CustomerId customer) => (int)(StableHash.Mix(StableHash.Fnv1a(customer.Value)) % (ulong)_options.Folds);

    private static (CustomerTable Customers, double[] Outcomes) Part(UpliftSlice slice, Func<int, bool> takes)
    {
        int[] rows = [.. Enumerable.Range(0, slice.Customers.Count).Where(takes)];
        return (
            slice.Customers.ForCustomers(rows.Select(row => slice.Customers.Customers[row])),
            Array.ConvertAll(rows, row => slice.Outcomes[row]));
    }

    private static double[][] Jagged(int treatments, int customers)
    {
        double[][] values = new double[treatments][];
        for (int arm = 0; arm < treatments; arm++) values[arm] = new double[customers];
        return values;
    }
}
