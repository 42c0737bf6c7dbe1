using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// Linear layers from features to an embedding and, the other way round, to features again, with GELU behind all but those two.
/// Immutable as long as the weights are.
/// </summary>
internal sealed class AutoencoderNetwork
{
    private readonly Linear[] _layers;
    private readonly Dropout[] _dropouts;
    private readonly Dropout _featureDropout;
    private readonly int _code;

    public AutoencoderNetwork(int features, FeatureAutoencoderOptions options)
    {
        Widths = WidthsOf(features, options);
        _code = options.HiddenLayers.Count;
        _layers = new Linear[Widths.Length - 1];
        _dropouts = new Dropout[_layers.Length];
        _featureDropout = new Dropout("feature_dropout", options.FeatureDropout, options.Seed);
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            string name = NameOf(layer, _layers.Length);
            _layers[layer] = new Linear(name, Widths[layer], Widths[layer + 1], options.Seed);
            _dropouts[layer] = new Dropout(name + ".dropout", options.Dropout, options.Seed);
        }

        Parameters = [.. _layers.SelectMany(layer => (Parameter[])[layer.Weight, layer.Bias])];
    }

    /// <summary>Columns of what goes into each layer, and of what comes out of the last.</summary>
    public int[] Widths { get; }

    /// <summary>Weights and biases, layer by layer.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    public static int[] WidthsOf(int features, FeatureAutoencoderOptions options) =>
        [features, .. options.HiddenLayers, options.Dimensions, .. options.HiddenLayers.Reverse(), features];

    /// <summary>A layer's name in files.</summary>
    public static string NameOf(int layer, int layers) => layer < layers / 2
        ? FormattableString.Invariant($"encoder.{layer}")
        : FormattableString.Invariant($"decoder.{layer - (layers / 2)}");

    public AutoencoderWorkspace CreateWorkspace(int rows) => new(Widths, rows);

    /// <summary>Writes the embeddings of the workspace's input to its <c>Of(Code)</c>.</summary>
    public MutableMatrixView Encode(AutoencoderWorkspace workspace, long? step = null, int firstRow = 0)
    {
        if (step is { } number) _featureDropout.Apply(workspace.Input, number, firstRow);
        for (int layer = 0; layer <= _code; layer++) Forward(workspace, layer, step, firstRow);
        return workspace.Activated(_code);
    }

    /// <summary>Writes what is reconstructed of the workspace's input.</summary>
    /// <param name="workspace">With its input.</param>
    /// <param name="step">The optimizer's step in training; null elsewhere: nothing is dropped.</param>
    /// <param name="firstRow">Number of the first row within the epoch.</param>
    public MutableMatrixView Forward(AutoencoderWorkspace workspace, long? step = null, int firstRow = 0)
    {
        Encode(workspace, step, firstRow);
        for (int layer = _code + 1; layer < _layers.Length; layer++) Forward(workspace, layer, step, firstRow);
        return workspace.Activated(_layers.Length - 1);
    }

    /// <summary>
    /// Adds the gradients that follow from <see cref="AutoencoderWorkspace.Slope"/> of the last layer, which are used up.
    /// </summary>
    public void Backward(AutoencoderWorkspace workspace, Gradients gradients, long step, int firstRow)
    {
        for (int layer = _layers.Length - 1; layer >= 0; layer--)
        {
            MutableMatrixView slope = workspace.Slope(layer);
            if (IsActivated(layer))
            {
                _dropouts[layer].Apply(slope, step, firstRow);
                Activation.Backward(
                    ActivationKind.Gelu, workspace.Of(layer).Memory.Span, workspace.Activated(layer).Memory.Span, slope.Memory.Span);
            }

            MutableMatrixView input = layer == 0 ? workspace.Input : workspace.Activated(layer - 1);
            _layers[layer].Backward(input, slope, layer == 0 ? default(MutableMatrixView?) : workspace.Slope(layer - 1), gradients);
        }
    }

    private bool IsActivated(int layer) => layer != _code && layer != _layers.Length - 1;

    private void Forward(AutoencoderWorkspace workspace, int layer, long? step, int firstRow)
    {
        MutableMatrixView input = layer == 0 ? workspace.Input : workspace.Activated(layer - 1);
        if (!IsActivated(layer))
        {
            _layers[layer].Forward(input, workspace.Activated(layer));
            return;
        }

        _layers[layer].Forward(input, workspace.Of(layer));
        Activation.Forward(ActivationKind.Gelu, workspace.Of(layer).Memory.Span, workspace.Activated(layer).Memory.Span);
        if (step is { } number) _dropouts[layer].Apply(workspace.Activated(layer), number, firstRow);
    }
}
