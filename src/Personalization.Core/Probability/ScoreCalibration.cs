using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>How a score becomes a probability.</summary>
public enum CalibrationKind
{
    /// <summary>1 ÷ (1 + e⁻ˢ): the score is taken for log-odds as it is.</summary>
    None,

    /// <summary>1 ÷ (1 + e^−(as + b)), a and b by maximum likelihood (Platt 1999). For few outcomes.</summary>
    Platt,

    /// <summary>A rising line through the shares that happened (Zadrozny and Elkan 2002). For a thousand outcomes and more.</summary>
    Isotonic,
}

/// <summary>
/// Makes probabilities that mean what they say of scores, by scores whose outcome is known and that weren't learned from. Never falls while
/// the score rises. Immutable and thread-safe.
/// </summary>
public sealed class ScoreCalibration
{
    private readonly double[] _scores;
    private readonly double[] _values;

    private ScoreCalibration(CalibrationKind kind, double[] scores, double[] values) => (Kind, _scores, _values) = (kind, scores, values);

    /// <summary>1 ÷ (1 + e⁻ˢ).</summary>
    public static ScoreCalibration None { get; } = new(CalibrationKind.None, [], []);

    /// <summary>Which it is.</summary>
    public CalibrationKind Kind { get; }

    /// <summary>Learns a calibration. O(n log n).</summary>
    /// <param name="kind">Which.</param>
    /// <param name="scores">Log-odds, finite; at least one.</param>
    /// <param name="happened">What came of each.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is nothing, or a score isn't finite.</exception>
    public static ScoreCalibration Fit(CalibrationKind kind, ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened)
    {
        BinaryMetrics.Check(scores, happened);
        return kind switch
        {
            CalibrationKind.None => None,
            CalibrationKind.Platt => FitPlatt(scores, happened),
            CalibrationKind.Isotonic => FitIsotonic(scores, happened),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"{kind} isn't a {nameof(CalibrationKind)}."),
        };
    }

    /// <summary>The probability of a score, 0 to 1; NaN of NaN.</summary>
    public double Apply(double score) => Kind switch
    {
        CalibrationKind.None => StableMath.Sigmoid(score),
        CalibrationKind.Platt => StableMath.Sigmoid((_values[0] * score) + _values[1]),
        _ => Interpolate(score),
    };

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="ModelFileException">A value can't be.</exception>
    internal static ScoreCalibration Read(ModelFile file)
    {
        CalibrationKind kind = file.GetEnum<CalibrationKind>("calibration");
        if (kind == CalibrationKind.None) return None;
        int count = kind == CalibrationKind.Platt ? 2 : file.Shape("calibration.values")[0];
        double[] values = file.Doubles("calibration.values", count);
        double[] scores = kind == CalibrationKind.Platt ? [] : file.Doubles("calibration.scores", count);
        bool valid = Array.TrueForAll(values, double.IsFinite) && Array.TrueForAll(scores, double.IsFinite);
        if (kind == CalibrationKind.Platt) valid &= values[0] >= 0;
        else valid &= count > 0 && Rises(scores, strictly: true) && Rises(values, strictly: false) && values[0] >= 0 && values[^1] <= 1;
        return valid ? new ScoreCalibration(kind, scores, values) : throw file.Invalid("its calibration doesn't rise from 0 to 1");
    }

    internal void Write(ModelFileWriter file)
    {
        file.Set("calibration", Kind.ToString());
        if (Kind == CalibrationKind.None) return;
        file.Add("calibration.values", _values, _values.Length);
        if (Kind == CalibrationKind.Isotonic) file.Add("calibration.scores", _scores, _scores.Length);
    }

    private static bool Rises(double[] values, bool strictly)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (strictly ? !(values[i] > values[i - 1]) : !(values[i] >= values[i - 1])) return false;
        }

        return true;
    }

    /// <summary>
    /// Newton's method on Platt's targets, (n₊ + 1)/(n₊ + 2) and 1/(n₋ + 2), which keep a and b finite where the scores part the outcomes.
    /// A falling line, a below 0, says that the scores tell nothing: it becomes the level one.
    /// </summary>
    private static ScoreCalibration FitPlatt(ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened)
    {
        int yes = 0;
        foreach (bool one in happened) yes += one ? 1 : 0;
        int no = happened.Length - yes;
        double high = (yes + 1.0) / (yes + 2), low = 1.0 / (no + 2), a = 0, b = StableMath.Log((yes + 1.0) / (no + 1));
        double objective = PlattLoss(scores, happened, a, b, high, low);
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double ga = 0, gb = 0, aa = 1e-12, ab = 0, bb = 1e-12;
            for (int i = 0; i < scores.Length; i++)
            {
                double p = StableMath.Sigmoid((a * scores[i]) + b), error = p - (happened[i] ? high : low), weight = p * (1 - p);
                ga += error * scores[i];
                gb += error;
                aa += weight * scores[i] * scores[i];
                ab += weight * scores[i];
                bb += weight;
            }

            double determinant = (aa * bb) - (ab * ab);
            if (!(determinant > 0) || Math.Max(Math.Abs(ga), Math.Abs(gb)) < 1e-10 * scores.Length) break;
            double da = ((bb * ga) - (ab * gb)) / determinant, db = ((aa * gb) - (ab * ga)) / determinant, step = 1, next = 0;
            while (step > 1e-10 && (next = PlattLoss(scores, happened, a - (step * da), b - (step * db), high, low)) > objective) step /= 2;
            if (step <= 1e-10) break;
            (a, b) = (a - (step * da), b - (step * db));
            if (objective - next <= 1e-14 * objective) break;
            objective = next;
        }

        double[] line = a >= 0 ? [a, b] : [0, StableMath.Log((yes + 1.0) / (no + 1))];
        return new ScoreCalibration(CalibrationKind.Platt, [], line);
    }

    private static double PlattLoss(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened, double a, double b, double high, double low)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double s = (a * scores[i]) + b, target = happened[i] ? high : low;
            sum += StableMath.SoftPlus(s) - (target * s);
        }

        return sum;
    }

    /// <summary>
    /// Pools adjacent violators (Ayer et al. 1955); equal scores are one point. Knots stand at the first and last score of a pool.
    /// </summary>
    private static ScoreCalibration FitIsotonic(ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened)
    {
        (double Score, bool Happened)[] sorted = new (double, bool)[scores.Length];
        for (int i = 0; i < sorted.Length; i++) sorted[i] = (scores[i], happened[i]);
        Array.Sort(sorted, (left, right) => left.Score.CompareTo(right.Score));
        List<(double First, double Last, long Count, long Yes)> pools = [];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            long yes = 0;
            for (end = start; end < sorted.Length && sorted[end].Score == sorted[start].Score; end++) yes += sorted[end].Happened ? 1 : 0;
            (double First, double Last, long Count, long Yes) pool = (sorted[start].Score, sorted[start].Score, end - start, yes);
            while (pools.Count > 0 && pools[^1].Yes * pool.Count >= pool.Yes * pools[^1].Count)
            {
                pool = (pools[^1].First, pool.Last, pool.Count + pools[^1].Count, pool.Yes + pools[^1].Yes);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        List<double> at = [], values = [];
        foreach ((double first, double last, long count, long yes) in pools)
        {
            at.Add(first);
            values.Add((double)yes / count);
            if (last == first) continue;
            at.Add(last);
            values.Add((double)yes / count);
        }

        return new ScoreCalibration(CalibrationKind.Isotonic, [.. at], [.. values]);
    }

    /// <summary>Between two knots along the line through them, beyond the ends as at the ends.</summary>
    private double Interpolate(double score)
    {
        if (double.IsNaN(score)) return double.NaN;
        int next = Array.BinarySearch(_scores, score);
        if (next >= 0) return _values[next];
        next = ~next;
        if (next == 0) return _values[0];
        if (next == _scores.Length) return _values[^1];
        double share = (score - _scores[next - 1]) / (_scores[next] - _scores[next - 1]);
        return _values[next - 1] + (share * (_values[next] - _values[next - 1]));
    }
}
