using System.Diagnostics;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Weights that training changes: a matrix of <see cref="Rows"/> × <see cref="Columns"/> (a bias or gain is one row) under the name that
/// PyTorch would give it. Belongs to one training run; many threads may read it while no optimizer steps.
/// </summary>
[DebuggerDisplay("{Name}: {Rows} × {Columns}")]
public sealed class Parameter
{
    /// <summary>Makes a parameter of zeros.</summary>
    /// <param name="name">PyTorch's name: <c>item_embedding.weight</c>.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="isSparse">Whether a batch touches few rows, as with embeddings: it pays for these rows alone.</param>
    public Parameter(string name, int rows, int columns, bool isSparse = false)
    {
        Name = Guard.NotBlank(name, nameof(name));
        Values = new Matrix(Guard.AtLeast(rows, 1, nameof(rows)), Guard.AtLeast(columns, 1, nameof(columns)));
        IsSparse = isSparse;
    }

    /// <summary>Name in files, PyTorch's.</summary>
    public string Name { get; }

    /// <summary>Number of rows; 1 for a bias or gain.</summary>
    public int Rows => Values.Rows;

    /// <summary>Number of columns.</summary>
    public int Columns => Values.Columns;

    /// <summary>Number of weights.</summary>
    public int Count => Rows * Columns;

    /// <summary>Whether gradients come row by row.</summary>
    public bool IsSparse { get; }

    /// <summary>Whether weight decay takes from the weights; not from biases and gains. Default true.</summary>
    public bool IsDecayed { get; init; } = true;

    /// <summary>The weights.</summary>
    public Matrix Values { get; }

    /// <summary>Fills with normal draws.</summary>
    /// <param name="seed">The run's seed; the parameter's name keeps its draws apart from others'.</param>
    /// <param name="standardDeviation">At least 0.</param>
    public void FillNormal(ulong seed, double standardDeviation)
    {
        Guard.AtLeast(standardDeviation, 0);
        RandomStream random = new(seed, Name);
        foreach (ref float value in Values.Values) value = (float)random.NextGaussian(0, standardDeviation);
    }

    /// <summary>Fills with uniform draws.</summary>
    /// <param name="seed">The run's seed; the parameter's name keeps its draws apart from others'.</param>
    /// <param name="bound">Draws are from −bound to bound; at least 0.</param>
    public void FillUniform(ulong seed, double bound)
    {
        Guard.AtLeast(bound, 0);
        RandomStream random = new(seed, Name);
        foreach (ref float value in Values.Values) value = (float)(((2 * random.NextDouble()) - 1) * bound);
    }

    /// <summary>Fills with uniform draws of ±√(6 / (rows + columns)) (Glorot and Bengio 2010).</summary>
    /// <param name="seed">The run's seed; the parameter's name keeps its draws apart from others'.</param>
    public void FillGlorot(ulong seed) => FillUniform(seed, Math.Sqrt(6.0 / (Rows + Columns)));
}
