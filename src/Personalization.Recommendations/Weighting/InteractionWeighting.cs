namespace Personalization.Recommendations;

/// <summary>
/// How the values of a matrix are weighed before rows are compared, as for words of texts: a row is a text, a column a word. With R rows
/// compared, n(c) of them having column c, x the value: idf(c) = ln(R / (1 + n(c))), at least 0.
/// </summary>
public enum InteractionWeighting
{
    /// <summary>As they are.</summary>
    None,

    /// <summary>√x · idf(c): what nearly all have says nothing (implicit's <c>TFIDFRecommender</c>; Salton and Buckley 1988).</summary>
    TfIdf,

    /// <summary>
    /// x (K1 + 1) / (K1 (1 − B + B · length / mean length) + x) · idf(c), length being the sum of the row's values: a value speaks less the
    /// higher it is and the more its row has (implicit's <c>bm25_weight</c>; Robertson and Walker 1994).
    /// </summary>
    Bm25,
}
