using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// BG/NBD or Pareto/NBD whose rates depend on what is known of a customer: α is divided by e^(γ'x), so that the purchase rate is
/// multiplied by it; in Pareto/NBD so is β with coefficients of its own, and with it the rate of leaving; in BG/NBD a and b are both
/// multiplied, which leaves the mean probability of leaving as it is and changes how much customers differ in it. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// Fader and Hardie (2007), Incorporating Time-Invariant Covariates into the Pareto/NBD and BG/NBD Models, as CLVTools has it. Make one
/// with <see cref="LifetimeCovariateTrainer"/>.
/// </remarks>
public sealed class LifetimeCovariateModel : LifetimeModel, IModel<LifetimeCovariateModel>
{
    private readonly string[] _names;

    internal LifetimeCovariateModel(LifetimeFamily family, IReadOnlyList<string> names, FittedParameters fitted)
        : base(fitted) => (Family, _names) = (family, [.. names]);

    /// <inheritdoc/>
    public static ModelKind<LifetimeCovariateModel> Kind { get; } = new("lifetime-covariates", 1, Read);

    /// <summary>Which model.</summary>
    public LifetimeFamily Family { get; }

    /// <summary>Names of the covariates, in the order that <see cref="For"/> takes their values in.</summary>
    public IReadOnlyList<string> Covariates => _names;

    /// <summary>Coefficients of the purchase rate, then those of leaving, each in the order of the covariates.</summary>
    public IReadOnlyList<LifetimeCoefficient> Coefficients =>
    [
        .. Enumerable.Range(0, 2 * _names.Length).Select(i => new LifetimeCoefficient(
            _names[i % _names.Length], i >= _names.Length, StableMath.Log(Fitted[4 + i]),
            Uncertainty is { } sure ? Math.Sqrt(sure.LogCovariance[(4 + i) * (sure.Count + 1)]) : double.NaN)),
    ];

    /// <summary>The base model's parameters, then e^γ of each coefficient.</summary>
    private protected override IReadOnlyList<string> ParameterNames =>
    [
        .. Family == LifetimeFamily.BgNbd ? (string[])["r", "alpha", "a", "b"] : ["r", "alpha", "s", "beta"],
        .. _names.Select(name => $"exp purchases {name}"), .. _names.Select(name => $"exp leaving {name}"),
    ];

    /// <summary>
    /// The model of customers with these covariates, which answers everything: a <see cref="BgNbdModel"/> or a
    /// <see cref="ParetoNbdModel"/>. O(covariates); customers who share their values share the model.
    /// </summary>
    /// <param name="covariates">Values, in the order of <see cref="Covariates"/>.</param>
    /// <exception cref="ArgumentException">Not as many values as covariates, or one is so far out that no rate is left.</exception>
    public IPurchaseModel For(params ReadOnlySpan<double> covariates)
    {
        if (covariates.Length != _names.Length)
        {
            throw new ArgumentException(
                $"There are {covariates.Length} values for {_names.Length} covariates ({string.Join(", ", _names)}).", nameof(covariates));
        }

        double[] exponentials = new double[2 * _names.Length];
        for (int i = 0; i < exponentials.Length; i++) exponentials[i] = Fitted[4 + i];
        (double buys, double leaves) = CovariateLikelihood.Factors(exponentials, covariates);
        if (!(buys > 1e-100 && leaves > 1e-100 && buys < 1e100 && leaves < 1e100))
        {
            throw new ArgumentException(
                $"The covariates multiply rates by {buys} and {leaves}; they are out of all proportion.", nameof(covariates));
        }

        return Family == LifetimeFamily.BgNbd
            ? BgNbdModel.Of(Fitted[0], Fitted[1] / buys, Fitted[2] * leaves, Fitted[3] * leaves)
            : ParetoNbdModel.Of(Fitted[0], Fitted[1] / buys, Fitted[2], Fitted[3] / leaves);
    }

    /// <summary>Writes the model as a model file of kind <c>lifetime-covariates</c>; the stream stays open.</summary>
    /// <inheritdoc/>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("family", Family.ToString());
        file.AddStrings("covariates", _names);
        Fitted.Write(file);
        file.WriteTo(destination);
    }

    private static LifetimeCovariateModel Read(ModelFile file)
    {
        string[] names = file.Strings("covariates");
        if (names.Length is 0 or > 100 || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
            throw file.Invalid($"has {names.Length} covariates; 1 to 100 with different names are expected");
        FittedParameters fitted = FittedParameters.Read(file, 4 + (2 * names.Length));
        return new LifetimeCovariateModel(file.GetEnum<LifetimeFamily>("family"), names, fitted);
    }
}
