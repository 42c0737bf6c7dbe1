using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>Kinds of <see cref="FeatureScalingStep"/>.</summary>
public enum FeatureScalingKind
{
    /// <summary>x → sign(x) · ln(1 + |x|): log1p where x ≥ 0, and defined for net refunds too. Has no parameters.</summary>
    Log1P,

    /// <summary>x → (x − a) / b: z-scores, min–max and robust scaling are all of this kind.</summary>
    Affine,

    /// <summary>x → min(max(x, a), b).</summary>
    Clip,
}

/// <summary>One fitted step: a kind and, for each feature, its two parameters.</summary>
/// <param name="Kind">What the step does.</param>
/// <param name="A">For each feature: centre (affine) or lower bound (clip); empty for log1p.</param>
/// <param name="B">For each feature: divisor (affine) or upper bound (clip); empty for log1p.</param>
public sealed record FeatureScalingStep(FeatureScalingKind Kind, IReadOnlyList<double> A, IReadOnlyList<double> B)
{
    /// <summary>One value of one feature, scaled.</summary>
    public double Apply(double value, int feature) => Kind switch
    {
        FeatureScalingKind.Log1P => Math.CopySign(StableMath.Log(1 + Math.Abs(value)), value),
        FeatureScalingKind.Affine => (value - A[feature]) / B[feature],
        _ => Math.Min(Math.Max(value, A[feature]), B[feature]),
    };

    /// <summary>The value whose scaled value is <paramref name="scaled"/>; a clipped value stays where it was clipped.</summary>
    public double Invert(double scaled, int feature) => Kind switch
    {
        FeatureScalingKind.Log1P => Math.CopySign(StableMath.Exp(Math.Abs(scaled)) - 1, scaled),
        FeatureScalingKind.Affine => (scaled * B[feature]) + A[feature],
        _ => scaled,
    };

    /// <summary>Equal kind and equal parameters, element by element.</summary>
    public bool Equals(FeatureScalingStep? other) =>
        other is not null && Kind == other.Kind && A.SequenceEqual(other.A) && B.SequenceEqual(other.B);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, A.Count);
}

/// <summary>
/// What was done to columns until they were samples: an encoding, and fitted steps in the order in which they were applied. A model keeps
/// those of its training data, so that prediction encodes and scales as training did. Immutable and thread-safe.
/// </summary>
public sealed class FeatureScaling : IEquatable<FeatureScaling>
{
    private FeatureScaling(FeatureEncoding? encoding, IReadOnlyList<FeatureScalingStep> steps) => (Encoding, Steps) = (encoding, steps);

    /// <summary>No scaling at all.</summary>
    public static FeatureScaling None { get; } = new(null, []);

    /// <summary>
    /// How columns of a <see cref="CustomerTable"/> became the raw values; null where each feature is a column of numbers of its name.
    /// </summary>
    public FeatureEncoding? Encoding { get; }

    /// <summary>The steps, first applied first.</summary>
    public IReadOnlyList<FeatureScalingStep> Steps { get; }

    /// <summary>These steps and one more.</summary>
    public FeatureScaling Then(FeatureScalingStep step) => new(Encoding, [.. Steps, step]);

    /// <summary>No scaling of values that an encoding made.</summary>
    public static FeatureScaling Of(FeatureEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(encoding);
        return encoding.IsPlain ? None : new(encoding, []);
    }

    /// <summary>One value of one feature through all steps.</summary>
    public double Apply(double value, int feature)
    {
        foreach (FeatureScalingStep step in Steps) value = step.Apply(value, feature);
        return value;
    }

    /// <summary>Back to the raw value.</summary>
    public double Invert(double scaled, int feature)
    {
        for (int i = Steps.Count - 1; i >= 0; i--) scaled = Steps[i].Invert(scaled, feature);
        return scaled;
    }

    /// <summary>Samples (n × d) through all steps, as a new matrix.</summary>
    public Matrix Apply(MatrixView samples)
    {
        Matrix scaled = samples.ToMatrix();
        foreach (FeatureScalingStep step in Steps) ApplyInPlace(step, scaled);
        return scaled;
    }

    /// <summary>Equal encodings, and equal steps in equal order.</summary>
    public bool Equals(FeatureScaling? other) => other is not null && Equals(Encoding, other.Encoding) && Steps.SequenceEqual(other.Steps);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FeatureScaling);

    /// <inheritdoc />
    public override int GetHashCode() => Steps.Count;

    internal static void ApplyInPlace(FeatureScalingStep step, Matrix matrix)
    {
        for (int row = 0; row < matrix.Rows; row++)
        {
            Span<float> values = matrix.Row(row);
            for (int feature = 0; feature < values.Length; feature++) values[feature] = (float)step.Apply(values[feature], feature);
        }
    }
}
