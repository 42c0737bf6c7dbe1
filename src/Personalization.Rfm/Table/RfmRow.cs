using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>One customer's recency, frequency and monetary value.</summary>
/// <param name="Customer">Whose they are.</param>
/// <param name="RecencyDays">Whole days (24 hours each, rounded down) from the last purchase to the reference date.</param>
/// <param name="Frequency">Number of what <see cref="RfmOptions.CountFrequencyBy"/> names, at least 1.</param>
/// <param name="Monetary">Sum of quantity × unit price of all purchases, less refunds if these are taken off; in the log's
/// currency.</param>
/// <param name="TenureDays">Whole days from the first purchase to the reference date.</param>
/// <param name="FirstPurchase">Time of the first purchase.</param>
/// <param name="LastPurchase">Time of the last purchase.</param>
public readonly record struct RfmRow(
    CustomerId Customer, int RecencyDays, int Frequency, decimal Monetary, int TenureDays, DateTime FirstPurchase, DateTime LastPurchase)
{
    /// <summary><see cref="Monetary"/> ÷ <see cref="Frequency"/>: the average order while orders are what is counted.</summary>
    public decimal AverageOrder => Frequency == 0 ? 0 : Monetary / Frequency;
}
