using BenchmarkDotNet.Attributes;
using Personalization.Numerics;

namespace Personalization.Benchmarks;

/// <summary>Nearest centers of many points: the inner loop of k-means, against a plain loop over the same data.</summary>
[MemoryDiagnoser]
public class NearestCentersBenchmarks
{
    private Matrix _points = new(1, 1);
    private Matrix _centers = new(1, 1);
    private int[] _labels = [];
    private float[] _distances = [];

    [Params(3, 16, 64)]
    public int Dimensions { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        RandomStream random = new(1, "benchmark");
        _points = Filled(100_000, random);
        _centers = Filled(16, random);
        _labels = new int[_points.Rows];
        _distances = new float[_points.Rows];
    }

    [Benchmark(Baseline = true)]
    public void PlainLoop()
    {
        for (int row = 0; row < _points.Rows; row++)
        {
            ReadOnlySpan<float> point = _points.Row(row);
            float best = float.MaxValue;
            for (int center = 0; center < _centers.Rows; center++)
            {
                ReadOnlySpan<float> own = _centers.Row(center);
                float distance = 0;
                for (int d = 0; d < own.Length; d++) distance += (point[d] - own[d]) * (point[d] - own[d]);
                if (distance >= best) continue;
                best = distance;
                _labels[row] = center;
            }

            _distances[row] = best;
        }
    }

    [Benchmark]
    public void Kernel() => new NearestCenters(_centers).Assign(_points, _labels, _distances);

    private Matrix Filled(int rows, RandomStream random)
    {
        Matrix matrix = new(rows, Dimensions);
        foreach (ref float value in matrix.Values) value = (float)random.NextGaussian();
        return matrix;
    }
}

/// <summary>Sums with the same bits at every vector width, against the plain loop.</summary>
[MemoryDiagnoser]
public class StableSumBenchmarks
{
    private float[] _values = [];

    [Params(1_000, 1_000_000)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        RandomStream random = new(1, "benchmark");
        _values = new float[Count];
        foreach (ref float value in _values.AsSpan()) value = random.NextSingle();
    }

    [Benchmark(Baseline = true)]
    public double PlainLoop()
    {
        double sum = 0;
        foreach (float value in _values) sum += value;
        return sum;
    }

    [Benchmark]
    public double Stable() => StableSum.Sum(_values);
}
