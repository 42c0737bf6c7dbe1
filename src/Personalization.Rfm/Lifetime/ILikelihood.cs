namespace Personalization.Rfm;

/// <summary>The log-likelihood of a model as a sum over cells: customers who are alike, counted once with their number.</summary>
internal interface ILikelihood
{
    /// <summary>Number of parameters, all of them positive.</summary>
    int ParameterCount { get; }

    /// <summary>Number of cells.</summary>
    int CellCount { get; }

    /// <summary>Customers in a cell.</summary>
    int CustomersAt(int cell);

    /// <summary>Where a search begins; one value a parameter.</summary>
    double[] Start();

    /// <summary>
    /// Log-likelihood of one customer of a cell; <paramref name="gradient"/> receives its derivatives by the parameters.
    /// </summary>
    double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient);
}
