using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), step for step as PyTorch's <c>AdamW</c>. A row of an embedding that no
/// example of a batch touches would still move in a dense optimizer, by what is left of its moments: here these steps are made up for when the row is next
/// touched, so that the weights are the dense ones at the cost of sparse ones.
/// </summary>
public sealed class AdamW : Optimizer
{
    private const int RowsPerChunk = 64;

    private readonly AdamWOptions _options;
    private readonly Dictionary<Parameter, Moments> _moments = [];

    // Of every step so far: what a row needs to make up for steps it missed.
    private readonly List<StepFactors> _factors = [default];

    /// <summary>Starts with moments of 0.</summary>
    public AdamW(IReadOnlyList<Parameter> parameters, AdamWOptions? options = null)
        : base(parameters)
    {
        _options = options ?? new AdamWOptions();
        foreach (Parameter parameter in parameters) _moments.Add(parameter, new Moments(parameter));
    }

    /// <inheritdoc />
    public override void CatchUp(int? threads = null)
    {
        foreach (Parameter parameter in Parameters.Where(parameter => parameter.IsSparse))
        {
            ParallelChunks.Run(
                parameter.Rows,
                RowsPerChunk,
                (_, start, end) =>
                {
                    for (int row = start; row < end; row++) MakeUp(parameter, row, Steps);
                },
                threads);
        }
    }

    internal override void Save(ModelFileWriter writer)
    {
        writer.Set("adamw.steps", Steps);
        writer.Add("adamw.factors", MemoryMarshal.Cast<StepFactors, float>(CollectionsMarshal.AsSpan(_factors)));
        foreach (Parameter parameter in Parameters)
        {
            Moments moments = _moments[parameter];
            writer.Add($"adamw.first.{parameter.Name}", moments.First);
            writer.Add($"adamw.second.{parameter.Name}", moments.Second);
            if (parameter.IsSparse) writer.Add($"adamw.steps.{parameter.Name}", moments.UpTo);
        }
    }

    internal override void Load(ModelFile file)
    {
        Steps = file.GetMetadata<long>("adamw.steps");
        _factors.Clear();
        _factors.AddRange(MemoryMarshal.Cast<float, StepFactors>(file.Floats("adamw.factors", checked(3 * ((int)Steps + 1)))));
        foreach (Parameter parameter in Parameters)
        {
            Moments moments = _moments[parameter];
            file.Floats($"adamw.first.{parameter.Name}", parameter.Count).CopyTo(moments.First.AsSpan());
            file.Floats($"adamw.second.{parameter.Name}", parameter.Count).CopyTo(moments.Second.AsSpan());
            if (parameter.IsSparse) file.Int32s($"adamw.steps.{parameter.Name}", parameter.Rows).CopyTo(moments.UpTo.AsSpan());
        }
    }

    private protected override void Begin(double learningRate)
    {
        double first = 1 - Math.Pow(_options.Beta1, Steps), second = 1 - Math.Pow(_options.Beta2, Steps);
        _factors.Add(new StepFactors((float)(learningRate / first), (float)(1 / Math.Sqrt(second)), (float)(1 - (learningRate * _options.WeightDecay))));
    }

    private protected override void BeforeRow(Parameter parameter, int row)
    {
        MakeUp(parameter, row, Steps - 1);
        _moments[parameter].UpTo[row] = (int)Steps;
    }

    private protected override void StepWeights(Parameter parameter, int start, ReadOnlySpan<float> gradient)
    {
        Moments moments = _moments[parameter];
        int count = gradient.Length;
        StepFactors factors = Factors(parameter, Steps);
        Update(
            parameter.Values.Values.Slice(start, count), moments.First.AsSpan(start, count), moments.Second.AsSpan(start, count), gradient, factors);
    }

    /// <summary>Makes the steps without a gradient up to and including one.</summary>
    private void MakeUp(Parameter parameter, int row, long last)
    {
        Moments moments = _moments[parameter];
        int columns = parameter.Columns, from = moments.UpTo[row];
        if (from >= last) return;
        Span<float> weights = parameter.Values.Row(row), first = moments.First.AsSpan(row * columns, columns), second = moments.Second.AsSpan(row * columns, columns);
        moments.UpTo[row] = (int)last;
        if (from == 0)
        {
            // Never touched: moments are 0, and all that a step does is decay.
            for (long step = 1; step <= last && IsDecayed(parameter); step++) Scale(weights, Factors(parameter, step).Decay);
            return;
        }

        for (long step = from + 1; step <= last; step++)
        {
            if (Update(weights, first, second, default, Factors(parameter, step)) || IsDecayed(parameter)) continue;

            // Steps only get smaller from here, so none of them would change a weight; the moments go on shrinking.
            Scale(first, (float)Math.Pow((float)_options.Beta1, last - step));
            Scale(second, (float)Math.Pow((float)_options.Beta2, last - step));
            return;
        }
    }

    private bool IsDecayed(Parameter parameter) => _options.WeightDecay > 0 && parameter.Rows > 1;

    private StepFactors Factors(Parameter parameter, long step)
    {
        StepFactors factors = _factors[(int)step];
        return IsDecayed(parameter) ? factors : factors with { Decay = 1 };
    }

    /// <summary>
    /// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← decay · w − rate · m / (√v · correction + ε). Element by element with the same operations in lanes and
    /// in the rest, so that no width changes a bit. False where no weight changed.
    /// </summary>
    private bool Update(Span<float> weights, Span<float> first, Span<float> second, ReadOnlySpan<float> gradient, StepFactors factors)
    {
        float beta1 = (float)_options.Beta1, beta2 = (float)_options.Beta2, rest1 = 1 - beta1, rest2 = 1 - beta2, epsilon = (float)_options.Epsilon;
        int lanes = Vector<float>.Count, i = 0;
        bool changed = false;
        for (; i <= weights.Length - lanes; i += lanes)
        {
            Vector<float> m = new Vector<float>(first[i..]) * beta1, v = new Vector<float>(second[i..]) * beta2;
            if (!gradient.IsEmpty)
            {
                Vector<float> g = new(gradient[i..]);
                m += g * rest1;
                v += g * rest2 * g;
            }

            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            Vector<float> old = new(weights[i..]);
            Vector<float> stepped = (old * factors.Decay) - (m * factors.Rate / ((Vector.SquareRoot(v) * factors.Correction) + new Vector<float>(epsilon)));
            changed |= !Vector.EqualsAll(old, stepped);
            stepped.CopyTo(weights[i..]);
        }

        for (; i < weights.Length; i++)
        {
            float m = first[i] * beta1, v = second[i] * beta2;
            if (!gradient.IsEmpty)
            {
                m += gradient[i] * rest1;
                v += gradient[i] * rest2 * gradient[i];
            }

            (first[i], second[i]) = (m, v);
            float stepped = (weights[i] * factors.Decay) - (m * factors.Rate / ((MathF.Sqrt(v) * factors.Correction) + epsilon));
            changed |= stepped != weights[i];
            weights[i] = stepped;
        }

        return changed;
    }

    private static void Scale(Span<float> values, float factor) => TensorPrimitives.Multiply(values, factor, values);

    /// <param name="Rate">Learning rate ÷ (1 − β₁ᵗ).</param>
    /// <param name="Correction">1 ÷ √(1 − β₂ᵗ).</param>
    /// <param name="Decay">1 − learning rate · weight decay.</param>
    private readonly record struct StepFactors(float Rate, float Correction, float Decay);

    private sealed class Moments(Parameter parameter)
    {
        public float[] First { get; } = new float[parameter.Count];

        public float[] Second { get; } = new float[parameter.Count];

        /// <summary>The last step that each row has made.</summary>
        public int[] UpTo { get; } = parameter.IsSparse ? new int[parameter.Rows] : [];
    }
}
