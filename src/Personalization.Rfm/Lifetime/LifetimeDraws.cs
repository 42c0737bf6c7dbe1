using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Models as likely as the data allow, drawn around a fitted one: what any answer's uncertainty is read from. A confidence interval is
/// where an expectation lies; a prediction interval, wider, is where the number that really comes lies. Immutable and thread-safe.
/// </summary>
public sealed class LifetimeDraws
{
    /// <summary>Futures of one customer that each drawn model tells.</summary>
    private const int FuturesADraw = 10;

    private readonly IPurchaseModel _fitted;
    private readonly IPurchaseModel[] _models;
    private readonly LifetimeIntervalOptions _options;

    private LifetimeDraws(IPurchaseModel fitted, IPurchaseModel[] models, LifetimeIntervalOptions options) =>
        (_fitted, _models, _options) = (fitted, models, options);

    /// <summary>The drawn models.</summary>
    public IReadOnlyList<IPurchaseModel> Models => _models;

    /// <summary>
    /// Draws from the normal distribution of the logarithms of the parameters that the observed information gives (Laplace's
    /// approximation): instant, and good where customers are many.
    /// </summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="options">How to draw; null: the defaults.</param>
    /// <exception cref="ArgumentException">
    /// The model doesn't know how sure it is: it wasn't fitted, or the fit ended where the likelihood is flat.
    /// </exception>
    public static LifetimeDraws Laplace(IPurchaseModel model, LifetimeIntervalOptions? options = null)
    {
        ISampledModel sampled = LifetimeSimulation.Sampled(model);
        options ??= new LifetimeIntervalOptions();
        FittedParameters fitted = ((LifetimeModel)sampled).Fitted;
        if (fitted.Uncertainty is not { } uncertainty)
        {
            throw new ArgumentException(
                $"{model.Kind.Name} doesn't know how sure its parameters are ({model.Fit.Explanation}); fit it to more customers, or use "
                    + $"{nameof(Bootstrap)}.",
                nameof(model));
        }

        int n = uncertainty.Count;
        double[] lower = ObservedInformation.Lower(uncertainty.LogCovariance.ToArray(), n)!, normal = new double[n];
        IPurchaseModel[] models = new IPurchaseModel[options.Draws];
        RandomStream random = new(options.Seed, "lifetime parameters");
        for (int draw = 0; draw < models.Length; draw++)
        {
            random.Restart((ulong)draw);
            for (int i = 0; i < n; i++) normal[i] = random.NextGaussian();
            double[] parameters = new double[n];
            for (int i = 0; i < n; i++)
            {
                double logarithm = StableMath.Log(fitted[i]);
                for (int j = 0; j <= i; j++) logarithm += lower[(i * n) + j] * normal[j];
                parameters[i] = StableMath.Exp(Math.Clamp(logarithm, Bfgs.Lowest, Bfgs.Highest));
            }

            models[draw] = sampled.With(parameters);
        }

        return new LifetimeDraws(model, models, options);
    }

    /// <summary>
    /// Draws customers of the same ages from the fitted model and fits each set of them anew (parametric bootstrap): slower by as many
    /// fits, and free of the normal approximation.
    /// </summary>
    /// <param name="model">A fitted model.</param>
    /// <param name="summary">The customers it was fitted to.</param>
    /// <param name="options">How to draw; null: the defaults.</param>
    /// <param name="cancellationToken">Stops between chunks of customers.</param>
    /// <exception cref="ArgumentException">Customers of the model can't be drawn, or there are none.</exception>
    public static LifetimeDraws Bootstrap(
        IPurchaseModel model, LifetimeSummary summary, LifetimeIntervalOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ISampledModel sampled = LifetimeSimulation.Sampled(model);
        ArgumentNullException.ThrowIfNull(summary);
        options ??= new LifetimeIntervalOptions();
        double[] ages = summary.Ages.ToArray();
        IPurchaseModel[] models = new IPurchaseModel[options.Draws];
        LifetimeFitOptions once = new() { Starts = 1, Threads = options.Threads };
        RandomStream seeds = new(options.Seed, "lifetime bootstrap");
        for (int draw = 0; draw < models.Length; draw++)
        {
            LifetimeSummary drawn = model.DrawCustomers(ages, 0, seeds.NextUInt64(), options.Threads);
            models[draw] = sampled.Refit(drawn, once, cancellationToken);
        }

        return new LifetimeDraws(model, models, options);
    }

    /// <summary>Confidence interval of anything that a model answers, such as a parameter.</summary>
    /// <param name="answer">The question; called from several threads at once.</param>
    public LifetimeInterval Of(Func<IPurchaseModel, double> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        double[] values = new double[_models.Length];
        ParallelChunks.Run(values.Length, 8, (_, start, end) =>
        {
            for (int i = start; i < end; i++) values[i] = answer(_models[i]);
        }, _options.Threads);
        Array.Sort(values);
        double tail = (1 - _options.Level) / 2;
        double estimate = answer(_fitted);
        return new LifetimeInterval(estimate, Quantiles.OfSorted(values, tail), Quantiles.OfSorted(values, 1 - tail));
    }

    /// <summary>Confidence interval of each parameter, in the order of <see cref="LifetimeModel.Parameters"/>.</summary>
    public IReadOnlyList<LifetimeInterval> OfParameters() =>
    [
        .. Enumerable.Range(0, ((LifetimeModel)_fitted).Parameters.Count).Select(
            i => Of(model => ((LifetimeModel)model).Parameters[i].Value)),
    ];

    /// <summary>Confidence interval of a customer's expected purchases.</summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="horizon">Time ahead, finite and at least 0.</param>
    public LifetimeInterval ExpectedPurchases(LifetimeRow customer, double horizon) =>
        Of(model => model.ExpectedPurchases(customer, horizon));

    /// <summary>Confidence interval of the expected purchases of all customers. O(draws · customers).</summary>
    /// <param name="summary">The customers.</param>
    /// <param name="horizon">Time ahead, finite and at least 0.</param>
    public LifetimeInterval ExpectedTotal(LifetimeSummary summary, double horizon)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Of(model => Total(model, summary, horizon));
    }

    /// <summary>
    /// Prediction interval of how many purchases the customer makes: the parameters' uncertainty, the customer's, and chance.
    /// </summary>
    /// <param name="customer">What is known of the customer.</param>
    /// <param name="horizon">Time ahead, finite and at least 0.</param>
    public LifetimeInterval Purchases(LifetimeRow customer, double horizon) =>
        Futures(_fitted.ExpectedPurchases(customer, horizon), FuturesADraw, (model, random) =>
            random.NextDouble() < model.ProbabilityAlive(customer) ? model.Draw(random, customer, horizon, 0).First : 0);

    /// <summary>
    /// Prediction interval of how many purchases all customers make: the parameters' uncertainty and chance. O(draws · customers).
    /// </summary>
    /// <param name="summary">The customers.</param>
    /// <param name="horizon">Time ahead, finite and at least 0.</param>
    public LifetimeInterval TotalPurchases(LifetimeSummary summary, double horizon)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Futures(Total(_fitted, summary, horizon), 1, (model, random) =>
        {
            LifetimeAnswers answers = new(model, 0);
            long total = 0;
            for (int row = 0; row < summary.Count; row++)
            {
                LifetimeRow customer = summary[row];
                if (random.NextDouble() < answers.Of(customer).Alive) total += model.Draw(random, customer, horizon, 0).First;
            }

            return total;
        });
    }

    private static double Total(IPurchaseModel model, LifetimeSummary summary, double horizon)
    {
        LifetimeAnswers answers = new(model, horizon);
        double sum = 0;
        for (int row = 0; row < summary.Count; row++) sum += answers.Of(summary[row]).Purchases;
        return sum;
    }

    /// <summary>The counts that lie a tail from either end.</summary>
    private LifetimeInterval Futures(double estimate, int each, Func<ISampledModel, RandomStream, double> future)
    {
        double[] counts = new double[_models.Length * each];
        ParallelChunks.Run(_models.Length, 1, (_, start, end) =>
        {
            for (int draw = start; draw < end; draw++)
            {
                RandomStream random = new(_options.Seed, "lifetime futures", (ulong)draw);
                for (int i = 0; i < each; i++) counts[(draw * each) + i] = future((ISampledModel)_models[draw], random);
            }
        }, _options.Threads);
        Array.Sort(counts);
        int outside = (int)((1 - _options.Level) / 2 * counts.Length);
        return new LifetimeInterval(estimate, counts[outside], counts[^(outside + 1)]);
    }
}
