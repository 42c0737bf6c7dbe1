using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// GMF and MLP, trained on their own, as the beginning of NeuMF (He et al. 2017, equation 13 with α = ½): it starts as the mean of two
/// models that rank well, where from scratch the one part may keep the other from learning.
/// </summary>
internal static class Pretraining
{
    private const float Share = .5f;

    /// <summary>Parts of the whole way: GMF, MLP, and both together.</summary>
    public const int Stages = 3;

    /// <summary>Trains a part on its own.</summary>
    /// <param name="part">GMF or MLP.</param>
    /// <param name="options">The options of the whole.</param>
    public static NeuralCfOptions OptionsOf(NeuralCfArchitecture part, NeuralCfOptions options) =>
        options with { Architecture = part, MaxEpochs = options.PretrainingEpochs, PretrainingEpochs = 0 };

    /// <summary>Takes over the weights of the parts.</summary>
    public static void Begin(NeuralCfNetwork whole, NeuralCfNetwork gmf, NeuralCfNetwork mlp)
    {
        Dictionary<string, Parameter> from = [];
        foreach (Parameter parameter in (Parameter[])[.. gmf.Parameters, .. mlp.Parameters])
        {
            if (parameter.Name is not (NetworkShape.OutputWeight or NetworkShape.OutputBias)) from.Add(parameter.Name, parameter);
        }

        foreach (Parameter parameter in whole.Parameters)
        {
            Span<float> weights = parameter.Values.Values;
            if (from.TryGetValue(parameter.Name, out Parameter? part))
            {
                part.Values.Values.CopyTo(weights);
                continue;
            }

            ReadOnlySpan<float> first = Output(gmf, parameter.Name), second = Output(mlp, parameter.Name);
            if (parameter.Name == NetworkShape.OutputBias)
            {
                weights[0] = Share * (first[0] + second[0]);
                continue;
            }

            first.CopyTo(weights);
            second.CopyTo(weights[first.Length..]);
            foreach (ref float weight in weights) weight *= Share;
        }
    }

    private static ReadOnlySpan<float> Output(NeuralCfNetwork part, string name) =>
        part.Parameters.First(parameter => parameter.Name == name).Values.Values;
}

/// <summary>Progress of one of several stages as progress of the whole.</summary>
internal sealed class StageProgress(IProgress<FitProgress> whole, string name, int stage, int stages) : IProgress<FitProgress>
{
    public void Report(FitProgress value) => whole.Report(value with
    {
        Stage = stage + 1 == stages && value.Fraction == 1 ? value.Stage : $"{name}: {value.Stage}",
        Fraction = (stage + value.Fraction) / stages,
        Remaining = null,
    });
}
