namespace Personalization.Numerics;

/// <summary>Roots of a <see cref="SecularEquation{TLanes}"/>, each as a pole and the distance from it: λᵢ = oᵢ + tᵢ.</summary>
internal sealed class SecularRoots(double[] poles)
{
    public int Count => poles.Length;

    /// <summary>o, the poles from which the distances are meant.</summary>
    public double[] Origins { get; } = new double[poles.Length];

    /// <summary>t.</summary>
    public double[] Distances { get; } = new double[poles.Length];

    public double Value(int index) => Origins[index] + Distances[index];

    public void Set(int index, (int Origin, double Distance) root) => (Origins[index], Distances[index]) = (poles[root.Origin], root.Distance);
}
