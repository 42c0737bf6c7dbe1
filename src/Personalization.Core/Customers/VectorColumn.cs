using System.Globalization;
using System.Text.Json;
using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>A vector a customer, all of one length: embeddings, affinities. Dense, so no cell is missing.</summary>
public sealed class VectorColumn : CustomerColumn
{
    private readonly Matrix _values;

    /// <summary>Makes a column of a copy of a matrix.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="values">Customers × length of a vector.</param>
    /// <exception cref="ArgumentException">A value isn't finite.</exception>
    public VectorColumn(string name, MatrixView values)
        : base(name, values.Rows)
    {
        _values = values.ToMatrix();
        for (int row = 0; row < values.Rows; row++)
        {
            foreach (float value in values.Row(row))
            {
                if (!float.IsFinite(value))
                    throw new ArgumentException($"Column '{name}' has {value} in row {row}; vectors must be finite.", nameof(values));
            }
        }
    }

    private VectorColumn(CustomerColumn other, string step, Matrix values)
        : base(other, step, values.Rows) => _values = values;

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Vector;

    /// <summary>Length of a vector.</summary>
    public int Dimensions => _values.Columns;

    /// <summary>All vectors, customers × <see cref="Dimensions"/>.</summary>
    public MatrixView Values => _values;

    /// <summary>One customer's vector.</summary>
    public ReadOnlySpan<float> VectorAt(int row) => Values.Row(row);

    /// <inheritdoc />
    public override bool IsMissing(int row) => false;

    /// <summary>The elements, parted by blanks.</summary>
    public override string TextAt(int row)
    {
        List<string> texts = [];
        foreach (float value in VectorAt(row)) texts.Add(value.ToString(CultureInfo.InvariantCulture));
        return string.Join(' ', texts);
    }

    internal override void WriteCell(int row, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (float value in VectorAt(row)) json.WriteNumberValue(value);
        json.WriteEndArray();
    }

    private protected override CustomerColumn Copy(string step, int[]? rows)
    {
        if (rows is null) return new VectorColumn(this, step, _values);
        Matrix taken = new(rows.Length, Dimensions);
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0)
            {
                throw new ArgumentException(
                    $"Column '{Name}' has no vector for row {i}, and a vector can't be missing; take the customers that have one.",
                    nameof(rows));
            }

            VectorAt(rows[i]).CopyTo(taken.Row(i));
        }

        return new VectorColumn(this, step, taken);
    }
}
