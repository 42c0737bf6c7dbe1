namespace Personalization.Rfm;

/// <summary>
/// Gauss and Legendre's rule of 16 points on [−1, 1]: exact for polynomials of degree 31 (Abramowitz and Stegun, table 25.4).
/// </summary>
internal static class GaussLegendre
{
    public const int Count = 16;

    private static readonly double[] Nodes =
    [
        .09501250983763745, .2816035507792589, .45801677765722737, .6178762444026438,
        .755404408355003, .8656312023878318, .9445750230732326, .9894009349916499,
        -.09501250983763745, -.2816035507792589, -.45801677765722737, -.6178762444026438,
        -.755404408355003, -.8656312023878318, -.9445750230732326, -.9894009349916499,
    ];

    private static readonly double[] Weights =
    [
        .18945061045506859, .1826034150449236, .16915651939500262, .14959598881657676,
        .12462897125553403, .09515851168249259, .062253523938647706, .027152459411754037,
        .18945061045506859, .1826034150449236, .16915651939500262, .14959598881657676,
        .12462897125553403, .09515851168249259, .062253523938647706, .027152459411754037,
    ];

    public static ReadOnlySpan<double> AllNodes => Nodes;

    public static ReadOnlySpan<double> AllWeights => Weights;

    public static double Node(int i) => Nodes[i];

    public static double Weight(int i) => Weights[i];
}
