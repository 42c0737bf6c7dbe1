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

    /// <summary>What depends on the parameters alone, reckoned once an evaluation; null for nothing.</summary>
    double[]? Prepare(ReadOnlySpan<double> parameters) => null;

    /// <summary>
    /// Adds to <paramref name="sums"/> the log-likelihood and its derivatives of all customers of the cells from start to end − 1; start is
    /// a multiple of <see cref="LikelihoodSearch.CellsPerChunk"/>.
    /// </summary>
    void Add(int start, int end, ReadOnlySpan<double> parameters, double[]? prepared, Span<double> sums)
    {
        Span<double> gradient = stackalloc double[parameters.Length];
        for (int cell = start; cell < end; cell++)
        {
            int customers = CustomersAt(cell);
            sums[0] += customers * At(cell, parameters, gradient);
            for (int i = 0; i < gradient.Length; i++) sums[i + 1] += customers * gradient[i];
        }
    }
}
