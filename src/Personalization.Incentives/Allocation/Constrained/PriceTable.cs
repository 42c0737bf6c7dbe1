namespace Personalization.Incentives;

/// <summary>
/// Prices of rows, summed up for each place (cell and offer): what a candidate costs at these prices is
/// <c>Fixed[place] + Σ Slopes[column][place] · amount</c>.
/// </summary>
internal sealed class PriceTable
{
    private readonly CompiledProblem _problem;

    public PriceTable(CompiledProblem problem)
    {
        _problem = problem;
        int places = problem.CellCount * problem.OfferCount;
        Fixed = new double[places];
        Slopes = [.. problem.Columns.Select(_ => new double[places])];
    }

    public double[] Fixed { get; }

    public double[][] Slopes { get; }

    /// <summary>Takes over prices by row.</summary>
    public void Fill(ReadOnlySpan<double> prices)
    {
        Array.Clear(Fixed);
        foreach (double[] slopes in Slopes) Array.Clear(slopes);
        for (int place = 0; place < Fixed.Length; place++)
        {
            foreach (int r in _problem.RowsAt(place))
            {
                AllocationRow row = _problem.Rows[r];
                double price = prices[r] * row.Sign;
                if (row.Column >= 0) Slopes[row.Column][place] += price;
                else Fixed[place] += price * (row.ByPlace is { } amounts ? amounts[place] : 1);
            }
        }
    }

    /// <summary>Cost of each candidate from <paramref name="first"/> on, of one customer.</summary>
    public void Costs(int place, int first, ReadOnlySpan<ushort> offers, Span<double> costs)
    {
        for (int j = 0; j < costs.Length; j++) costs[j] = Fixed[place + offers[j]];
        for (int c = 0; c < Slopes.Length; c++)
        {
            ReadOnlySpan<double> slopes = Slopes[c].AsSpan(place);
            ReadOnlySpan<long> amounts = _problem.Columns[c].Span.Slice(first, costs.Length);
            for (int j = 0; j < costs.Length; j++) costs[j] += slopes[offers[j]] * amounts[j];
        }
    }
}
