using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What the terms of a regression look like in a file.</summary>
internal static class RegressionTermsFile
{
    public static void Write(ModelFileWriter file, RegressionTerms terms)
    {
        file.AddStrings("features", terms.Encoding.FeatureNames);
        ScalingTensors.Write(file, terms.Scaling);
        file.Add("knot_counts", [.. terms.Knots.Select(knots => knots.Length)], terms.Knots.Count);
        double[] knots = [.. terms.Knots.SelectMany(own => own)];
        file.Add("knots", knots, knots.Length);
        file.Add("centers", terms.Centers, terms.Count);
        file.Add("scales", terms.Scales, terms.Count);
    }

    public static RegressionTerms Read(ModelFile file)
    {
        string[] features = file.Strings("features");
        FeatureScaling scaling = ScalingTensors.Read(file, features.Length);
        FeatureEncoding encoding = scaling.Encoding ?? FeatureEncoding.Plain(features);
        double[][] knots = ReadKnots(file, features.Length);
        int terms = knots.Sum(own => RegressionTerms.TermsOf(own.Length));
        double[] centers = file.Doubles("centers", terms), scales = file.Doubles("scales", terms);
        return Array.TrueForAll(centers, double.IsFinite) && Array.TrueForAll(scales, scale => scale > 0 && double.IsFinite(scale))
            ? new RegressionTerms(encoding, scaling, knots, centers, scales)
            : throw file.Invalid("a center or scale of a term isn't finite, or a scale isn't above 0");
    }

    private static double[][] ReadKnots(ModelFile file, int features)
    {
        int[] counts = file.Int32s("knot_counts", features);
        if (!Array.TrueForAll(counts, count => count is 0 or (>= 3 and <= 7)))
            throw file.Invalid("a feature has a number of knots other than 0 and 3 to 7");
        double[] all = file.Doubles("knots", counts.Sum());
        double[][] knots = new double[features][];
        for (int feature = 0, next = 0; feature < features; next += counts[feature++])
        {
            knots[feature] = all[next..(next + counts[feature])];
            for (int i = 0; i < knots[feature].Length; i++)
            {
                if (!double.IsFinite(knots[feature][i]) || (i > 0 && !(knots[feature][i] > knots[feature][i - 1])))
                    throw file.Invalid($"the knots of feature {feature} don't rise");
            }
        }

        return knots;
    }
}
