using Personalization.Core;

namespace Personalization.Neural;

/// <summary>Plain stochastic gradient descent: w ← w − rate · g. Rows that a batch doesn't touch don't move.</summary>
internal sealed class Sgd(IReadOnlyList<Parameter> parameters) : Optimizer(parameters)
{
    private float _rate;

    public override void Save(ModelFileWriter writer) => writer.Set("optimizer.steps", Steps);

    public override void Load(ModelFile file) => Steps = LoadSteps(file);

    protected override void Begin(double learningRate) => _rate = (float)learningRate;

    protected override void StepWeights(int parameter, int start, ReadOnlySpan<float> gradient)
    {
        Span<float> weights = Parameters[parameter].Values.Values.Slice(start, gradient.Length);
        for (int i = 0; i < weights.Length; i++) weights[i] -= _rate * gradient[i];
    }
}
