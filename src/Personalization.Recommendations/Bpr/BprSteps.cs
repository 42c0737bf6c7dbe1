using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// One comparison of Rendle et al. 2009: of customer u an item i that they have against one, j, that they don't. With x = u·(i − j) + bᵢ −
/// bⱼ and g = 1 / (1 + eˣ), a step goes along the gradient of ln σ(x) less the regularization. Dot products run over eight virtual lanes:
/// the same bits on every machine.
/// </summary>
/// <param name="factors">Values of a row, padded with zeros to a multiple of 8.</param>
/// <param name="rate">Length of a step.</param>
/// <param name="regularization">λ.</param>
internal readonly unsafe struct BprSteps(int factors, float rate, float regularization)
{
    private readonly float _kept = 1 - (rate * regularization);

    /// <summary>x, before a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Margin(float* customer, float* item, float* other)
    {
        Vector256<float> sum = Vector256<float>.Zero;
        for (int i = 0; i < factors; i += Vector256<float>.Count)
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(customer + i), Vector256.Load(item + i) - Vector256.Load(other + i), sum);
        return RowDots.Fold(sum);
    }

    /// <summary>A step of customer, both items and their biases; gives x before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Step(float* customer, float* item, float* other, ref float bias, ref float otherBias)
    {
        float margin = Margin(customer, item, other) + (bias - otherBias), step = rate * Slope(margin);
        Vector256<float> up = Vector256.Create(step), down = Vector256.Create(-step), kept = Vector256.Create(_kept);
        for (int i = 0; i < factors; i += Vector256<float>.Count)
        {
            Vector256<float> u = Vector256.Load(customer + i), a = Vector256.Load(item + i), b = Vector256.Load(other + i);
            Vector256.FusedMultiplyAdd(up, a - b, u * kept).Store(customer + i);
            Vector256.FusedMultiplyAdd(up, u, a * kept).Store(item + i);
            Vector256.FusedMultiplyAdd(down, u, b * kept).Store(other + i);
        }

        bias = MathF.FusedMultiplyAdd(bias, _kept, step);
        otherBias = MathF.FusedMultiplyAdd(otherBias, _kept, -step);
        return margin;
    }

    /// <summary>A step of the customer alone.</summary>
    public void StepOfCustomer(float* customer, float* item, float* other, float biasLead)
    {
        float step = rate * Slope(Margin(customer, item, other) + biasLead);
        Vector256<float> up = Vector256.Create(step), kept = Vector256.Create(_kept);
        for (int i = 0; i < factors; i += Vector256<float>.Count)
        {
            Vector256<float> difference = Vector256.Load(item + i) - Vector256.Load(other + i);
            Vector256.FusedMultiplyAdd(up, difference, Vector256.Load(customer + i) * kept).Store(customer + i);
        }
    }

    /// <summary>1 / (1 + eˣ), by our own exponential.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Slope(float margin)
    {
        float slope = 0;
        Lanes1.Store(SingleFunctions.Sigmoid(Lanes1.Broadcast(-margin)), ref slope, 0);
        return slope;
    }
}
