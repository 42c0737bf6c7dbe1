using Microsoft.ML;
using Microsoft.ML.Data;

namespace Personalization.MicrosoftML;

/// <summary>A column of a <see cref="ColumnarView"/>. Immutable and thread-safe.</summary>
internal abstract class ViewColumn(string name, DataViewType type, DataViewSchema.Annotations? annotations)
{
    public string Name => name;

    public DataViewType Type => type;

    public DataViewSchema.Annotations? Annotations => annotations;

    /// <summary>What reads the cell of the row where a cursor stands.</summary>
    public abstract Delegate Getter(DataViewRow row);
}

/// <summary>Writes a cell where ML.NET wants it.</summary>
internal delegate void ReadCell<T>(int row, ref T value);

/// <summary>A column whose cells are read where they lie.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="type">Its type.</param>
/// <param name="reader">Makes what reads cells; each cursor has its own, which may remember where it was.</param>
/// <param name="annotations">Names of keys or slots.</param>
internal sealed class ViewColumn<T>(
    string name, DataViewType type, Func<ReadCell<T>> reader, DataViewSchema.Annotations? annotations = null)
    : ViewColumn(name, type, annotations)
{
    public ViewColumn(string name, DataViewType type, ReadCell<T> read, DataViewSchema.Annotations? annotations = null)
        : this(name, type, () => read, annotations)
    {
    }

    public override Delegate Getter(DataViewRow row)
    {
        ReadCell<T> read = reader();
        return (ValueGetter<T>)((ref T value) => read((int)row.Position, ref value));
    }
}
