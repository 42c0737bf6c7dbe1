using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One run of a clustering by centers: assign every row, then over and over move each center to where it serves its rows best and assign
/// anew, until nothing changes.
/// </summary>
internal abstract class CenterRun(Matrix centers, int rows) : IStartedRun
{
    private readonly List<double> _objectives = [];
    private int[] _labelsBefore = new int[rows];

    public Matrix Centers { get; private set; } = centers;

    /// <summary>The last assignment, to the final centers once the run is over.</summary>
    public int[] Labels { get; private set; } = new int[rows];

    /// <summary>After each iteration, of the rows assigned to the centers that it moved.</summary>
    public IReadOnlyList<double> Objectives => _objectives;

    public double Objective => _objectives[^1];

    public StopReason StopReason { get; private set; } = StopReason.IterationLimit;

    /// <summary>What the run did, for the model.</summary>
    /// <param name="began">Timestamp at which the fit began.</param>
    public FitReport Report(long began) => new(_objectives.Count, StopReason, _objectives, Stopwatch.GetElapsedTime(began));

    /// <param name="maxIterations">Most iterations, at least 1.</param>
    /// <param name="threshold">
    /// It has converged when the squared shifts of all centers sum to no more than this, or no row changes its cluster.
    /// </param>
    /// <param name="report">Told of each iteration and its objective.</param>
    public void Run(int maxIterations, double threshold, Action<int, double>? report)
    {
        Assign(Labels);
        for (int iteration = 1; iteration <= maxIterations; iteration++)
        {
            Matrix moved = Move(Labels);
            double shift = Shift(Centers, moved);
            Centers = moved;
            (Labels, _labelsBefore) = (_labelsBefore, Labels);
            _objectives.Add(Assign(Labels));
            report?.Invoke(iteration, Objective);
            if (shift <= threshold || Labels.AsSpan().SequenceEqual(_labelsBefore))
            {
                StopReason = StopReason.Converged;
                break;
            }
        }

        _labelsBefore = [];
    }

    /// <summary>Assigns every row to a center and returns the objective.</summary>
    protected abstract double Assign(int[] labels);

    /// <summary>The best centers for an assignment, the last that <see cref="Assign"/> made.</summary>
    protected abstract Matrix Move(int[] labels);

    private static double Shift(Matrix before, Matrix after)
    {
        double shift = 0;
        for (int cluster = 0; cluster < before.Rows; cluster++)
            shift += SquaredDistances.Between(before.Row(cluster), after.Row(cluster));

        return shift;
    }
}
