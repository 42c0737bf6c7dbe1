using System.Globalization;
using System.Runtime.CompilerServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Where all readers meet: a reader fills <see cref="Row"/> and commits it; here it is counted, judged by the rules, encoded and added to
/// the log.
/// </summary>
internal sealed class CleaningPipeline
{
    /// <summary>Lines over ten billion of a currency are garbage, and sums of them would overflow.</summary>
    private const double MaxLineTotal = 1e10;

    /// <summary>Codes of one byte: the log holds 255 at most, the rest becomes "other".</summary>
    private const int MaxByteCodes = 250;

    private const ulong RefundMix = 0x9E3779B97F4A7C15;

    private readonly EventReadOptions _options;
    private readonly EventLogBuilder _builder = new();
    private readonly DuplicateCounter _duplicates;
    private readonly RuleTally _unparsable, _exactDuplicate, _outlier, _encoding, _rounded, _customerId, _folded;
    private readonly LastCode _lastCustomer, _lastOrder, _lastSession;
    private readonly OutlierPass? _outliers;
    private CleaningRule[] _rules = [];
    private RuleTally[] _ruleTallies = [];
    private readonly EventRow _row = new();
    private RowRelay? _relay;
    private OwnLineCounter _rowsRead, _rowsKept;
    private ValueDecisions? _decisions;
    private bool _hasMoney;
    private string? _lastTypeName;
    private int _lastTypeCode;

    public CleaningPipeline(EventReadOptions options, ReadProgress progress)
    {
        _options = options;
        Progress = progress;
        Notes = new ReadNotes(options.ExamplesPerRule);
        Times = new TimeParser(options.DateFormats, options.TimeZone);
        _duplicates = new DuplicateCounter(options.MaxDuplicateBytes);
        _unparsable = Tally("unparsable", "A field isn't what its column holds, or the row has too few or too many fields.");
        _encoding = Tally("encoding repaired", "The row wasn't valid UTF-8 and was read as Windows-1252.");
        _rounded = Tally("price rounded", "The price had more than four decimals and was rounded half to even.");
        _customerId = Tally("customer id normalized", "The customer id was written as a number with .0, as spreadsheets do, and lost it.");
        _folded = Tally("folded into other",
            $"The file has more than {MaxByteCodes} event types, currencies or channels; this row's became 'other'.");
        _exactDuplicate = Tally("exact duplicate", "Every field of the row equals that of an earlier row.");
        _outlier = Tally("outlier", "Quantity or price lies beyond the bounds that were asked for.");
        _lastCustomer = new LastCode(_builder.CustomerCode);
        _lastOrder = new LastCode(_builder.OrderCode);
        _lastSession = new LastCode(_builder.SessionCode);
        Attributes = new AttributeIntake(_builder, options);
        if (options.Outliers is { } outliers) _outliers = new OutlierPass(outliers, _builder.TypeCode(EventType.Purchase));
    }

    /// <summary>The row that readers fill; another one after each <see cref="Commit"/> while rows are judged aside.</summary>
    public EventRow Row => _relay?.Current ?? _row;

    public ReadProgress Progress { get; }

    /// <summary>What readers have to tell of rows and of the file as a whole.</summary>
    public ReadNotes Notes { get; }

    public TimeParser Times { get; }

    /// <summary>Where readers name attributes. While rows are judged aside, values go through the rows.</summary>
    public AttributeIntake Attributes { get; }

    public EventReadOptions Options => _options;

    /// <summary>True where the source is large enough for a thread more to pay.</summary>
    public bool IsLarge { get; init; }

    /// <summary>The layout of what is read; null before that is known.</summary>
    public EventLayout? Layout { get; private set; }

    /// <summary>Where values are only looked at, before they are read; null while they are read.</summary>
    public ValueSurvey? Survey { get; init; }

    /// <summary>What an earlier look at all values settled; null where the first rows tell.</summary>
    public ValueDecisions? Settled { get; init; }

    /// <summary>Rows after which reading stops; null reads all.</summary>
    public long? MaxRows { get; init; }

    public long RowsRead => _rowsRead.Value;

    /// <summary>True once as many rows were read as were asked for.</summary>
    public bool IsDone => MaxRows is { } most && (Survey?.Rows ?? RowsRead) >= most;

    /// <summary>Settles the rules once the layout is known. Called again for each further worksheet, which changes nothing.</summary>
    public void Start(EventLayout layout)
    {
        if (Layout is not null) return;
        Layout = layout;
        IEnumerable<CleaningRule> rules = _options.Rules ?? CleaningRules.For(layout);
        if (_options.KeepCancellationsAsRefunds)
            rules = rules.Select(r => ReferenceEquals(r, CleaningRules.Cancelled) ? CleaningRules.CancelledAsRefund : r);
        if (_options.Currency is { } currency) rules = rules.Append(CurrencyRule.For(currency, _options.ExchangeRates));
        _rules = [.. rules];
        _ruleTallies = [.. _rules.Select(r => new RuleTally(r.Name, r.Description, _options.ExamplesPerRule))];
    }

    /// <summary>Counts a row that can't be parsed; stops there in strict mode.</summary>
    public void Reject(string? column, string value, string problem)
    {
        _rowsRead.Value++;
        _unparsable.Drop();
        _unparsable.Matched++;
        if (_unparsable.WantsExample) _unparsable.Example(Row.Row, column, value);
        if (_options.Errors == RowErrorMode.Strict) throw new EventFileException(Row.Row, column, ReadableText.Of(value), problem);
        Progress.Tick(RowsRead);
    }

    /// <summary>Counts a row that is dropped under a name of the reader's own: a second header, a message that is no event.</summary>
    public void Drop(string name, string description, string value, bool isDefect)
    {
        _rowsRead.Value++;
        Notes.Dropped(name, description, Row.Row, value);
        if (isDefect && _options.Errors == RowErrorMode.Strict)
            throw new EventFileException(Row.Row, null, ReadableText.Of(value), description);
        Progress.Tick(RowsRead);
    }

    /// <summary>How values are written: settled before, or judged by the first rows.</summary>
    public ValueDecisions Decide(ColumnPlan plan, FileSample sample)
    {
        _hasMoney |= plan.HasMoney;
        Plan ??= plan;
        return _decisions = Settled ?? ValueDecisions.From(_options, plan, sample);
    }

    /// <summary>The header that was found, and the first rows below it; empty where the format has none.</summary>
    public (IReadOnlyList<string> Header, FileSample Sample) Seen { get; private set; } = ([], FileSample.None);

    /// <summary>What the columns were taken for; null before that is known.</summary>
    public ColumnPlan? Plan { get; private set; }

    /// <summary>Shows a header before anything is made of it, so that it can be told where nothing can.</summary>
    public void See(IReadOnlyList<string> header, FileSample sample) => Seen = (header, sample);

    /// <summary>True where a source leaves fields out that say the usual, as JSON does: then a quantity that is missing is 1.</summary>
    public bool LeavesOutTheUsual { get; set; }

    /// <summary>Counts what a reader changed or settled in the row, which stays.</summary>
    public void Note(string name, string description, string? column, string value) =>
        Notes.Repaired(name, description, Row.Row, column, value);

    /// <summary>Writes the refund of a sale beside it: no row of the file, but money that went back.</summary>
    public void CommitRefund(EventRow sale, long units, bool keepsItem)
    {
        Row.CopyFrom(sale);
        Row.IsDerived = true;
        Row.Type = EventType.Refund;
        Row.Quantity = 1;
        Row.PriceUnits = units;
        if (sale.Fingerprint is { } fingerprint) Row.Fingerprint = fingerprint * RefundMix; // repeated where the sale is
        if (!keepsItem)
        {
            Row.SetText(EventField.Item, default);
            Row.SetText(EventField.ItemTitle, default);
        }

        Notes.Repaired("refund beside a sale", "The row says what was paid back of it: a refund was written beside the sale.", Row.Row,
            null,
            MoneyUnits.ToDecimal(units).ToString(CultureInfo.InvariantCulture));
        Commit();
    }

    /// <summary>Notes what a message says of a customer; not while rows are judged aside.</summary>
    public void TakeTrait(ReadOnlySpan<char> customer, string path, string? value, long time) =>
        Attributes.TakeTrait(_builder.CustomerCode(customer), path, value, time);

    /// <summary>
    /// From here on rows are judged on a thread of their own, until what is returned is completed and disposed; null where that wouldn't
    /// help or, in strict mode, would let a later fault overtake an earlier one.
    /// </summary>
    public RowRelay? JudgeAside() =>
        _relay = IsLarge && _options.Errors == RowErrorMode.Lenient && Environment.ProcessorCount > 1 ? new RowRelay(Judge) : null;

    /// <summary>Counts the row as one that can't be read where its amounts or texts are beyond bounds; true where it did.</summary>
    [MethodImpl(Hot.Loop)]
    public bool RejectFaulty()
    {
        if (FindFault(Row) is not { } fault) return false;
        Reject(fault.Field.ToString(), fault.Value, fault.Problem);
        return true;
    }

    /// <summary>Takes the row as it stands now: it is judged, and added to the log if it stays.</summary>
    [MethodImpl(Hot.Loop)]
    public void Commit()
    {
        if (RejectFaulty()) return;
        if (!Row.IsDerived) _rowsRead.Value++;
        if (_relay is null) Judge(_row);
        else _relay.Pass();
        Progress.Tick(RowsRead);
    }

    /// <summary>
    /// What follows touches nothing that <see cref="Reject"/> and <see cref="Drop"/> touch: the two may run side by side.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    private void Judge(EventRow row)
    {
        bool dropped = false;
        for (int i = 0; i < _rules.Length; i++)
        {
            RowVerdict verdict = _rules[i].Check(row);
            if (verdict == RowVerdict.Keep) continue;
            if (row.IsDerived && verdict == RowVerdict.Drop) return; // the sale went for the same reason, and was counted
            RuleTally tally = _ruleTallies[i];
            if (verdict == RowVerdict.Drop) tally.Matched++;
            if (dropped) continue;
            if (tally.WantsExample) tally.Example(row.Row, null, _rules[i].ValueOf(row));
            if (verdict == RowVerdict.Repair)
            {
                tally.Repair();
                continue;
            }

            tally.Drop();
            dropped = true;
            if (_rules[i].IsDefect && _options.Errors == RowErrorMode.Strict)
            {
                throw new EventFileException(row.Row, null, ReadableText.Of(_rules[i].ValueOf(row)),
                    $"{_rules[i].Name}: {_rules[i].Description} Mend the row, take the rule out of EventReadOptions.Rules, or read in " +
                    "lenient mode.");
            }
        }

        if (row.Fingerprint is { } fingerprint && _duplicates.Seen(fingerprint))
        {
            if (row.IsDerived && _options.DropExactDuplicates) return; // as its sale did, which was counted
            if (!row.IsDerived) dropped |= CountDuplicate(row, dropped);
        }

        if (!dropped) Keep(row);
    }

    private bool CountDuplicate(EventRow row, bool dropped)
    {
        _exactDuplicate.Matched++;
        bool drops = _options.DropExactDuplicates && !dropped;
        if (drops) _exactDuplicate.Drop();
        if (_exactDuplicate.WantsExample) _exactDuplicate.Example(row.Row, null, row.Order.Length > 0 ? row.Order : row.Customer);
        return drops;
    }

    /// <summary>Builds the log and the account of it.</summary>
    public EventReadResult Finish(SourceFacts facts)
    {
        if (_outliers is not null) _rowsKept.Value -= _outliers.Release(_builder, _outlier);
        Progress.Report("building the log", ReadProgress.ReadingShare, RowsRead);
        EventLog log = DropStrays(_builder.Build());
        Progress.Report("read", 1, RowsRead);
        return new EventReadResult(log, Account(facts, log));
    }

    /// <summary>The account of what was read before a fault ended it.</summary>
    public CleaningReport AccountOfFailure(string name) => Account(new SourceFacts(name, EventFileFormat.Detect), _builder.Build());

    private CleaningReport Account(SourceFacts facts, EventLog log)
    {
        (AttributeCount[] kept, AttributeLeftOut[] leftOut) = Attributes.Account(log);
        bool expectsMoney = !(_options.WithoutMoney || Layout is { HasNoMoney: true });
        return new CleaningReport
        {
            Source = facts.Name,
            Format = facts.Format,
            FormatName = facts.FormatName,
            Layout = (Layout ?? EventLayouts.ByName).Name,
            Encoding = facts.Encoding,
            Delimiter = facts.Delimiter,
            RowsRead = RowsRead,
            RowsKept = _rowsKept.Value,
            ExactDuplicates = _exactDuplicate.Matched,
            ExactDuplicatesComplete = _duplicates.Complete,
            Rules = [.. RulesTried().Select(t => t.ToCount())],
            Columns = facts.Columns,
            IgnoredColumns = facts.IgnoredColumns,
            UnknownEvents = [.. Notes.UnknownEvents],
            UnknownStatuses = [.. Notes.UnknownStatuses],
            Decisions = _decisions?.Told ?? [],
            Warnings =
            [
                .. Notes.Warnings,
                .. expectsMoney ? ReadWarnings.OfAmounts(facts, log, _hasMoney || Plan is null) : [],
                .. ReadWarnings.OfWords(log, Notes.UnknownStatuses, Notes.UnknownEvents),
            ],
            HasMoney = _hasMoney || Plan is null,
            ExpectsMoney = expectsMoney,
            CustomerAttributes = kept,
            AttributesLeftOut = leftOut,
            CustomersWithoutEvents = log.CustomerAttributes.CustomersWithoutEvents,
            FirstTime = log.EventCount == 0 ? null : log.FirstTime,
            LastTime = log.EventCount == 0 ? null : log.LastTime,
        };
    }

    /// <summary>
    /// A few dates years away from all others are typing errors; one of them would make everybody a customer of long ago.
    /// </summary>
    private EventLog DropStrays(EventLog log)
    {
        if (_options.Rules is not null || StrayTimes.Find(log) is not { } plausible) return log;
        EventLog rest = log.Between(plausible.Start, plausible.End);
        int strays = log.EventCount - rest.EventCount;
        Notes.Dropped("implausible date", "The time lies years away from that of nearly all other rows.", strays);
        _rowsKept.Value -= strays;
        DateTime odd = log.FirstTime < plausible.Start ? log.FirstTime : log.LastTime;
        Notes.Warn(string.Create(CultureInfo.InvariantCulture,
            $"{strays:N0} {(strays == 1 ? "event was" : "events were")} left out for the date, such as {odd:yyyy-MM-dd}: nearly all others "
                + $"lie between {rest.FirstTime:yyyy-MM-dd} and {rest.LastTime:yyyy-MM-dd}."));
        return rest;
    }

    private IEnumerable<RuleTally> RulesTried()
    {
        yield return _unparsable;
        foreach (RuleTally tally in Notes.Drops) yield return tally;
        foreach (RuleTally tally in Notes.Repairs) yield return tally;
        foreach (RuleTally tally in _ruleTallies) yield return tally;
        yield return _exactDuplicate;
        if (_outliers is not null) yield return _outlier;
        yield return _customerId;
        yield return _rounded;
        yield return _encoding;
        if (_folded.Repaired > 0) yield return _folded;
    }

    private RuleTally Tally(string name, string description) => new(name, description, _options.ExamplesPerRule);

    [MethodImpl(Hot.Loop)]
    private (EventField Field, string Value, string Problem)? FindFault(EventRow row)
    {
        double total = (row.Quantity ?? 1) * ((row.PriceUnits ?? 0) / (double)MoneyUnits.Scale);
        if (!(Math.Abs(total) <= MaxLineTotal && Math.Abs(row.Quantity ?? 1) <= MaxLineTotal))
        {
            return (EventField.Quantity, string.Create(CultureInfo.InvariantCulture, $"{row.Quantity} × {row.UnitPrice}"),
                "quantity and line total must be within ten billion; check --decimal-comma (DecimalComma) and the columns.");
        }

        if (row.LongestText <= _options.MaxTextLength) return null;
        for (EventField field = EventField.Customer; field <= EventField.EventId; field++)
        {
            if (row.Span(field).Length <= _options.MaxTextLength) continue;
            return (field, row.Span(field)[..80].ToString(),
                $"the text is longer than {_options.MaxTextLength} characters; raise MaxTextLength or mend the row.");
        }

        return null;
    }

    [MethodImpl(Hot.Loop)]
    private void Keep(EventRow row)
    {
        if (row.PriceWasRounded) Repaired(_rounded, row, EventField.UnitPrice, row.UnitPrice?.ToString(CultureInfo.InvariantCulture) ?? "");
        if (row.CustomerWasNormalized) Repaired(_customerId, row, EventField.Customer, row.Customer);
        if (row.EncodingWasRepaired) Repaired(_encoding, row, EventField.ItemTitle, row.ItemTitle);
        if (!row.IsDerived) _rowsKept.Value++;
        EncodedEvent e = new()
        {
            Customer = _lastCustomer.CodeOf(row.Span(EventField.Customer)),
            Time = row.Ticks,
            Type = TypeCode(row),
            Item = _builder.ItemCode(row.Span(EventField.Item)),
            Title = _builder.TitleCode(row.Span(EventField.ItemTitle)),
            Category = _builder.CategoryCode(row.Span(EventField.Category)),
            Quantity = (float)(row.Quantity ?? 1),
            UnitPrice = row.PriceUnits ?? 0,
            Currency = Folded(_builder.CurrencyCode(row.Span(EventField.Currency)), row, EventField.Currency),
            Order = _lastOrder.CodeOf(row.Span(EventField.Order)),
            Session = _lastSession.CodeOf(row.Span(EventField.Session)),
            Channel = Folded(_builder.ChannelCode(row.Span(EventField.Channel)), row, EventField.Channel),
        };
        if (e.Customer < 0)
            throw new InvalidOperationException(
                $"Row {row.Row} has no customer: keep CleaningRules.NoCustomer among the rules, or set a customer in a rule of your own.");
        for (int i = 0; i < row.Attributes.Length; i++) _builder.SetAttribute(e.Customer, row.Attributes[i], row.Attribute(i), e.Time);
        if (_outliers is null) _builder.Add(e);
        else _outliers.Hold(e, row.Row);
    }

    private int TypeCode(EventRow row)
    {
        string name = row.Type.Name;
        if (ReferenceEquals(name, _lastTypeName)) return _lastTypeCode;
        int code = _builder.TypeCode(row.Type);
        if (code >= MaxByteCodes)
        {
            Repaired(_folded, row, EventField.Type, name);
            return _builder.TypeCode(new EventType("other"));
        }

        _lastTypeName = name;
        _lastTypeCode = code;
        return code;
    }

    private int Folded(int code, EventRow row, EventField field)
    {
        if (code < MaxByteCodes) return code;
        Repaired(_folded, row, field, row.Span(field).ToString());
        return field == EventField.Currency ? _builder.CurrencyCode("other") : _builder.ChannelCode("other");
    }

    private static void Repaired(RuleTally tally, EventRow row, EventField field, string value)
    {
        tally.Repair();
        if (tally.WantsExample) tally.Example(row.Row, field.ToString(), value);
    }

    /// <summary>Rows of one order follow each other in most files: the same text as last time needs no look-up.</summary>
    private sealed class LastCode(Func<ReadOnlySpan<char>, int> codeOf)
    {
        private char[] _text = new char[64];
        private int _length;
        private int _code = -1;

        [MethodImpl(Hot.Loop)]
        public int CodeOf(ReadOnlySpan<char> text)
        {
            if (text.SequenceEqual(_text.AsSpan(0, _length))) return _code;
            _code = codeOf(text);
            if (text.Length > _text.Length) _text = new char[text.Length];
            text.CopyTo(_text);
            _length = text.Length;
            return _code;
        }
    }
}
