using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), step for step as PyTorch's <c>AdamW</c>. A row of an
/// embedding that no example of a batch touches would still move in a dense optimizer, by what is left of its moments and by decay: here
/// these steps are made up for when the row is next touched, so that the weights are the dense ones at the cost of sparse ones.
/// </summary>
internal sealed class AdamW : Optimizer
{
    private const int RowsPerChunk = 64;

    private readonly AdamWOptions _options;
    private readonly int _atOnce;
    private readonly Moments[] _moments;

    // Of every step so far, from 1: what a row needs to make up for steps it missed.
    private readonly List<StepFactors> _factors = [default];

    // From each step on, as many steps in one as are worked out beforehand.
    private readonly List<MissedSteps> _missed = [];

    // After this step, what a missed step changes is smaller than what the one before it changed.
    private int _shrinksAfter;

    public AdamW(IReadOnlyList<Parameter> parameters, AdamWOptions? options = null)
        : base(parameters)
    {
        _options = options ?? new AdamWOptions();
        _atOnce = MissedSteps.Most(_options);
        _moments = [.. Parameters.Select(parameter => new Moments(parameter))];
    }

    public override void CatchUp(int? threads = null)
    {
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (!Parameters[i].IsSparse) continue;
            int parameter = i;
            ParallelChunks.Run(
                Parameters[i].Rows,
                RowsPerChunk,
                (_, start, end) =>
                {
                    for (int row = start; row < end; row++) MakeUp(parameter, row, Steps);
                },
                threads);
        }
    }

    public override void CatchUp(TouchedRows rows, int? threads = null)
    {
        if (rows.IsAll)
        {
            CatchUp(threads);
            return;
        }

        ParallelChunks.Run(
            rows.Count,
            RowsPerChunk,
            (_, start, end) =>
            {
                for (int i = start; i < end; i++) MakeUp(rows[i].Parameter, rows[i].Row, Steps);
            },
            threads);
    }

    public override void Save(ModelFileWriter writer)
    {
        writer.Set("optimizer.steps", Steps);
        writer.Add("adamw.factors", MemoryMarshal.Cast<StepFactors, float>(CollectionsMarshal.AsSpan(_factors)));
        for (int i = 0; i < Parameters.Length; i++)
        {
            writer.Add($"adamw.first.{Parameters[i].Name}", _moments[i].First);
            writer.Add($"adamw.second.{Parameters[i].Name}", _moments[i].Second);
            if (Parameters[i].IsSparse) writer.Add($"adamw.steps.{Parameters[i].Name}", _moments[i].UpTo);
        }
    }

    public override void Load(ModelFile file)
    {
        int steps = LoadSteps(file);
        ReadOnlySpan<StepFactors> factors = MemoryMarshal.Cast<float, StepFactors>(file.Floats("adamw.factors", -1));
        if (factors.Length != (long)steps + 1) throw file.Invalid($"it counts {steps} steps and has factors of {factors.Length - 1}");
        for (int i = 0; i < Parameters.Length; i++)
        {
            Parameter parameter = Parameters[i];
            file.Floats($"adamw.first.{parameter.Name}", parameter.Count).CopyTo(_moments[i].First.AsSpan());
            file.Floats($"adamw.second.{parameter.Name}", parameter.Count).CopyTo(_moments[i].Second.AsSpan());
            if (!parameter.IsSparse) continue;
            int[] upTo = file.Int32s($"adamw.steps.{parameter.Name}", parameter.Rows);
            int wrong = Array.FindIndex(upTo, made => made < 0 || made > steps);
            if (wrong >= 0) throw file.Invalid($"row {wrong} of '{parameter.Name}' has made {upTo[wrong]} of {steps} steps");
            upTo.CopyTo(_moments[i].UpTo.AsSpan());
        }

        _factors.Clear();
        _missed.Clear();
        _shrinksAfter = 0;
        foreach (StepFactors step in factors) Add(step);
        Steps = steps;
    }

    /// <summary>
    /// Counts a step of all weights that an engine makes by itself, and says how: w ← decay · w − rate · m / (√v · correction + ε).
    /// </summary>
    public (float Rate, float Correction, float Decay) BeginElsewhere(double learningRate)
    {
        Steps = checked(Steps + 1);
        Begin(learningRate);
        StepFactors factors = _factors[Steps];
        return (factors.Rate, factors.Correction, factors.Decay);
    }

    /// <summary>First and second moments of a parameter, for an engine to read, and to write back when it has made all steps.</summary>
    public (float[] First, float[] Second) MomentsOf(int parameter) => (_moments[parameter].First, _moments[parameter].Second);

    /// <summary>Tells that an engine has made all steps so far, of every row.</summary>
    public void EndElsewhere()
    {
        foreach (Moments moments in _moments) Array.Fill(moments.UpTo, Steps);
    }

    protected override void Begin(double learningRate)
    {
        double first = 1 - Power(_options.Beta1, Steps), second = 1 - Power(_options.Beta2, Steps);
        Add(new StepFactors(
            (float)(learningRate / first), (float)(1 / Math.Sqrt(second)), (float)(1 - (learningRate * _options.WeightDecay))));
    }

    protected override void BeforeRow(int parameter, int row)
    {
        MakeUp(parameter, row, Steps - 1);
        _moments[parameter].UpTo[row] = Steps;
    }

    protected override void StepWeights(int parameter, int start, ReadOnlySpan<float> gradient)
    {
        Moments moments = _moments[parameter];
        int count = gradient.Length;
        Update(
            Parameters[parameter].Values.Values.Slice(start, count),
            moments.First.AsSpan(start, count),
            moments.Second.AsSpan(start, count),
            gradient,
            _factors[Steps],
            Parameters[parameter].IsDecayed);
    }

    /// <summary>xⁿ by squaring: the platform's library promises no bits.</summary>
    private static double Power(double x, int n)
    {
        double power = 1;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) != 0) power *= x;
        }

        return power;
    }

    private static void Scale(Span<float> values, double factor) => TensorPrimitives.Multiply(values, (float)factor, values);

    /// <summary>
    /// Remembers a step's factors. Without a gradient the next step's share of a weight is the last one's times β₁ / √β₂ and what the
    /// factors grew by: below 1 as a rule, but not early in a warm-up, nor where β₁ is above √β₂.
    /// </summary>
    private void Add(StepFactors factors)
    {
        if (_factors.Count > 1)
        {
            StepFactors last = _factors[^1];
            double before = (double)last.Rate / last.Correction * Math.Sqrt(_options.Beta2) * factors.Decay;
            double now = (double)factors.Rate / factors.Correction * _options.Beta1;
            if (now > before) _shrinksAfter = _factors.Count;
        }

        _factors.Add(factors);
        int begin = _factors.Count - 1 - _atOnce;
        if (begin >= 0) _missed.Add(MissedSteps.Of(CollectionsMarshal.AsSpan(_factors).Slice(begin + 1, _atOnce), _options));
    }

    /// <summary>Makes the steps without a gradient up to and including one.</summary>
    private void MakeUp(int parameter, int row, int last)
    {
        Moments moments = _moments[parameter];
        int columns = Parameters[parameter].Columns, step = moments.UpTo[row];
        if (step >= last) return;
        moments.UpTo[row] = last;
        bool decays = Parameters[parameter].IsDecayed;
        Span<float> weights = Parameters[parameter].Values.Row(row);
        Span<float> first = moments.First.AsSpan(row * columns, columns), second = moments.Second.AsSpan(row * columns, columns);
        bool moves = true;
        while (step < last && (moves || step < _shrinksAfter))
        {
            int steps = Math.Min(_atOnce, last - step);
            moves = Miss(weights, first, second, Missed(step, steps), decays);
            step += steps;
        }

        // From here on no moment would change a weight, and each row shrinks by the same factors.
        if (step == last) return;
        Scale(first, Power((float)_options.Beta1, last - step));
        Scale(second, Power((float)_options.Beta2, last - step));
        if (!decays || _options.WeightDecay == 0) return;
        double left = 1;
        foreach (StepFactors factors in CollectionsMarshal.AsSpan(_factors)[(step + 1)..(last + 1)]) left *= factors.Decay;
        Scale(weights, left);
    }

    /// <summary>What some steps without a gradient come to, those after <paramref name="step"/>.</summary>
    private MissedSteps Missed(int step, int steps)
    {
        if (steps == _atOnce && _missed.Count > step) return _missed[step];
        return MissedSteps.Of(CollectionsMarshal.AsSpan(_factors).Slice(step + 1, steps), _options);
    }

    /// <summary>
    /// w ← decay · w − rate · m / (√v + ε), and what is left of m and v, for several steps in one. False where decay alone changed the
    /// weights.
    /// </summary>
    private static bool Miss(Span<float> weights, Span<float> first, Span<float> second, in MissedSteps missed, bool decays)
    {
        float decay = decays ? missed.Decay : 1, rate = decays ? missed.Rate : missed.RateWithoutDecay;
        int i = 0;
        bool moved = false;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= weights.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<float> m = Vector512.Create(first[i..]), v = Vector512.Create(second[i..]);
                Vector512<float> decayed = Vector512.Create(weights[i..]) * decay;
                Vector512<float> stepped = decayed - (m * rate / (Vector512.Sqrt(v) + Vector512.Create(missed.Epsilon)));
                moved |= !Vector512.EqualsAll(decayed, stepped);
                stepped.CopyTo(weights[i..]);
                (m * missed.FirstLeft).CopyTo(first[i..]);
                (v * missed.SecondLeft).CopyTo(second[i..]);
            }
        }

        for (; i <= weights.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> m = Vector256.Create(first[i..]), v = Vector256.Create(second[i..]);
            Vector256<float> decayed = Vector256.Create(weights[i..]) * decay;
            Vector256<float> stepped = decayed - (m * rate / (Vector256.Sqrt(v) + Vector256.Create(missed.Epsilon)));
            moved |= !Vector256.EqualsAll(decayed, stepped);
            stepped.CopyTo(weights[i..]);
            (m * missed.FirstLeft).CopyTo(first[i..]);
            (v * missed.SecondLeft).CopyTo(second[i..]);
        }

        for (; i < weights.Length; i++)
        {
            float decayed = weights[i] * decay;
            weights[i] = decayed - (first[i] * rate / (MathF.Sqrt(second[i]) + missed.Epsilon));
            moved |= weights[i] != decayed;
            first[i] *= missed.FirstLeft;
            second[i] *= missed.SecondLeft;
        }

        return moved;
    }

    /// <summary>
    /// m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← decay · w − rate · m / (√v · correction + ε). Element by element with the same
    /// operations in lanes and in the rest, so that no width changes a bit.
    /// </summary>
    private void Update(
        Span<float> weights, Span<float> first, Span<float> second, ReadOnlySpan<float> gradient, StepFactors factors, bool decays)
    {
        float beta1 = (float)_options.Beta1, beta2 = (float)_options.Beta2, epsilon = (float)_options.Epsilon;
        float rest1 = (float)(1 - _options.Beta1), rest2 = (float)(1 - _options.Beta2), decay = decays ? factors.Decay : 1;
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i <= weights.Length - Vector512<float>.Count; i += Vector512<float>.Count)
            {
                Vector512<float> g = Vector512.Create(gradient[i..]);
                Vector512<float> m = (Vector512.Create(first[i..]) * beta1) + (g * rest1);
                Vector512<float> v = (Vector512.Create(second[i..]) * beta2) + (g * rest2 * g);
                m.CopyTo(first[i..]);
                v.CopyTo(second[i..]);
                Vector512<float> divisor = (Vector512.Sqrt(v) * factors.Correction) + Vector512.Create(epsilon);
                ((Vector512.Create(weights[i..]) * decay) - (m * factors.Rate / divisor)).CopyTo(weights[i..]);
            }
        }

        for (; i <= weights.Length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> g = Vector256.Create(gradient[i..]);
            Vector256<float> m = (Vector256.Create(first[i..]) * beta1) + (g * rest1);
            Vector256<float> v = (Vector256.Create(second[i..]) * beta2) + (g * rest2 * g);
            m.CopyTo(first[i..]);
            v.CopyTo(second[i..]);
            Vector256<float> divisor = (Vector256.Sqrt(v) * factors.Correction) + Vector256.Create(epsilon);
            ((Vector256.Create(weights[i..]) * decay) - (m * factors.Rate / divisor)).CopyTo(weights[i..]);
        }

        for (; i < weights.Length; i++)
        {
            float g = gradient[i], m = (first[i] * beta1) + (g * rest1), v = (second[i] * beta2) + (g * rest2 * g);
            (first[i], second[i]) = (m, v);
            weights[i] = (weights[i] * decay) - (m * factors.Rate / ((MathF.Sqrt(v) * factors.Correction) + epsilon));
        }
    }

    private sealed class Moments(Parameter parameter)
    {
        public float[] First { get; } = new float[parameter.Count];

        public float[] Second { get; } = new float[parameter.Count];

        /// <summary>The last step that each row has made.</summary>
        public int[] UpTo { get; } = parameter.IsSparse ? new int[parameter.Rows] : [];
    }
}
