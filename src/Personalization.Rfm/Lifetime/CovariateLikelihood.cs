using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// The likelihood of cells of customers who are alike in their covariates too. Parameters are the model's four, then e^γ of the rate and
/// e^γ of leaving for each covariate: positive as all parameters are, their logarithms the coefficients.
/// </summary>
internal sealed class CovariateLikelihood : ILikelihood
{
    private readonly LifetimeFamily _family;
    private readonly LifetimeCovariates _covariates;
    private readonly LifetimeCell[] _cells;

    /// <summary>A customer of each cell.</summary>
    private readonly int[] _rows;

    public CovariateLikelihood(LifetimeFamily family, LifetimeSummary summary, LifetimeCovariates covariates)
    {
        (_family, _covariates) = (family, covariates);
        int[] rows = [.. Enumerable.Range(0, summary.Count)];
        Array.Sort(rows, (left, right) => Compare(summary, left, right));
        List<LifetimeCell> cells = [];
        List<int> first = [];
        for (int start = 0, end; start < rows.Length; start = end)
        {
            for (end = start + 1; end < rows.Length && Compare(summary, rows[start], rows[end]) == 0;) end++;
            LifetimeRow row = summary[rows[start]];
            cells.Add(new LifetimeCell(row.RepeatPurchases, row.LastPurchase, row.Age, end - start));
            first.Add(rows[start]);
        }

        (_cells, _rows) = ([.. cells], [.. first]);
    }

    public int ParameterCount => 4 + (2 * _covariates.Names.Count);

    public int CellCount => _cells.Length;

    public int CustomersAt(int cell) => _cells[cell].Customers;

    public double[] Start()
    {
        double scale = LifetimeCells.MeanAge(_cells) * .3;
        double[] start = new double[ParameterCount];
        Array.Fill(start, 1);
        double[] own = _family == LifetimeFamily.BgNbd ? [.5, scale, 1, 2] : [.5, scale, .5, scale];
        own.CopyTo(start, 0);
        return start;
    }

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        LifetimeCell at = _cells[cell];
        ReadOnlySpan<double> values = _covariates[_rows[cell]];
        (double buys, double leaves) = Factors(parameters[4..], values);
        Span<double> own = stackalloc double[4];
        double result, byLeaving;
        if (_family == LifetimeFamily.BgNbd)
        {
            BetaGeometricParameters p = new(parameters[0], parameters[1] / buys, parameters[2] * leaves, parameters[3] * leaves, 0);
            result = BetaGeometric.LogLikelihood(p, at.Repeats, at.Last, at.Age, own);
            byLeaving = (own[2] * p.A) + (own[3] * p.B);
            (gradient[2], gradient[3]) = (own[2] * leaves, own[3] * leaves);
        }
        else
        {
            ParetoParameters p = new(parameters[0], parameters[1] / buys, parameters[2], parameters[3] / leaves);
            result = ParetoParts.LogLikelihood(p, at.Repeats, at.Last, at.Age, own);
            byLeaving = -own[3] * p.Beta;
            (gradient[2], gradient[3]) = (own[2], own[3] / leaves);
        }

        (gradient[0], gradient[1]) = (own[0], own[1] / buys);
        double byBuying = -own[1] * parameters[1] / buys;
        for (int i = 0; i < values.Length; i++)
        {
            gradient[4 + i] = byBuying * values[i] / parameters[4 + i];
            gradient[4 + values.Length + i] = byLeaving * values[i] / parameters[4 + values.Length + i];
        }

        return result;
    }

    /// <summary>e^γ'x of the rate and of leaving, from e^γ of each.</summary>
    public static (double Buys, double Leaves) Factors(ReadOnlySpan<double> exponentials, ReadOnlySpan<double> values)
    {
        double buys = 0, leaves = 0;
        for (int i = 0; i < values.Length; i++)
        {
            buys += StableMath.Log(exponentials[i]) * values[i];
            leaves += StableMath.Log(exponentials[values.Length + i]) * values[i];
        }

        return (StableMath.Exp(buys), StableMath.Exp(leaves));
    }

    private int Compare(LifetimeSummary summary, int left, int right)
    {
        LifetimeRow a = summary[left], b = summary[right];
        int order = a.RepeatPurchases.CompareTo(b.RepeatPurchases);
        if (order == 0) order = a.LastPurchase.CompareTo(b.LastPurchase);
        if (order == 0) order = a.Age.CompareTo(b.Age);
        return order == 0 ? _covariates[left].SequenceCompareTo(_covariates[right]) : order;
    }
}
