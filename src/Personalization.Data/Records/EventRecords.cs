using System.Globalization;
using System.Runtime.InteropServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Reads events from objects of the calling program (rows of a database, messages of a queue) with the same cleaning and the same report as
/// files have. Rows are numbered from 1. Thread-safe.
/// </summary>
public static class EventRecords
{
    private const string DefaultName = "records";

    /// <summary>Reads a sequence of records.</summary>
    /// <param name="records">The records, enumerated once.</param>
    /// <param name="mapping">What of a record is what of an event.</param>
    /// <param name="options">How to clean; null for the defaults. What concerns files alone is ignored.</param>
    /// <param name="progress">Hears of rows and rows a second.</param>
    /// <param name="cancellationToken">Stops the reading within a few thousand rows.</param>
    /// <exception cref="ArgumentException">The mapping gives no time.</exception>
    /// <exception cref="EventFileException">A bad record in strict mode.</exception>
    public static EventReadResult Read<T>(
        IEnumerable<T> records,
        RecordMapping<T> mapping,
        EventReadOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        RecordFiller<T> filler = new(mapping, options ?? new EventReadOptions(), progress, cancellationToken);
        foreach (T record in records) filler.Take(record);
        return filler.Finish(DefaultName);
    }

    /// <summary>Reads an asynchronous sequence of records.</summary>
    /// <inheritdoc cref="Read{T}(IEnumerable{T}, RecordMapping{T}, EventReadOptions?, IProgress{FitProgress}?, CancellationToken)"/>
    public static async Task<EventReadResult> ReadAsync<T>(
        IAsyncEnumerable<T> records,
        RecordMapping<T> mapping,
        EventReadOptions? options = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        RecordFiller<T> filler = new(mapping, options ?? new EventReadOptions(), progress, cancellationToken);
        await foreach (T record in records.WithCancellation(cancellationToken)) filler.Take(record);
        return filler.Finish(DefaultName);
    }

    private sealed class RecordFiller<T>
    {
        private readonly RecordMapping<T> _mapping;
        private readonly CleaningPipeline _pipeline;
        private readonly (EventField Field, Func<T, string?> Get)[] _texts;
        private readonly (string Name, Func<T, string?> Get)[] _attributes;
        private readonly int[] _attributeCodes;
        private readonly Func<T, long> _ticks;
        private long _row;

        public RecordFiller(
            RecordMapping<T> mapping, EventReadOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
        {
            ArgumentNullException.ThrowIfNull(mapping);
            _mapping = mapping;
            _pipeline = new CleaningPipeline(options, new ReadProgress(progress, static () => null, cancellationToken));
            _pipeline.Start(EventLayouts.Records);
            _pipeline.Row.ExpectsQuantity = mapping.Quantity is not null;
            _pipeline.Row.ExpectsPrice = mapping.UnitPrice is not null;
            _pipeline.Row.NormalizesItems = false;
            _texts = [.. Texts()];
            _attributes = [.. mapping.CustomerAttributes.Select(a => (a.Key, a.Value))];
            _attributeCodes = [.. _attributes.Select(a => _pipeline.Attributes.CodeOf(a.Name))];
            TimeParser times = _pipeline.Times;
            _ticks = mapping switch
            {
                { Time: { } time } => record => times.ToShopClock(time(record)),
                { LocalTime: { } local } => record => local(record).Ticks,
                _ => throw new ArgumentException("The mapping gives no time: set Time or LocalTime.", nameof(mapping)),
            };
        }

        public void Take(T record)
        {
            EventRow row = _pipeline.Row;
            row.Clear(++_row);
            row.Ticks = _ticks(record);
            row.Type = _mapping.Type?.Invoke(record) ?? EventType.Purchase;
            row.IsCancelled = _mapping.IsCancelled?.Invoke(record) ?? false;
            foreach ((EventField field, Func<T, string?> get) in _texts) row.SetText(field, get(record));
            if (row.Type.Name.Length == 0)
            {
                _pipeline.Reject(nameof(EventField.Type), "", "the record has no event type.");
                return;
            }

            row.Quantity = _mapping.Quantity?.Invoke(record);
            if (_mapping.UnitPrice?.Invoke(record) is { } price)
            {
                if (Math.Abs(price) > MoneyUnits.MaxValue / 2)
                {
                    _pipeline.Reject(nameof(EventField.UnitPrice), price.ToString(CultureInfo.InvariantCulture),
                        "the price is out of range.");
                    return;
                }

                row.UnitPrice = price;
                row.PriceWasRounded = row.UnitPrice != price;
            }

            TakeAttributes(record, row);
            row.Fingerprint = FingerprintOf(row);
            _pipeline.Commit();
        }

        private void TakeAttributes(T record, EventRow row)
        {
            row.ExpectAttributes(_attributeCodes);
            for (int i = 0; i < _attributes.Length; i++)
            {
                string? value = _attributes[i].Get(record);
                if (value is null || value.Length <= _pipeline.Options.MaxTextLength) row.SetAttribute(i, value?.Trim());
                else _pipeline.Attributes.LeaveOutLong(_attributes[i].Name);
            }
        }

        public EventReadResult Finish(string name) => _pipeline.Finish(new SourceFacts(name, EventFileFormat.Records)
        {
            Columns = [.. _texts.Select(t => new ColumnUse(t.Field, t.Field.ToString(), "by the mapping"))],
        });

        private IEnumerable<(EventField Field, Func<T, string?> Get)> Texts()
        {
            yield return (EventField.Customer, _mapping.Customer);
            if (_mapping.Item is { } item) yield return (EventField.Item, item);
            if (_mapping.ItemTitle is { } title) yield return (EventField.ItemTitle, title);
            if (_mapping.Category is { } category) yield return (EventField.Category, category);
            if (_mapping.Currency is { } currency) yield return (EventField.Currency, currency);
            if (_mapping.Order is { } order) yield return (EventField.Order, order);
            if (_mapping.Session is { } session) yield return (EventField.Session, session);
            if (_mapping.Channel is { } channel) yield return (EventField.Channel, channel);
        }

        private UInt128 FingerprintOf(EventRow row)
        {
            Fingerprint fingerprint = new();
            foreach ((EventField field, _) in _texts) fingerprint.Add(MemoryMarshal.AsBytes(row.Span(field)));
            (long, double, long) numbers = (row.Ticks, row.Quantity ?? double.NaN, row.PriceUnits ?? long.MinValue);
            fingerprint.Add(MemoryMarshal.AsBytes(new ReadOnlySpan<(long, double, long)>(in numbers)));
            fingerprint.Add(MemoryMarshal.AsBytes(row.Type.Name.AsSpan()));
            for (int i = 0; i < _attributes.Length; i++) fingerprint.Add(MemoryMarshal.AsBytes(row.Attribute(i).AsSpan()));
            return fingerprint.Value;
        }
    }
}
