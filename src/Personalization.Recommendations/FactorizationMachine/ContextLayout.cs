using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Which row of weights each value of the context has: field after field, those of the moment, then columns of customers. A moment is told
/// by its cell, a number made of the codes of its fields.
/// </summary>
internal sealed class ContextLayout
{
    private const int Hours = 25, Weekdays = 8, Months = 13;

    private readonly int _hoursPerBand;
    private readonly int[] _offsets;

    /// <param name="parts">What of the moment there is.</param>
    /// <param name="hoursPerBand">Hours of a band.</param>
    /// <param name="channels">Channels that may be.</param>
    /// <param name="columns">Columns of customers.</param>
    public ContextLayout(ContextParts parts, int hoursPerBand, Vocabulary channels, IReadOnlyList<Vocabulary> columns)
    {
        (Parts, _hoursPerBand, Channels, Columns) = (parts, hoursPerBand, channels, columns);
        List<int> sizes = [];
        if (parts.HasFlag(ContextParts.HourBand)) sizes.Add((24 + hoursPerBand - 1) / hoursPerBand);
        if (parts.HasFlag(ContextParts.Weekday)) sizes.Add(7);
        if (parts.HasFlag(ContextParts.Month)) sizes.Add(12);
        if (parts.HasFlag(ContextParts.Channel)) sizes.Add(channels.Count);
        MomentFields = sizes.Count;
        sizes.AddRange(columns.Select(levels => levels.Count));
        _offsets = new int[sizes.Count + 1];
        for (int field = 0; field < sizes.Count; field++) _offsets[field + 1] = _offsets[field] + sizes[field];
    }

    public ContextParts Parts { get; }

    public Vocabulary Channels { get; }

    public IReadOnlyList<Vocabulary> Columns { get; }

    /// <summary>Fields of the moment; those of customers' columns follow.</summary>
    public int MomentFields { get; }

    public int Fields => _offsets.Length - 1;

    /// <summary>Rows of all fields.</summary>
    public int Rows => _offsets[^1];

    /// <summary>The cell of a moment; 0 where nothing is known of it.</summary>
    /// <param name="time">The shop's clock; null where unknown.</param>
    /// <param name="channel">Row of <see cref="Channels"/>, or what is none.</param>
    public int CellOf(DateTime? time, int channel)
    {
        int hour = 0, weekday = 0, month = 0;
        if (time is { } moment)
        {
            if (Parts.HasFlag(ContextParts.HourBand)) hour = 1 + (moment.Hour / _hoursPerBand);
            if (Parts.HasFlag(ContextParts.Weekday)) weekday = 1 + (int)moment.DayOfWeek;
            if (Parts.HasFlag(ContextParts.Month)) month = moment.Month;
        }

        bool known = Parts.HasFlag(ContextParts.Channel) && (uint)channel < (uint)Channels.Count;
        return hour + (Hours * (weekday + (Weekdays * (month + (Months * (known ? 1 + channel : 0))))));
    }

    /// <summary>The cell of a request's context.</summary>
    public int CellOf(RecommendationContext context) =>
        CellOf(context.Time, context.Channel is { } name && Channels.TryGetRow(name, out int row) ? row : -1);

    /// <summary>Writes the row of each field of the moment; −1 where it isn't known.</summary>
    public void RowsOf(int cell, Span<int> rows)
    {
        int field = 0;
        Add(ContextParts.HourBand, cell % Hours, rows);
        Add(ContextParts.Weekday, cell / Hours % Weekdays, rows);
        Add(ContextParts.Month, cell / Hours / Weekdays % Months, rows);
        Add(ContextParts.Channel, cell / Hours / Weekdays / Months, rows);

        void Add(ContextParts part, int code, Span<int> to)
        {
            if (!Parts.HasFlag(part)) return;
            to[field] = code == 0 ? -1 : _offsets[field] + code - 1;
            field++;
        }
    }

    /// <summary>The row of a level of a customers' column; −1 where the code is.</summary>
    public int RowOf(int column, int code) => code < 0 ? -1 : _offsets[MomentFields + column] + code;
}
