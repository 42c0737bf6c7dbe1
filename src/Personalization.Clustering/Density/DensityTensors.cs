using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Reads samples that a density model holds predictions against.</summary>
internal static class DensityTensors
{
    /// <exception cref="ModelFileException">No features, another width, or a value that isn't finite.</exception>
    public static Matrix Samples(ModelFile file, string name, int features)
    {
        // Reading checks that the tensor has this width and that its bytes are there; a width of 0 would let it claim rows without bytes.
        if (features == 0)
            throw file.Invalid("it has no features");

        float[] values = file.Floats(name, -1, features);
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                throw file.Invalid($"a value of '{name}' isn't finite");
        }

        Matrix samples = new(values.Length / features, features);
        values.CopyTo(samples.Values);
        return samples;
    }
}
