using Personalization.Core;

namespace Personalization.Bandits;

/// <summary>What a linear bandit has summed up over all actions.</summary>
/// <param name="Learned">Rewards learned.</param>
/// <param name="Surprise">Sum of what surprised.</param>
/// <param name="Rewards">Sum of the rewards, as far as they haven't faded.</param>
/// <param name="Weight">Their number, as far as they haven't faded.</param>
internal readonly record struct LinearBanditSums(long Learned, double Surprise, double Rewards, double Weight);

/// <summary>What a linear bandit looks like in a file.</summary>
internal static class LinearBanditFile
{
    private const string Kind = "linear-bandit";
    private const int MaximumBytes = 1 << 30;

    public static ModelFileWriter Write(
        LinearBanditOptions options, FeatureIndex index, Dictionary<string, LinearArm> arms, LinearBanditSums sums)
    {
        ModelFileWriter file = new(Kind, 1);
        file.Set("shared", options.Shared ? 1 : 0);
        file.Set("maximum_features", options.MaximumFeatures);
        file.Set("prior_deviation", options.PriorDeviation);
        file.Set("learned", sums.Learned);
        file.Set("surprise", sums.Surprise);
        file.Set("rewards", sums.Rewards);
        file.Set("weight", sums.Weight);
        long[] names = [.. index.Names.ToArray().Select(name => (long)name)];
        file.Add("features", names, names.Length);
        string[] ids = [.. arms.Keys.Order(StringComparer.Ordinal)];
        file.AddStrings("actions", ids);
        file.Add("counts", [.. ids.Select(id => arms[id].Count)], ids.Length);
        file.Add("steps", [.. ids.Select(id => arms[id].Step)], ids.Length);
        file.Add("sizes", [.. ids.Select(id => arms[id].Coefficients.Length)], ids.Length);
        double[] coefficients = [.. ids.SelectMany(id => arms[id].Coefficients.ToArray())];
        double[] covariances = [.. ids.SelectMany(id => arms[id].Covariance.ToArray())];
        double[] ofMean = [.. ids.SelectMany(id => arms[id].OfMean.ToArray())];
        file.Add("coefficients", coefficients, coefficients.Length);
        file.Add("of_mean", ofMean, ofMean.Length);
        file.Add("covariances", covariances, covariances.Length);
        return file;
    }

    public static (FeatureIndex Index, Dictionary<string, LinearArm> Arms, LinearBanditSums Sums) Read(
        Stream source, LinearBanditOptions options, ProductScratch scratch)
    {
        using ModelFile file = ModelFile.Read(source, Kind, 1, MaximumBytes);
        if (file.GetMetadata<int>("shared") != (options.Shared ? 1 : 0)
            || file.GetMetadata<int>("maximum_features") != options.MaximumFeatures
            || file.GetMetadata<double>("prior_deviation") != options.PriorDeviation)
            throw file.Invalid("it was saved with other options than this policy has (Shared, MaximumFeatures, PriorDeviation)");
        FeatureIndex index = new(options.MaximumFeatures);
        long[] names = file.Int64s("features", file.Shape("features")[0]);
        if (names.Length >= options.MaximumFeatures || names.Distinct().Count() < names.Length)
            throw file.Invalid("its features are too many, or one is there twice");
        index.Restore(names);
        string[] ids = file.Strings("actions");
        if (ids.Length > options.MaximumActions || ids.Distinct(StringComparer.Ordinal).Count() < ids.Length)
            throw file.Invalid("its actions are too many, or one is there twice");
        int[] sizes = file.Int32s("sizes", ids.Length);
        int largest = RoundFeatures.Padded(options.MaximumFeatures);
        if (!Array.TrueForAll(sizes, size => size > 0 && size <= largest && size % RoundFeatures.Padding == 0))
            throw file.Invalid("an action has too many features, or a number that isn't padded");
        long places = sizes.Sum(size => (long)size), cells = sizes.Sum(size => (long)size * size);
        if (cells > MaximumBytes / sizeof(double)) throw file.Invalid($"its covariances have {cells} numbers, which are too many");
        long[] counts = file.Int64s("counts", ids.Length), steps = file.Int64s("steps", ids.Length);
        double[] coefficients = file.Doubles("coefficients", (int)places), ofMean = file.Doubles("of_mean", (int)places);
        double[] covariances = file.Doubles("covariances", (int)cells);
        long learned = file.GetMetadata<long>("learned");
        LinearBanditSums sums = new(
            learned, file.GetMetadata<double>("surprise"), file.GetMetadata<double>("rewards"), file.GetMetadata<double>("weight"));
        if (learned < 0 || !(sums.Surprise > 0) || !BanditChecks.IsSum(sums.Surprise) || !BanditChecks.IsSum(sums.Rewards)
            || !(sums.Weight >= 0) || !BanditChecks.IsSum(sums.Weight) || !Array.TrueForAll(ofMean, BanditChecks.IsSum)
            || Array.Exists(counts, count => count < 0)
            || !Array.TrueForAll(steps, step => step >= 0 && step <= learned)
            || !Array.TrueForAll(coefficients, BanditChecks.IsSum) || !Array.TrueForAll(covariances, BanditChecks.IsSum))
            throw file.Invalid("a count or a coefficient is out of range");
        Dictionary<string, LinearArm> arms = new(StringComparer.Ordinal);
        for (int i = 0, at = 0, square = 0; i < ids.Length; at += sizes[i], square += sizes[i] * sizes[i], i++)
        {
            LinearArm arm = new(options.PriorDeviation * options.PriorDeviation, scratch);
            arm.Restore(
                counts[i], steps[i], coefficients.AsSpan(at, sizes[i]), ofMean.AsSpan(at, sizes[i]),
                covariances.AsSpan(square, sizes[i] * sizes[i]));
            arms.Add(ids[i], arm);
        }

        return (index, arms, sums);
    }
}
