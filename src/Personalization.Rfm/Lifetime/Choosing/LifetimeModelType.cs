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
}

/// <summary>Names and trainers by <see cref="LifetimeModelType"/>.</summary>
internal static class LifetimeModelTypes
{
    /// <summary>The name that the model's paper gives it.</summary>
    public static string Name(LifetimeModelType type) => type switch
    {
        LifetimeModelType.BgNbd => "BG/NBD",
        LifetimeModelType.MbgNbd => "MBG/NBD",
        _ => "Pareto/NBD",
    };

    /// <summary>Number of parameters that the likelihood was searched over.</summary>
    public static int ParameterCount(LifetimeModelType type) => 4;

    public static IPurchaseModel Fit(
        LifetimeModelType type, LifetimeSummary summary, LifetimeFitOptions options, CancellationToken cancellationToken) => type switch
        {
            LifetimeModelType.BgNbd => new BgNbdTrainer(options).Fit(summary, null, cancellationToken),
            LifetimeModelType.MbgNbd => new MbgNbdTrainer(options).Fit(summary, null, cancellationToken),
            _ => new ParetoNbdTrainer(options).Fit(summary, null, cancellationToken),
        };
}
