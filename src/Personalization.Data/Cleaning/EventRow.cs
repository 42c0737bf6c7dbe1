using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// One row on its way through the cleaning rules, parsed and open to change. One object serves all rows of a file: a rule must not keep it.
/// Not thread-safe.
/// </summary>
public sealed class EventRow
{
    private readonly (int Start, int Length)[] _slots = new (int, int)[HeaderNames.FieldCount];
    private string?[] _attributes = [];
    private char[] _text = new char[128];
    private int _used;

    internal EventRow()
    {
    }

    /// <summary>Row as a text editor or a spreadsheet numbers it, from 1.</summary>
    public long Row { get; internal set; }

    /// <summary>Id of the customer; empty where the row has none.</summary>
    public string Customer { get => Text(EventField.Customer); set => SetText(EventField.Customer, value); }

    /// <summary>When, on the shop's clock.</summary>
    public DateTime Time { get => new(Ticks); set => Ticks = value.Ticks; }

    /// <summary>What happened.</summary>
    public EventType Type { get; set; }

    /// <summary>Id of the item; empty where the row has none.</summary>
    public string Item { get => Text(EventField.Item); set => SetText(EventField.Item, value); }

    /// <summary>Title of the item; empty where the row has none.</summary>
    public string ItemTitle { get => Text(EventField.ItemTitle); set => SetText(EventField.ItemTitle, value); }

    /// <summary>Category; empty where the row has none.</summary>
    public string Category { get => Text(EventField.Category); set => SetText(EventField.Category, value); }

    /// <summary>Units; null where the cell is empty or the file has no such column, which later stands for 1.</summary>
    public double? Quantity { get; set; }

    /// <summary>Price of one unit; null where the cell is empty or the file has no such column, which later stands for 0.</summary>
    public decimal? UnitPrice
    {
        get => PriceUnits is { } units ? MoneyUnits.ToDecimal(units) : null;
        set => PriceUnits = value is { } price ? MoneyUnits.From(price) : null;
    }

    /// <summary>ISO 4217 code; empty where unknown.</summary>
    public string Currency { get => Text(EventField.Currency); set => SetText(EventField.Currency, value); }

    /// <summary>Id of the order; empty where the row has none.</summary>
    public string Order { get => Text(EventField.Order); set => SetText(EventField.Order, value); }

    /// <summary>Id of the session; empty where the row has none.</summary>
    public string Session { get => Text(EventField.Session); set => SetText(EventField.Session, value); }

    /// <summary>Channel; empty where unknown.</summary>
    public string Channel { get => Text(EventField.Channel); set => SetText(EventField.Channel, value); }

    /// <summary>True where the source marks the order as cancelled (Online Retail: an invoice that begins with C).</summary>
    public bool IsCancelled { get; set; }

    /// <summary>True for purchases and refunds: the rows whose quantity and price are money that changed hands.</summary>
    public bool IsTransaction => Type == EventType.Purchase || Type == EventType.Refund;

    /// <summary>True where the source has a quantity for its rows, so that an empty one is a fault.</summary>
    public bool ExpectsQuantity { get; internal set; }

    /// <summary>True where the source has a price for its rows, so that an empty one is a fault.</summary>
    public bool ExpectsPrice { get; internal set; }

    internal bool NormalizesItems { get; set; }

    /// <summary>True for what was written beside a row of the file, such as the refund of an order: it isn't counted as a row.</summary>
    internal bool IsDerived { get; set; }

    internal long Ticks { get; set; }

    internal long? PriceUnits { get; set; }

    internal bool PriceWasRounded { get; set; }

    internal bool CustomerWasNormalized { get; set; }

    internal bool EncodingWasRepaired { get; set; }

    internal bool ItemWasTrimmed { get; private set; }

    /// <summary>Length of the longest text that was set.</summary>
    internal int LongestText { get; private set; }

    /// <summary>Fingerprint of all fields as the file holds them; null where the source has none.</summary>
    internal UInt128? Fingerprint { get; set; }

    /// <summary>What is said of the customer here, as codes of the log's attributes; the texts are <see cref="Attribute"/>.</summary>
    internal int[] Attributes { get; private set; } = [];

    /// <summary>Empties the row for the next one.</summary>
    [MethodImpl(Hot.Loop)]
    internal void Clear(long row)
    {
        Array.Clear(_slots);
        _used = LongestText = 0;
        Row = row;
        Ticks = 0;
        Type = default;
        Quantity = null;
        PriceUnits = null;
        IsCancelled = PriceWasRounded = CustomerWasNormalized = EncodingWasRepaired = ItemWasTrimmed = IsDerived = false;
        Fingerprint = null;
        Attributes = [];
    }

    /// <summary>Becomes a copy of another row.</summary>
    internal void CopyFrom(EventRow other)
    {
        other._slots.CopyTo(_slots.AsSpan());
        if (_text.Length < other._used) _text = new char[other._text.Length];
        other._text.AsSpan(0, other._used).CopyTo(_text);
        (_used, LongestText) = (other._used, other.LongestText);
        (Row, Ticks, Type, Quantity, PriceUnits) = (other.Row, other.Ticks, other.Type, other.Quantity, other.PriceUnits);
        (IsCancelled, IsDerived, NormalizesItems) = (other.IsCancelled, other.IsDerived, other.NormalizesItems);
        (ExpectsPrice, ExpectsQuantity) = (other.ExpectsPrice, other.ExpectsQuantity);
        (PriceWasRounded, CustomerWasNormalized) = (other.PriceWasRounded, other.CustomerWasNormalized);
        (EncodingWasRepaired, ItemWasTrimmed) = (other.EncodingWasRepaired, other.ItemWasTrimmed);
        Fingerprint = other.Fingerprint;
        ExpectAttributes(other.Attributes);
        other._attributes.AsSpan(0, other.Attributes.Length).CopyTo(_attributes);
    }

    /// <summary>Makes room for the texts of attributes, none of which is known yet.</summary>
    [MethodImpl(Hot.Loop)]
    internal void ExpectAttributes(int[] attributes)
    {
        Attributes = attributes;
        if (_attributes.Length < attributes.Length) _attributes = new string?[attributes.Length];
        else Array.Clear(_attributes);
    }

    /// <summary>The text of an attribute, in the order of <see cref="Attributes"/>; null or empty where nothing is said.</summary>
    internal string? Attribute(int index) => _attributes[index];

    internal void SetAttribute(int index, string? text) => _attributes[index] = text;

    internal ReadOnlySpan<char> Span(EventField field)
    {
        (int start, int length) = _slots[(int)field];
        return _text.AsSpan(start, length);
    }

    /// <summary>Takes UTF-8, trimmed. Where the row isn't UTF-8 throughout, its bytes are read as Windows-1252.</summary>
    [MethodImpl(Hot.Loop)]
    internal void SetUtf8(EventField field, ReadOnlySpan<byte> value)
    {
        int length = value.Length;
        value = FieldText.Trimmed(value);
        if (field == EventField.Item) ItemWasTrimmed = value.Length != length;
        Reserve(value.Length);
        int written;
        if (EncodingWasRepaired) written = Windows1252.Decode(value, _text.AsSpan(_used));
        else if (Ascii.ToUtf16(value, _text.AsSpan(_used), out written) != System.Buffers.OperationStatus.Done)
        {
            Utf8.ToUtf16(value, _text.AsSpan(_used), out _, out written);
        }

        Take(field, written);
    }

    internal void SetText(EventField field, ReadOnlySpan<char> value)
    {
        int length = value.Length;
        value = value.Trim();
        if (field == EventField.Item) ItemWasTrimmed = value.Length != length;
        Reserve(value.Length);
        value.CopyTo(_text.AsSpan(_used));
        Take(field, value.Length);
    }

    /// <summary>Cuts a text to its first characters.</summary>
    internal void Shorten(EventField field, int length) => _slots[(int)field].Length = length;

    /// <summary>Upper-cases a text in place; true where that changed it.</summary>
    internal bool ToUpper(EventField field)
    {
        (int start, int length) = _slots[(int)field];
        bool changed = false;
        foreach (ref char c in _text.AsSpan(start, length))
        {
            char upper = char.ToUpperInvariant(c);
            changed |= upper != c;
            c = upper;
        }

        return changed;
    }

    /// <summary>Lower-cases a text in place; true where that changed it.</summary>
    internal bool ToLower(EventField field)
    {
        (int start, int length) = _slots[(int)field];
        bool changed = false;
        foreach (ref char c in _text.AsSpan(start, length))
        {
            char lower = char.ToLowerInvariant(c);
            changed |= lower != c;
            c = lower;
        }

        return changed;
    }

    private string Text(EventField field) => Span(field).ToString();

    private void Reserve(int length)
    {
        if (_used + length > _text.Length) Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + length));
    }

    private void Take(EventField field, int length)
    {
        _slots[(int)field] = (_used, length);
        _used += length;
        if (length > LongestText) LongestText = length;
    }
}
