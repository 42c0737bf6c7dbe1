namespace Personalization.Rfm;

/// <summary>Which model covariates are added to.</summary>
public enum LifetimeFamily
{
    /// <summary><see cref="BgNbdModel"/>.</summary>
    BgNbd,

    /// <summary><see cref="ParetoNbdModel"/>.</summary>
    ParetoNbd,
}
