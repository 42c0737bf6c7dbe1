using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class ActivationTests
{
    public static TheoryData<ActivationKind> Kinds => [.. Enum.GetValues<ActivationKind>()];

    /// <summary>torch.nn.functional.gelu(x, approximate="tanh").</summary>
    [Theory]
    [InlineData(-1, -.158808)]
    [InlineData(0, 0)]
    [InlineData(.5, .345714)]
    [InlineData(1, .841192)]
    [InlineData(2, 1.954598)]
    public void Forward_Gelu_AsPyTorch(float x, double expected)
    {
        float[] y = new float[1];

        Activation.Forward(ActivationKind.Gelu, [x], y);

        Assert.Equal(expected, y[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForwardAndBackward_RandomValues_AsFiniteDifferences(ActivationKind kind) => Properties.HoldForSeeds(40, seed =>
    {
        RandomStream random = new((ulong)seed, "activation");
        int count = random.NextInt32(1, 600);
        float[] x = Numbers.Normal(random, 1, count, 2).Values.ToArray(), y = new float[count];

        // A difference across the corner of ReLU says nothing about either side.
        foreach (ref float value in x.AsSpan()) value = Math.Abs(value) < .001f ? .001f : value;
        float[] slope = Numbers.Normal(random, 1, count).Values.ToArray(), gradient = [.. slope];

        Activation.Forward(kind, x, y);
        Activation.Backward(kind, x, y, gradient);

        double[] expected = [.. x.Select((value, i) => Numbers.Slopes([value], at => Reference(kind, at[0]))[0] * slope[i])];
        Numbers.Near([.. x.Select(value => Reference(kind, value))], y, 1e-6);
        Numbers.Near(expected, gradient, 1e-5);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForwardAndBackward_ExtremeValues_Finite(ActivationKind kind)
    {
        float[] x = [-float.MaxValue, -1e20f, -1000, 1000, 1e20f, float.MaxValue], y = new float[6], gradient = [1, 1, 1, 1, 1, 1];

        Activation.Forward(kind, x, y);
        Activation.Backward(kind, x, y, gradient);

        float slope = kind == ActivationKind.Sigmoid ? 0 : 1;
        Assert.Equal([0, 0, 0, slope, slope, slope], gradient);
        Assert.All(y, value => Assert.True(float.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forward_NotANumber_StaysSo(ActivationKind kind)
    {
        float[] y = new float[40];

        Activation.Forward(kind, [.. Enumerable.Repeat(float.NaN, 40)], y);

        Assert.All(y, value => Assert.Equal(float.NaN, value));
    }

    [Theory]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.Sigmoid)]
    public void ForwardAndBackward_InPlace_Same(ActivationKind kind)
    {
        float[] x = Numbers.Normal(new RandomStream(1, "activation"), 1, 50).Values.ToArray(), y = new float[50], inPlace = [.. x];
        float[] gradient = [.. Enumerable.Repeat(1f, 50)], other = [.. gradient];

        Activation.Forward(kind, x, y);
        Activation.Backward(kind, x, y, gradient);
        Activation.Forward(kind, inPlace, inPlace);
        Activation.Backward(kind, inPlace, inPlace, other);

        Assert.Equal(y, inPlace);
        Assert.Equal(gradient, other);
    }

    private static double Reference(ActivationKind kind, double x) => kind switch
    {
        ActivationKind.Relu => Math.Max(0, x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        _ => .5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (.044715 * x * x * x)))),
    };
}
