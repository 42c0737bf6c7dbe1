using Personalization.Core;

namespace Personalization.Neural;

/// <summary>Plain stochastic gradient descent: w ← w − rate · g. Rows that a batch doesn't touch don't move.</summary>
public sealed class Sgd(IReadOnlyList<Parameter> parameters) : Optimizer(parameters)
{
    private float _rate;

    internal override void Save(ModelFileWriter writer) => writer.Set("sgd.steps", Steps);

    internal override void Load(ModelFile file) => Steps = file.GetMetadata<long>("sgd.steps");

    private protected override void Begin(double learningRate) => _rate = (float)learningRate;

    private protected override void StepWeights(Parameter parameter, int start, ReadOnlySpan<float> gradient)
    {
        Span<float> weights = parameter.Values.Values.Slice(start, gradient.Length);
        for (int i = 0; i < weights.Length; i++) weights[i] -= _rate * gradient[i];
    }
}
