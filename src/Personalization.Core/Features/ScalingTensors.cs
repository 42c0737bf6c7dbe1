namespace Personalization.Core;

/// <summary>
/// Writes and reads encoding and fitted scaling as part of a model file: the encoding and the kinds as text, the parameters as one tensor a
/// step. Features that are columns of numbers have no encoding in the file.
/// </summary>
internal static class ScalingTensors
{
    private const string Kinds = "scaling";
    private const string Encoding = "encoding";

    public static void Write(ModelFileWriter file, FeatureScaling scaling)
    {
        if (scaling.Encoding is { } encoding) file.Set(Encoding, encoding.ToJson());
        file.Set(Kinds, string.Join(',', scaling.Steps.Select(step => step.Kind.ToString())));
        for (int i = 0; i < scaling.Steps.Count; i++)
        {
            FeatureScalingStep step = scaling.Steps[i];
            file.Add($"scaling.{i}", [.. step.A, .. step.B], 2, step.A.Count);
        }
    }

    /// <exception cref="ModelFileException">A kind is unknown, or a step has parameters for another number of features.</exception>
    public static FeatureScaling Read(ModelFile file, int features)
    {
        FeatureScaling scaling = file.TryGetMetadata(Encoding, out string? text)
            ? FeatureScaling.Of(ReadEncoding(file, text, features))
            : FeatureScaling.None;
        string[] kinds = file.GetMetadata(Kinds).Split(',', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < kinds.Length; i++)
        {
            FeatureScalingKind kind = kinds[i] switch
            {
                nameof(FeatureScalingKind.Log1P) => FeatureScalingKind.Log1P,
                nameof(FeatureScalingKind.Affine) => FeatureScalingKind.Affine,
                nameof(FeatureScalingKind.Clip) => FeatureScalingKind.Clip,
                _ => throw file.Invalid($"scaling step {i} is '{kinds[i]}'; Log1P, Affine or Clip is expected"),
            };
            int count = kind == FeatureScalingKind.Log1P ? 0 : features;
            double[] parameters = file.Doubles($"scaling.{i}", 2, count);
            if (Array.Exists(parameters, value => !double.IsFinite(value)))
                throw file.Invalid($"scaling step {i} has a parameter that isn't finite");
            if (kind == FeatureScalingKind.Affine && Array.IndexOf(parameters, 0, count) >= 0)
                throw file.Invalid($"scaling step {i} divides by 0");

            scaling = scaling.Then(new FeatureScalingStep(kind, parameters[..count], parameters[count..]));
        }

        return scaling;
    }

    private static FeatureEncoding ReadEncoding(ModelFile file, string text, int features)
    {
        FeatureEncoding encoding;
        try
        {
            encoding = FeatureEncoding.FromJson(text);
        }
        catch (FormatException error)
        {
            throw file.Invalid($"the encoding of its features can't be read: {error.Message}");
        }

        return encoding.FeatureNames.Count == features
            ? encoding
            : throw file.Invalid($"its encoding makes {encoding.FeatureNames.Count} features; the model has {features}");
    }
}
