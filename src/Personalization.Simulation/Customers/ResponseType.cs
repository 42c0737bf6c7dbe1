namespace Personalization.Simulation;

/// <summary>The four kinds of customer that uplift modelling tells apart (Radcliffe and Surry 1999).</summary>
public enum ResponseType
{
    /// <summary>Buys more often with a fitting offer.</summary>
    Persuadable,

    /// <summary>Buys anyway: a high rate, which offers hardly change. An offer here is money given away.</summary>
    SureBuyer,

    /// <summary>Buys less often when approached.</summary>
    SleepingDog,

    /// <summary>Seldom buys, and offers hardly change that.</summary>
    LostCause,
}
