namespace Personalization.NeuralCf;

/// <summary>How a customer and an item become a score.</summary>
public enum NeuralCfArchitecture
{
    /// <summary>
    /// p · q + customer bias + item bias: matrix factorization. Tuned, it ranks as well as the networks or better (Rendle et al. 2020), and
    /// it is the fastest to train and to serve.
    /// </summary>
    DotProduct,

    /// <summary>Generalized matrix factorization: a learned weight for each product of two factors (He et al. 2017).</summary>
    Gmf,

    /// <summary>A multi-layer perceptron over both embeddings (He et al. 2017).</summary>
    Mlp,

    /// <summary>
    /// Neural matrix factorization: GMF and MLP, each with embeddings of its own, joined before the last layer (He et al. 2017).
    /// </summary>
    NeuMf,
}
