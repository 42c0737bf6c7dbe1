using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Sums of tensors. TorchSharp's own make a scalar for each call (the factor 1) that nothing holds: it may be finalized, and its native
/// memory freed, while the call runs.
/// </summary>
internal static class TensorSums
{
    private static readonly Scalar s_one = 1, s_minusOne = -1;

    public static Tensor Plus(this Tensor left, Tensor right) => left.add(right, s_one);

    public static Tensor Minus(this Tensor left, Tensor right) => left.add(right, s_minusOne);

    /// <summary>Adds in place.</summary>
    public static void Increase(this Tensor sum, Tensor more) => sum.add_(more, s_one);

    /// <summary>ln(1 + eˣ), value by value; by another way than TorchSharp's softplus, which makes scalars too.</summary>
    public static Tensor SoftplusOf(Tensor values) => nn.functional.logsigmoid(-values).neg();

    /// <summary>0, 1, 2 …</summary>
    public static Tensor Places(int count, Device device)
    {
        float[] places = new float[count];
        for (int i = 0; i < count; i++) places[i] = i;
        return tensor(places, device: device);
    }
}
