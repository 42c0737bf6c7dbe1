using System.Buffers.Binary;
using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// A linear model of items on items: how much the item of a row speaks for the item of a column. Dense, or some values of each row with
/// columns rising.
/// </summary>
internal sealed class ItemWeights
{
    private const string Name = "weights";

    private readonly Matrix? _dense;
    private readonly RaggedRows? _sparse;

    private ItemWeights(Matrix? dense, RaggedRows? sparse) => (_dense, _sparse) = (dense, sparse);

    public bool IsDense => _dense is not null;

    public static ItemWeights Of(Matrix dense) => new(dense, null);

    public static ItemWeights Of(RaggedRows sparse) => new(null, sparse);

    public float Of(int owned, int item)
    {
        if (_dense is not null) return _dense[owned, item];
        int at = _sparse!.Columns(owned).BinarySearch(item);
        return at < 0 ? 0 : _sparse.Values(owned)[at];
    }

    /// <summary>Writes the sum of what all owned items say of each item.</summary>
    /// <returns>False where they say nothing for or against anything: nobody else has what the customer has.</returns>
    public bool Score(OwnedItems owned, Span<float> scores)
    {
        scores.Clear();
        for (int i = 0; i < owned.Rows.Length; i++) AddTo(scores, owned.Rows[i], owned.Values[i]);
        return scores.ContainsAnyExcept(0f);
    }

    private void AddTo(Span<float> scores, int owned, float value)
    {
        if (_dense is not null)
        {
            TensorPrimitives.FusedMultiplyAdd(_dense.Row(owned), value, scores, scores);
            return;
        }

        ReadOnlySpan<int> columns = _sparse!.Columns(owned);
        ReadOnlySpan<float> weights = _sparse.Values(owned);
        for (int i = 0; i < columns.Length; i++) scores[columns[i]] += value * weights[i];
    }

    public void Write(ModelFileWriter file)
    {
        if (_sparse is not null)
        {
            _sparse.Write(file, Name);
            return;
        }

        // Row by row: the whole is more than an array of bytes can hold from 23,170 items on.
        file.AddLater<float>(Name, [_dense!.Rows, _dense.Columns], destination =>
        {
            byte[] bytes = new byte[_dense.Columns * sizeof(float)];
            for (int row = 0; row < _dense.Rows; row++)
            {
                ReadOnlySpan<float> values = _dense.Row(row);
                for (int i = 0; i < values.Length; i++)
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
                destination.Write(bytes);
            }
        });
    }

    public static ItemWeights Read(ModelFile file, int itemCount, bool isDense)
    {
        if (!isDense) return Of(RaggedRows.Read(file, Name, itemCount, itemCount, anySign: true));
        if (file.Shape(Name) is not [int rows, int columns] || rows != itemCount || columns != itemCount)
            throw file.Invalid($"'{Name}' must be {itemCount} × {itemCount}");
        Matrix dense = new(itemCount, itemCount);
        for (int row = 0; row < itemCount; row++)
        {
            Span<float> values = dense.Row(row);
            file.Read(Name, (long)row * itemCount, values);
            foreach (float value in values)
            {
                if (!float.IsFinite(value)) throw file.Invalid($"row {row} of '{Name}' holds {value}; it must be finite");
            }
        }

        return Of(dense);
    }
}
