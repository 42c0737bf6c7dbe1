using System.Globalization;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>Makes typed columns of the cells of a file of customers, and its account.</summary>
internal static class ColumnTyping
{
    public static CustomerFileTable Type(CustomerRows rows, CustomerFileOptions options)
    {
        Dictionary<string, ColumnKind> kinds = options.Kinds.ToDictionary(kind => HeaderNames.Key(kind.Key), kind => kind.Value);
        HashSet<string> kept = [.. options.Keep.Select(HeaderNames.Key)];
        CheckNamed(rows, [.. options.Kinds.Keys, .. options.Keep]);
        if (rows.Ids.Count == 0)
        {
            throw new EventFileException(
                $"None of the {rows.RowsRead:N0} rows has an id in column '{rows.Header[rows.IdColumn]}'. Name the column of ids: "
                + "--customers-id COLUMN (CustomerFileOptions.IdColumn).");
        }

        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(rows.Ids.Select(id => new CustomerId(id)));
        int[] order = new int[customers.Count];
        for (int i = 0; i < rows.Ids.Count; i++) order[customers.TryGetRow(new CustomerId(rows.Ids[i]), out int row) ? row : 0] = i;

        List<CustomerColumn> columns = [];
        List<CustomerFileColumn> told = [];
        List<AttributeLeftOut> left = [];
        List<ReadDecision> decisions = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        for (int column = 0; column < rows.Header.Length; column++)
        {
            if (column == rows.IdColumn) continue;
            string header = rows.Header[column], key = HeaderNames.Key(header);
            IReadOnlyCollection<SeenValue> values = rows.Values(column);
            if (Reason(header, values, rows, kept, columns.Count) is { } reason)
            {
                left.Add(new AttributeLeftOut(header, reason, values.Sum(value => value.Count)));
                continue;
            }

            ColumnKind? asked = kinds.TryGetValue(key, out ColumnKind kind) ? kind : null;
            TypedValues typed = ValueKinds.Of(header, values, asked, options);
            string name = Name(header, column, names);
            SeenValue?[] cells = Array.ConvertAll(order, customer => rows.Cell(column, customer));
            SeenValue[] unread = [.. values.Where(value => !typed.Values.ContainsKey(value) && !typed.Missing.Contains(value))];
            if (unread.Length > 0 && options.Errors == RowErrorMode.Strict) throw Unread(header, unread[0], typed.Kind);
            columns.Add(typed.Column(name, header, cells));
            if (typed.Decision is { } decision) decisions.Add(decision);
            told.Add(new CustomerFileColumn(
                header, name, typed.Kind, typed.Why, cells.Count(cell => cell is not null && typed.Values.ContainsKey(cell)),
                unread.Sum(value => value.Count),
                [.. unread.OrderBy(value => value.FirstRow).Take(options.Examples)
                    .Select(value => new RowExample(value.FirstRow, header, ReadableText.Of(value.Text)))]));
        }

        return new CustomerFileTable(customers, columns, new CustomerFileReport
        {
            Source = rows.Source,
            Encoding = rows.Encoding,
            Delimiter = rows.Delimiter,
            IdColumn = rows.Header[rows.IdColumn],
            IdWhy = rows.IdWhy,
            RowsRead = rows.RowsRead,
            Customers = customers.Count,
            RowsWithoutId = rows.RowsWithoutId,
            RepeatedRows = rows.RepeatedRows,
            RepeatedExamples = rows.RepeatedExamples,
            DamagedIds = rows.DamagedIds,
            Columns = told,
            LeftOut = left,
            Decisions = decisions,
            Consent = ConsentColumns.Find(told, columns, options.Consent),
        });
    }

    private static string? Reason(
        string header, IReadOnlyCollection<SeenValue> values, CustomerRows rows, HashSet<string> kept, int columns)
    {
        if (values.Count == 0) return "empty";
        if (columns >= AttributeNames.MaxCount)
            return string.Create(CultureInfo.InvariantCulture, $"more than {AttributeNames.MaxCount} columns");
        if (header.Length > AttributeNames.MaxLength) return "its name is too long";
        return kept.Contains(HeaderNames.Key(header)) ? null : PersonalColumns.Reason(header, values, rows.Ids.Count);
    }

    private static string Name(string header, int column, HashSet<string> names)
    {
        string name = string.IsNullOrWhiteSpace(header)
            ? string.Create(CultureInfo.InvariantCulture, $"column_{column + 1}")
            : CustomerAttributes.NameOf(header);
        string free = name;
        for (int i = 2; !names.Add(free); i++) free = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        return free;
    }

    private static void CheckNamed(CustomerRows rows, IReadOnlyList<string> named)
    {
        HashSet<string> keys = [.. rows.Header.Select(HeaderNames.Key)];
        if (named.FirstOrDefault(name => !keys.Contains(HeaderNames.Key(name))) is not { } missing) return;
        throw new EventFileException(
            $"There is no column '{missing}' (CustomerFileOptions.Kinds and Keep); the columns are "
            + $"{string.Join(", ", rows.Header.Select(name => $"'{ReadableText.Of(name)}'"))}.");
    }

    private static EventFileException Unread(string header, SeenValue value, ColumnKind kind) => new(
        value.FirstRow, header, ReadableText.Of(value.Text),
        $"this isn't {Words(kind)}, as the other values of the column are. Mend the row, say what the column is "
        + "(CustomerFileOptions.Kinds), or read leniently, which counts such values and leaves their cells empty.");

    private static string Words(ColumnKind kind) => kind switch
    {
        ColumnKind.Flag => "yes or no",
        ColumnKind.Time => "a date",
        ColumnKind.Money => "an amount",
        ColumnKind.WholeNumber => "a whole number",
        _ => "a number",
    };
}
