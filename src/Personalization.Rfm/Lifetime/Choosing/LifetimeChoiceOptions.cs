namespace Personalization.Rfm;

/// <summary>By what <see cref="LifetimeChooser"/> chooses.</summary>
public enum LifetimeCriterion
{
    /// <summary>
    /// The smallest root mean squared error of the forecast of the validation part: what is asked of a model is an expectation, and the
    /// squared error is what an expectation makes smallest.
    /// </summary>
    ValidationSquaredError,

    /// <summary>The smallest mean absolute error of it, which favours forecasts that are low: most customers buy nothing.</summary>
    ValidationAbsoluteError,

    /// <summary>The smallest AIC on the whole calibration: twice the number of parameters − 2 ln L.</summary>
    Aic,

    /// <summary>The smallest BIC on it: the number of parameters times the logarithm of the customers − 2 ln L.</summary>
    Bic,
}

/// <summary>How <see cref="LifetimeChooser"/> compares models. Immutable; every default is valid.</summary>
public sealed record LifetimeChoiceOptions
{
    /// <summary>The models that are fitted, at least one, each once. Default: BG/NBD, MBG/NBD and Pareto/NBD.</summary>
    public IReadOnlyList<LifetimeModelType> Models
    {
        get;
        init => field = Validated(Guard.NotEmpty(value));
    } = [LifetimeModelType.BgNbd, LifetimeModelType.MbgNbd, LifetimeModelType.ParetoNbd];

    /// <summary>
    /// How orders are counted: the end of calibration is the end of what is looked at. A hold-out after it is never seen by the choice, and
    /// whole periods aren't counted, since the models are of continuous time.
    /// </summary>
    public LifetimeSummaryOptions Summary
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>How each model is fitted.</summary>
    public LifetimeFitOptions Fit
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();

    /// <summary>
    /// Share of the calibration, from its first order on, that models learn from before they forecast the rest; .1 to .9. Default ⅔.
    /// </summary>
    public double LearnShare { get; init => field = Guard.InRange(value, .1, .9); } = 2.0 / 3;

    /// <summary>By what the model is chosen. Default: the squared error of validation.</summary>
    public LifetimeCriterion Criterion
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "No such criterion.");
    }

    /// <summary>Most threads to use, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1);
    }

    private static IReadOnlyList<LifetimeModelType> Validated(IReadOnlyList<LifetimeModelType> value)
    {
        foreach (LifetimeModelType model in value)
        {
            if (!Enum.IsDefined(model)) throw new ArgumentOutOfRangeException(nameof(value), model, "No such model.");
        }

        return value.Distinct().Count() == value.Count
            ? [.. value]
            : throw new ArgumentException($"{nameof(Models)} names a model twice; name each once.", nameof(value));
    }
}
