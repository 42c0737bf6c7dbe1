using System.Runtime.InteropServices;
using Personalization.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Weights, gradients and moments of a network on a device, each in one long tensor, so that AdamW's step is a dozen calls whatever the
/// number of parameters. A managed <see cref="AdamW"/> carries them from and to checkpoints and models, and gives each step's factors, so
/// that a step here is a step there. Belongs to one run.
/// </summary>
internal sealed class TorchParameters : IDisposable
{
    private const int ElementsAtOnce = 1 << 24;

    private readonly AdamW _optimizer;
    private readonly AdamWOptions _options;
    private readonly Tensor _weights;
    private readonly Tensor _gradients;
    private readonly Tensor _first;
    private readonly Tensor _second;
    private readonly Tensor _decayed;

    /// <summary>For each of the optimizer's parameters its place in the long tensors; those that decay come first.</summary>
    private readonly long[] _starts;

    private readonly Dictionary<string, TorchParameter> _byName = new(StringComparer.Ordinal);

    public TorchParameters(AdamW optimizer, AdamWOptions options, Device device)
    {
        (_optimizer, _options) = (optimizer, options);
        Parameter[] parameters = optimizer.Parameters;
        _starts = new long[parameters.Length];
        long count = 0;
        foreach (int i in Enumerable.Range(0, parameters.Length).OrderByDescending(i => parameters[i].IsDecayed))
        {
            _starts[i] = count;
            count += parameters[i].Count;
        }

        long decayed = parameters.Where(parameter => parameter.IsDecayed).Sum(parameter => (long)parameter.Count);
        using DisposeScope scope = NewDisposeScope();
        _weights = zeros(count, device: device).DetachFromDisposeScope();
        _gradients = zeros(count, device: device).DetachFromDisposeScope();
        _first = zeros(count, device: device).DetachFromDisposeScope();
        _second = zeros(count, device: device).DetachFromDisposeScope();
        _decayed = _weights.narrow(0, 0, decayed).DetachFromDisposeScope();
        for (int i = 0; i < parameters.Length; i++)
        {
            (int rows, int columns) = (parameters[i].Rows, parameters[i].Columns);
            Tensor values = _weights.narrow(0, _starts[i], parameters[i].Count).view(rows, columns).DetachFromDisposeScope();
            Tensor gradient = _gradients.narrow(0, _starts[i], parameters[i].Count).view(rows, columns).DetachFromDisposeScope();
            if (!parameters[i].IsSparse)
            {
                // What backward finds there it adds to.
                values.requires_grad_();
                values.grad = gradient;
            }

            _byName.Add(parameters[i].Name, new TorchParameter(values, gradient));
        }
    }

    /// <summary>Names of all parameters.</summary>
    public IReadOnlyCollection<string> Names => _byName.Keys;

    public TorchParameter Of(string name) => _byName[name];

    /// <summary>Takes weights and moments from the optimizer.</summary>
    public void Load()
    {
        _optimizer.CatchUp();
        for (int i = 0; i < _starts.Length; i++)
        {
            (float[] first, float[] second) = _optimizer.MomentsOf(i);
            Write(_optimizer.Parameters[i].Values.Values, _weights, _starts[i]);
            Write(first, _first, _starts[i]);
            Write(second, _second, _starts[i]);
        }
    }

    /// <summary>Gives the weights to the optimizer's parameters.</summary>
    public void StoreWeights()
    {
        for (int i = 0; i < _starts.Length; i++) Read(_weights, _starts[i], _optimizer.Parameters[i].Values.Values);
    }

    /// <summary>Gives weights and moments to the optimizer, which can go on from there or be saved.</summary>
    public void Store()
    {
        StoreWeights();
        for (int i = 0; i < _starts.Length; i++)
        {
            (float[] first, float[] second) = _optimizer.MomentsOf(i);
            Read(_first, _starts[i], first);
            Read(_second, _starts[i], second);
        }

        _optimizer.EndElsewhere();
    }

    /// <summary>Writes a parameter's gradient.</summary>
    public void ReadGradient(int parameter, Span<float> destination) => Read(_gradients, _starts[parameter], destination);

    public void ClearGradients() => _gradients.zero_();

    /// <summary>Makes a step of AdamW along the gradients, whose length is <paramref name="clipNorm"/> at most.</summary>
    public void Step(double learningRate, double? clipNorm)
    {
        using IDisposable constant = no_grad();
        using DisposeScope scope = NewDisposeScope();
        if (clipNorm is { } most) Clip(most);
        (float stepRate, float stepCorrection, float stepDecay) = _optimizer.BeginElsewhere(learningRate);

        // Held until the end: a scalar that only a call's argument holds may be finalized while the call runs.
        using Scalar beta1 = _options.Beta1, rest1 = 1 - _options.Beta1, beta2 = _options.Beta2, rest2 = 1 - _options.Beta2;
        using Scalar correction = stepCorrection, epsilon = _options.Epsilon, back = -stepRate, decay = stepDecay;
        _first.mul_(beta1).add_(_gradients, rest1);
        _second.mul_(beta2).addcmul_(_gradients, _gradients, rest2);
        if (stepDecay != 1) _decayed.mul_(decay);
        _weights.addcdiv_(_first, _second.sqrt().mul_(correction).add_(epsilon), back);
    }

    public void Dispose()
    {
        foreach (TorchParameter parameter in _byName.Values) parameter.Dispose();
        _decayed.Dispose();
        _second.Dispose();
        _first.Dispose();
        _gradients.Dispose();
        _weights.Dispose();
    }

    private void Clip(double most)
    {
        using Scalar longest = most, one = 1;
        _gradients.mul_((longest / _gradients.norm()).clamp(max: one));
    }

    private static void Read(Tensor source, long start, Span<float> destination)
    {
        for (int done = 0; done < destination.Length; done += ElementsAtOnce)
        {
            Span<float> part = destination[done..Math.Min(destination.Length, done + ElementsAtOnce)];
            using DisposeScope scope = NewDisposeScope();
            MemoryMarshal.Cast<byte, float>(source.narrow(0, start + done, part.Length).cpu().bytes).CopyTo(part);
        }
    }

    private static void Write(ReadOnlySpan<float> source, Tensor destination, long start)
    {
        for (int done = 0; done < source.Length; done += ElementsAtOnce)
        {
            ReadOnlySpan<float> part = source[done..Math.Min(source.Length, done + ElementsAtOnce)];
            using IDisposable constant = no_grad();
            using DisposeScope scope = NewDisposeScope();
            Tensor host = empty(part.Length);
            part.CopyTo(MemoryMarshal.Cast<byte, float>(host.bytes));
            destination.narrow(0, start + done, part.Length).copy_(host);
        }
    }
}

/// <summary>A parameter's share of the long tensors, rows × columns.</summary>
internal sealed record TorchParameter(Tensor Values, Tensor Gradient) : IDisposable
{
    public void Dispose()
    {
        Values.Dispose();
        Gradient.Dispose();
    }
}
