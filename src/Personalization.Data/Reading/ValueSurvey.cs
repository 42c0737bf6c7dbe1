namespace Personalization.Data;

/// <summary>Looks at every value of the columns that can be read in two ways, before any is read. Of one thread.</summary>
internal sealed class ValueSurvey
{
    private readonly NumberEvidence?[] _numbers = new NumberEvidence?[HeaderNames.FieldCount]; // by field
    private readonly DateEvidence _dates = new();
    private ColumnPlan? _plan;

    /// <summary>True where no columns were named: messages in Segment's vocabulary have none.</summary>
    public bool IsEmpty => _plan is null;

    /// <summary>Rows looked at.</summary>
    public long Rows { get; private set; }

    /// <summary>The columns to look at from now on: those of a file, or of its next worksheet.</summary>
    public void Start(ColumnPlan plan)
    {
        _plan = plan;
        foreach (EventField field in ValueDecisions.NumberFields)
        {
            if (plan[field] >= 0) _numbers[(int)field] ??= new NumberEvidence();
        }
    }

    public void Add(IRowFields fields)
    {
        Rows++;
        foreach (EventField field in ValueDecisions.NumberFields)
        {
            int column = _plan![field];
            if (column >= 0 && column < fields.Count) _numbers[(int)field]!.Add(FieldText.Trimmed(fields[column]));
        }

        int time = _plan![EventField.Time];
        if (time < fields.Count) _dates.Add(FieldText.Trimmed(fields[time]));
    }

    public void Add(FileSample sample)
    {
        foreach (EventField field in ValueDecisions.NumberFields)
        {
            if (_plan![field] < 0) continue;
            foreach (byte[] value in sample.Values(_plan[field])) _numbers[(int)field]!.Add(value);
        }

        foreach (byte[] value in sample.Values(_plan![EventField.Time])) _dates.Add(value);
    }

    /// <summary>What the values tell.</summary>
    /// <param name="options">What the caller settled goes before it.</param>
    /// <param name="wasWhole">True where every row of the file was looked at.</param>
    /// <exception cref="EventFileException">Dates of both orders stand in one column.</exception>
    public ValueDecisions Decide(EventReadOptions options, bool wasWhole) => new(options, _plan!, _numbers, _dates, wasWhole);
}
