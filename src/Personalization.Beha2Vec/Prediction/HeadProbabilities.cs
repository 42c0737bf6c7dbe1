using System.Numerics.Tensors;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Probabilities of logits: a softmax at a temperature, in place.</summary>
internal static class HeadProbabilities
{
    /// <summary>Codes that fit on the stack: types, channels and gaps do.</summary>
    private const int MostCodes = 512;

    /// <summary>Writes the probability of each code from 1 on; the unknown code 0 is never what comes next.</summary>
    /// <param name="head">Logits of an embedding.</param>
    /// <param name="embedding">The embedding.</param>
    /// <param name="temperature">Above 0.</param>
    /// <param name="probabilities">Receives one less than there are codes.</param>
    public static void Write(Linear head, ReadOnlySpan<float> embedding, double temperature, Span<float> probabilities)
    {
        Span<float> stack = stackalloc float[MostCodes];
        int codes = probabilities.Length + 1;
        Span<float> logits = codes <= MostCodes ? stack[..codes] : new float[codes];
        head.Step(embedding, logits);
        logits[1..].CopyTo(probabilities);
        Softmax(probabilities, temperature);
    }

    /// <summary>Turns logits into probabilities; where a logit isn't finite, every one is as likely.</summary>
    public static void Softmax(Span<float> logits, double temperature)
    {
        if (logits.IsEmpty) return;
        TensorPrimitives.Multiply(logits, (float)(1 / temperature), logits);
        if (TensorPrimitives.IsFiniteAll<float>(logits)) VectorFunctions.Softmax(logits, logits);
        else logits.Fill(1f / logits.Length);
    }
}
