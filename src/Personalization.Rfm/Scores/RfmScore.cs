using System.Globalization;

namespace Personalization.Rfm;

/// <summary>One customer's scores: 1 is worst; the best is the number of bins of the measure.</summary>
/// <param name="Recency">High for a recent purchase.</param>
/// <param name="Frequency">High for many orders.</param>
/// <param name="Monetary">High for much money.</param>
/// <param name="Combined">Weighted mean of the three, with the weights of <see cref="RfmScoreOptions"/>.</param>
public readonly record struct RfmScore(int Recency, int Frequency, int Monetary, double Combined)
{
    /// <summary>The three scores side by side: <c>"545"</c>; with hyphens, <c>"10-4-5"</c>, where one has two digits.</summary>
    public string Cell
    {
        get
        {
            string separator = Math.Max(Recency, Math.Max(Frequency, Monetary)) > 9 ? "-" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{Recency}{separator}{Frequency}{separator}{Monetary}");
        }
    }
}
