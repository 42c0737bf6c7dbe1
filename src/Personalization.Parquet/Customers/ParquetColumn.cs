using System.Globalization;
using System.Runtime.InteropServices;
using Parquet;
using Parquet.Schema;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Parquet;

/// <summary>Columns of customers as columns of Parquet, by kind, and back.</summary>
internal static class ParquetColumn
{
    private const int MoneyPrecision = 18, MoneyScale = 4;

    /// <summary>Whole numbers of this meaning are <see cref="MoneyUnits"/>.</summary>
    private static readonly WholeMeaning MoneyMeaning = new(WholeKind.Decimal, MoneyScale);

    /// <summary>Beyond, 18 digits don't hold an amount with four decimals.</summary>
    private const decimal MoneyBound = 100_000_000_000_000m;

    /// <summary>A list is there, though empty (1), or has an element (2); it is never missing (0).</summary>
    private const int EmptyList = 1, Element = 2;

    public static Field FieldOf(CustomerColumn column) => column.Kind switch
    {
        ColumnKind.Number => new DataField(column.Name, typeof(double), isNullable: true),
        ColumnKind.Money => new DecimalDataField(column.Name, MoneyPrecision, MoneyScale, isNullable: true),
        ColumnKind.WholeNumber => new DataField(column.Name, typeof(long), isNullable: true),
        ColumnKind.Category or ColumnKind.Text => new DataField(column.Name, typeof(string), isNullable: true),
        ColumnKind.CategoryList => new ListField(column.Name, new DataField(ListField.ElementName, typeof(string), isNullable: false)),
        ColumnKind.Time => new DateTimeDataField(
            column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, DateTimeTimeUnit.Micros, isNullable: true),
        ColumnKind.Flag => new DataField(column.Name, typeof(bool), isNullable: true),
        ColumnKind.Vector => new ListField(column.Name, new DataField(ListField.ElementName, typeof(float), isNullable: false)),
        _ => throw new ArgumentException($"Column '{column.Name}' is of kind {column.Kind}, which files don't know.", nameof(column)),
    };

    public static Task WriteIdsAsync(
        ParquetRowGroupWriter group, DataField field, IdIndex<CustomerId> ids, int from, int count, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<char>[] values = new ReadOnlyMemory<char>[count];
        for (int i = 0; i < count; i++) values[i] = ids.Values[from + i].AsMemory();
        return group.WriteAsync<ReadOnlyMemory<char>>(field, values, cancellationToken: cancellationToken);
    }

    public static Task WriteAsync(
        ParquetRowGroupWriter group, DataField field, CustomerColumn column, int from, int count, CancellationToken cancellationToken)
    {
        return column switch
        {
            NumberColumn numbers => Cells(row => numbers.IsMissing(row) ? (double?)null : numbers.Values[row]),
            MoneyColumn money => Cells(row => AmountOf(money, row)),
            WholeNumberColumn numbers => Cells(numbers.ValueAt),
            TimeColumn times => Cells<DateTime>(
                row => times.Values[row] is { } time ? DateTime.SpecifyKind(time, DateTimeKind.Utc) : null),
            FlagColumn flags => Cells(row => flags.Values[row]),
            CategoryListColumn lists => Lists(
                row => lists.CodesAt(row).Length, (row, i) => lists.Levels[lists.CodesAt(row)[i]].AsMemory()),
            VectorColumn vectors => Lists(_ => vectors.Dimensions, (row, i) => vectors.VectorAt(row)[i]),
            _ => Cells(row => column.TextAt(row) is { } text ? text.AsMemory() : (ReadOnlyMemory<char>?)null),
        };

        Task Cells<T>(Func<int, T?> cell)
            where T : struct
        {
            T?[] values = new T?[count];
            for (int i = 0; i < count; i++) values[i] = cell(from + i);
            return group.WriteAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken);
        }

        Task Lists<T>(Func<int, int> length, Func<int, int, T> element)
            where T : struct
        {
            List<T> values = [];
            List<int> definitions = [], repetitions = [];
            for (int row = from; row < from + count; row++)
            {
                int elements = length(row);
                for (int i = 0; i < elements; i++) values.Add(element(row, i));
                for (int i = 0; i < Math.Max(1, elements); i++)
                {
                    definitions.Add(elements == 0 ? EmptyList : Element);
                    repetitions.Add(i == 0 ? 0 : 1);
                }
            }

            return group.WriteAllPartsAsync<T>(
                field, values.ToArray(), definitions.ToArray(), repetitions.ToArray(), cancellationToken);
        }
    }

    public static string[] ReadIds(ParquetSource file, DataField field) =>
        [.. Cells<ReadOnlyMemory<char>, string>(
            file, field, text => text?.ToString() ?? throw new InvalidDataException("a row has no id."))];

    public static CustomerColumn Read(ParquetSource file, DataField field, ColumnDescription about, int rows)
    {
        (string name, string unit, string description, string step) = (about.Name, about.Unit, about.Description, about.Step);
        return about.Kind switch
        {
            ColumnKind.Number => new NumberColumn(name, Span(Cells<double, double>(file, field, value => value ?? double.NaN)))
            {
                Unit = unit,
                Description = description,
                Step = step,
                Decimals = about.Decimals,
            },
            ColumnKind.Money => new MoneyColumn(
                name, Span(Cells<long, long>(file, field, value => value ?? MoneyColumn.Missing, meaning => meaning == MoneyMeaning)))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            ColumnKind.WholeNumber => new WholeNumberColumn(
                name, Span(Cells<long, long>(file, field, value => value ?? WholeNumberColumn.Missing)))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            ColumnKind.Category => new CategoryColumn(name, Cells<ReadOnlyMemory<char>, string?>(file, field, text => text?.ToString()))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            ColumnKind.CategoryList => new CategoryListColumn(
                name, Lists<ReadOnlyMemory<char>, string>(file, field, text => text.ToString()))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            ColumnKind.Text => new TextColumn(name, Span(Cells<ReadOnlyMemory<char>, string?>(file, field, text => text?.ToString())))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            ColumnKind.Time => new TimeColumn(
                name,
                Span(Cells<long, DateTime?>(
                    file, field, value => value is { } time ? file.MeaningOf(field).TimeOf(time) : null, meaning => meaning.IsTime)))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            ColumnKind.Flag => new FlagColumn(name, Span(Cells<bool, bool?>(file, field, value => value)))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
            _ => new VectorColumn(name, Vectors(Lists<float, float>(file, field, value => value), name, about.Dimensions, rows))
            {
                Unit = unit,
                Description = description,
                Step = step,
            },
        };
    }

    private static decimal? AmountOf(MoneyColumn money, int row)
    {
        if (money.AmountAt(row) is not { } amount) return null;
        if (Math.Abs(amount) >= MoneyBound)
        {
            string problem = string.Create(
                CultureInfo.InvariantCulture,
                $"Column '{money.Name}' has {amount} in row {row}; a file holds amounts below {MoneyBound:N0}. Leave the column out.");
            throw new ArgumentException(problem, nameof(money));
        }

        return Math.Round(amount, MoneyScale);
    }

    private static ReadOnlySpan<T> Span<T>(List<T> values) => CollectionsMarshal.AsSpan(values);

    private static List<TCell> Cells<T, TCell>(
        ParquetSource file, DataField field, Func<T?, TCell> cell, Func<WholeMeaning, bool>? fits = null)
        where T : struct
    {
        CheckType<T>(file, field, isList: false, fits);
        List<TCell> cells = [];
        for (int group = 0; group < file.GroupCount; group++)
        {
            ColumnChunkValues<T> chunk = file.Read<T>(group, field);
            int next = 0, rows = file.RowsOf(group);
            for (int row = 0; row < rows; row++)
            {
                bool isThere = chunk.Definitions.Length == 0 || chunk.Definitions[row] == field.MaxDefinitionLevel;
                cells.Add(cell(isThere ? chunk.Values[next++] : null));
            }
        }

        return cells;
    }

    private static List<IReadOnlyList<TElement>> Lists<T, TElement>(ParquetSource file, DataField field, Func<T, TElement> element)
        where T : struct
    {
        CheckType<T>(file, field, isList: true, null);
        List<IReadOnlyList<TElement>> lists = [];
        for (int group = 0; group < file.GroupCount; group++)
        {
            ColumnChunkValues<T> chunk = file.Read<T>(group, field);
            int next = 0, before = lists.Count;
            List<TElement> list = [];
            for (int i = 0; i < chunk.Repetitions.Length; i++)
            {
                if (chunk.Repetitions[i] == 0) lists.Add(list = []);
                if (chunk.Definitions[i] == field.MaxDefinitionLevel) list.Add(element(chunk.Values[next++]));
            }

            if (lists.Count - before != file.RowsOf(group))
            {
                throw new InvalidDataException(
                    $"column '{field.Path}' has {lists.Count - before:N0} lists in {file.RowsOf(group):N0} rows.");
            }
        }

        return lists;
    }

    private static void CheckType<T>(ParquetSource file, DataField field, bool isList, Func<WholeMeaning, bool>? fits)
    {
        WholeMeaning meaning = file.MeaningOf(field);
        bool meansIt = fits?.Invoke(meaning) ?? meaning == default;
        if (meansIt && field.ClrType == typeof(T) && field.MaxRepetitionLevel == (isList ? 1 : 0)) return;
        throw new InvalidDataException($"column '{field.Path}' holds {field.ClrType.Name} ({meaning.Kind}), which its kind doesn't.");
    }

    private static Matrix Vectors(List<IReadOnlyList<float>> lists, string name, int dimensions, int rows)
    {
        if (dimensions < 0 || (rows > 0 && lists[0].Count != dimensions))
            throw new InvalidDataException($"column '{name}' has vectors of {dimensions} elements by its description alone.");
        Matrix matrix = new(rows, dimensions);
        for (int row = 0; row < rows; row++)
        {
            if (lists[row].Count != dimensions)
                throw new InvalidDataException($"column '{name}' has {lists[row].Count} elements in row {row}; {dimensions} are expected.");
            for (int i = 0; i < dimensions; i++) matrix.Row(row)[i] = lists[row][i];
        }

        return matrix;
    }
}
