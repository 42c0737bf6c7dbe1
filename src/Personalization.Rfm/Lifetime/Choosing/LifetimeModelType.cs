namespace Personalization.Rfm;

/// <summary>Models of repeat buying in continuous time that <see cref="LifetimeChooser"/> can fit and compare.</summary>
public enum LifetimeModelType
{
    /// <summary><see cref="BgNbdModel"/>: customers leave after a repeat purchase.</summary>
    BgNbd,

    /// <summary><see cref="MbgNbdModel"/>: customers leave after any purchase.</summary>
    MbgNbd,

    /// <summary><see cref="ParetoNbdModel"/>: customers leave at any moment.</summary>
    ParetoNbd,

    /// <summary><see cref="GompertzNbdModel"/>: customers leave at any moment, the more likely the longer they have been there.</summary>
    GompertzNbd,

    /// <summary><see cref="BgCnbdModel"/>: regular customers leave after a repeat purchase.</summary>
    BgCnbd,

    /// <summary><see cref="MbgCnbdModel"/>: regular customers leave after any purchase.</summary>
    MbgCnbd,
}

/// <summary>Names and trainers by <see cref="LifetimeModelType"/>.</summary>
internal static class LifetimeModelTypes
{
    /// <summary>The name that the model's paper gives it.</summary>
    public static string Name(LifetimeModelType type) => type switch
    {
        LifetimeModelType.BgNbd => "BG/NBD",
        LifetimeModelType.MbgNbd => "MBG/NBD",
        LifetimeModelType.ParetoNbd => "Pareto/NBD",
        LifetimeModelType.GompertzNbd => "Gompertz/Gamma NBD",
        LifetimeModelType.BgCnbd => "BG/CNBD-k",
        _ => "MBG/CNBD-k",
    };

    /// <summary>Number of parameters that the likelihood was searched over, k among them.</summary>
    public static int ParameterCount(LifetimeModelType type) =>
        type is LifetimeModelType.GompertzNbd or LifetimeModelType.BgCnbd or LifetimeModelType.MbgCnbd ? 5 : 4;

    public static IPurchaseModel Fit(
        LifetimeModelType type, LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken) => type switch
        {
            LifetimeModelType.BgNbd => new BgNbdTrainer(options).Fit(summary, null, cancellationToken),
            LifetimeModelType.MbgNbd => new MbgNbdTrainer(options).Fit(summary, null, cancellationToken),
            LifetimeModelType.ParetoNbd => new ParetoNbdTrainer(options).Fit(summary, null, cancellationToken),
            LifetimeModelType.GompertzNbd => new GompertzNbdTrainer(options).Fit(summary, null, cancellationToken),
            LifetimeModelType.BgCnbd => new BgCnbdTrainer(options).Fit(summary, null, cancellationToken),
            _ => new MbgCnbdTrainer(options).Fit(summary, null, cancellationToken),
        };
}
