using System.Globalization;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>The second pass: holds the purchases back until all are known, finds the bounds, then drops or winsorizes.</summary>
internal sealed class OutlierPass(OutlierOptions options, int purchaseType)
{
    private readonly List<(EncodedEvent Event, long Row)> _held = [];

    public void Hold(in EncodedEvent e, long row) => _held.Add((e, row));

    /// <summary>Gives every event that stays to the builder; returns how many went.</summary>
    public long Release(EventLogBuilder builder, RuleTally tally)
    {
        (double low, double high) quantities = options.Quantities
            ? Bounds(static e => e.Quantity)
            : (double.NegativeInfinity, double.PositiveInfinity);
        (double low, double high) prices = options.Prices
            ? Bounds(static e => e.UnitPrice)
            : (double.NegativeInfinity, double.PositiveInfinity);
        long dropped = 0;
        foreach ((EncodedEvent e, long row) in _held)
        {
            bool oddQuantity = e.Quantity < quantities.low || e.Quantity > quantities.high;
            bool oddPrice = e.UnitPrice < prices.low || e.UnitPrice > prices.high;
            if (e.Type != purchaseType || !(oddQuantity || oddPrice))
            {
                builder.Add(e);
                continue;
            }

            tally.Matched++;
            tally.Example(row, oddQuantity ? nameof(EventField.Quantity) : nameof(EventField.UnitPrice), oddQuantity
                ? e.Quantity.ToString(CultureInfo.InvariantCulture)
                : MoneyUnits.ToDecimal(e.UnitPrice).ToString(CultureInfo.InvariantCulture));
            if (options.Action == OutlierAction.Drop)
            {
                tally.Drop();
                dropped++;
                continue;
            }

            tally.Repair();
            builder.Add(e with
            {
                Quantity = (float)Math.Clamp(e.Quantity, quantities.low, quantities.high),
                UnitPrice = (long)Math.Round(Math.Clamp(e.UnitPrice, prices.low, prices.high)),
            });
        }

        return dropped;
    }

    private (double Low, double High) Bounds(Func<EncodedEvent, double> value)
    {
        List<double> values = [];
        foreach ((EncodedEvent e, _) in _held)
        {
            if (e.Type == purchaseType) values.Add(value(e));
        }

        if (values.Count == 0) return (double.NegativeInfinity, double.PositiveInfinity);
        values.Sort();
        if (options.Method == OutlierMethod.Quantile)
            return (QuantileOf(values, options.LowerQuantile), QuantileOf(values, options.UpperQuantile));
        double first = QuantileOf(values, 0.25), third = QuantileOf(values, 0.75), reach = options.IqrFactor * (third - first);
        return (first - reach, third + reach);
    }

    private static double QuantileOf(List<double> sorted, double q)
    {
        double position = q * (sorted.Count - 1);
        int below = (int)position, above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
