using System.Text;
using System.Text.Json;

namespace Personalization.Data;

/// <summary>One message of Segment's tracking API, as far as a shop's events need it. One object is filled again and again.</summary>
internal sealed class SegmentMessage
{
    private const int MaxDepth = 32;
    private const int MaxProducts = 10_000;
    private const int MaxTraits = 1_000;

    private static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    private readonly List<Product> _products = [];
    private readonly List<(string Path, string? Value)> _traits = [];
    private readonly PropertyReader _readProperty, _readContext, _readTrait;
    private Product _single = new();
    private string _userId = "", _anonymousId = "", _timestamp = "", _originalTimestamp = "", _sentAt = "";
    private string _order = "", _currency = "", _session = "", _contextSession = "", _channel = "";

    public SegmentMessage()
    {
        _readProperty = ReadProperty;
        _readContext = ReadContext;
        _readTrait = ReadTrait;
    }

    private delegate void PropertyReader(ref Utf8JsonReader json);

    public string Kind { get; private set; } = "";

    public string Event { get; private set; } = "";

    /// <summary>Id of the message, by which its retries are known; empty where it has none.</summary>
    public string Id { get; private set; } = "";

    public int ProductCount => _products.Count;

    public string CustomerText => FirstOf(_userId, _anonymousId);

    public string Time => FirstOf(_timestamp, _originalTimestamp, _sentAt);

    /// <summary>
    /// What the message says of the customer: names and texts, null for what isn't a plain value; one level of objects as
    /// "address.country".
    /// </summary>
    public IReadOnlyList<(string Path, string? Value)> Traits => _traits;

    /// <summary>Traits beyond as many as a message may have.</summary>
    public int TraitsTooMany { get; private set; }

    /// <summary>Takes a message apart.</summary>
    /// <exception cref="JsonException">It isn't one JSON object, or nests too deep.</exception>
    public void Parse(ReadOnlySpan<byte> line)
    {
        Clear();
        try
        {
            ParseObject(line);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("A name or a string holds half of a surrogate pair.", e); // the reader's way of saying so
        }
    }

    public ReadOnlySpan<char> Text(EventField field) => field switch
    {
        EventField.Customer => CustomerText,
        EventField.Order => _order,
        EventField.Currency => _currency,
        EventField.Session => FirstOf(_session, _contextSession),
        EventField.Channel => _channel,
        _ => "",
    };

    public ReadOnlySpan<char> ProductText(int product, EventField field)
    {
        Product p = At(product);
        return field switch
        {
            EventField.Item => FirstOf(p.Id, p.Sku),
            EventField.ItemTitle => p.Name,
            _ => p.Category.Length > 0 ? p.Category : _single.Category,
        };
    }

    public string Quantity(int product) => At(product).Quantity;

    public string Price(int product) => At(product).Price;

    /// <summary>What the whole order came to: total, else revenue or value.</summary>
    public string Total { get; private set; } = "";

    /// <summary>A fingerprint for each product of one message.</summary>
    public static void Mix(ref UInt128 fingerprint, int product)
    {
        if (product > 0) fingerprint = (fingerprint * 0x9E3779B97F4A7C15) + (uint)product;
    }

    private static string FirstOf(params ReadOnlySpan<string> values)
    {
        foreach (string value in values)
        {
            if (value.Length > 0) return value;
        }

        return "";
    }

    private static void ReadObject(ref Utf8JsonReader json, PropertyReader property)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName) property(ref json);
    }

    /// <summary>The value after a property's name as text: numbers as they are written, so that no digit is lost.</summary>
    private static string ReadText(ref Utf8JsonReader json)
    {
        json.Read();
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return json.GetString() ?? "";
            case JsonTokenType.Number:
                return Encoding.UTF8.GetString(json.ValueSpan);
            default:
                json.Skip();
                return "";
        }
    }

    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second = default) =>
        json.ValueTextEquals(first) || (!second.IsEmpty && json.ValueTextEquals(second));

    private Product At(int product) => product < _products.Count ? _products[product] : _single;

    private void Clear()
    {
        _products.Clear();
        _traits.Clear();
        TraitsTooMany = 0;
        _single = new Product();
        Kind = Event = Id = _userId = _anonymousId = _timestamp = _originalTimestamp = _sentAt = "";
        _order = _currency = _session = _contextSession = _channel = Total = "";
    }

    private void ParseObject(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader json = new(line, ReaderOptions);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw new JsonException("An object was expected.");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("properties"u8)) ReadObject(ref json, _readProperty);
            else if (json.ValueTextEquals("traits"u8)) ReadObject(ref json, _readTrait);
            else if (json.ValueTextEquals("context"u8)) ReadObject(ref json, _readContext);
            else ReadTop(ref json);
        }

        if (json.Read()) throw new JsonException("Something follows the object.");
    }

    private void ReadTop(ref Utf8JsonReader json)
    {
        if (Is(ref json, "type"u8)) Kind = ReadText(ref json);
        else if (Is(ref json, "event"u8)) Event = ReadText(ref json);
        else if (Is(ref json, "messageId"u8, "message_id"u8)) Id = ReadText(ref json);
        else if (Is(ref json, "userId"u8, "user_id"u8)) _userId = ReadText(ref json);
        else if (Is(ref json, "anonymousId"u8, "anonymous_id"u8)) _anonymousId = ReadText(ref json);
        else if (Is(ref json, "timestamp"u8)) _timestamp = ReadText(ref json);
        else if (Is(ref json, "originalTimestamp"u8, "original_timestamp"u8)) _originalTimestamp = ReadText(ref json);
        else if (Is(ref json, "sentAt"u8, "sent_at"u8)) _sentAt = ReadText(ref json);
        else if (Is(ref json, "channel"u8)) _channel = ReadText(ref json);
        else json.Skip();
    }

    private void ReadContext(ref Utf8JsonReader json)
    {
        if (Is(ref json, "sessionId"u8, "session_id"u8)) _contextSession = ReadText(ref json);
        else if (Is(ref json, "channel"u8))
        {
            string channel = ReadText(ref json);
            if (_channel.Length == 0) _channel = channel;
        }
        else if (Is(ref json, "traits"u8)) ReadObject(ref json, _readTrait); // where RudderStack keeps them
        else json.Skip();
    }

    private void ReadProperty(ref Utf8JsonReader json)
    {
        if (Is(ref json, "products"u8)) ReadProducts(ref json);
        else if (Is(ref json, "order_id"u8, "orderId"u8)) _order = ReadText(ref json);
        else if (Is(ref json, "currency"u8)) _currency = ReadText(ref json);
        else if (Is(ref json, "session_id"u8, "sessionId"u8)) _session = ReadText(ref json);
        else if (Is(ref json, "channel"u8)) _channel = ReadText(ref json);
        else if (Is(ref json, "total"u8)) Total = ReadText(ref json);
        else if (Is(ref json, "revenue"u8, "value"u8))
        {
            string value = ReadText(ref json);
            if (Total.Length == 0) Total = value;
        }
        else ReadProductProperty(ref json, _single);
    }

    private void ReadTrait(ref Utf8JsonReader json)
    {
        string name = NameOf(ref json);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            AddTrait(ref json, name);
            return;
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            string path = $"{name}.{NameOf(ref json)}";
            json.Read();
            AddTrait(ref json, path);
        }
    }

    private void AddTrait(ref Utf8JsonReader json, string path)
    {
        string? value = json.TokenType switch
        {
            JsonTokenType.String => json.GetString(),
            JsonTokenType.Number => Encoding.UTF8.GetString(json.ValueSpan),
            JsonTokenType.True => "true",
            JsonTokenType.False => "false",
            JsonTokenType.Null => "",
            _ => null,
        };
        json.Skip();
        if (_traits.Count < MaxTraits) _traits.Add((path, value));
        else TraitsTooMany++;
    }

    /// <summary>A name cut where it is too long for an attribute anyway: it stands before every name inside it.</summary>
    private static string NameOf(ref Utf8JsonReader json)
    {
        string name = json.GetString() ?? "";
        return name.Length > AttributeNames.MaxLength ? name[..(AttributeNames.MaxLength + 1)] : name;
    }

    private static void ReadProductProperty(ref Utf8JsonReader json, Product product)
    {
        if (Is(ref json, "product_id"u8, "productId"u8)) product.Id = ReadText(ref json);
        else if (Is(ref json, "sku"u8)) product.Sku = ReadText(ref json);
        else if (Is(ref json, "name"u8, "title"u8)) product.Name = ReadText(ref json);
        else if (Is(ref json, "category"u8)) product.Category = ReadText(ref json);
        else if (Is(ref json, "price"u8)) product.Price = ReadText(ref json);
        else if (Is(ref json, "quantity"u8)) product.Quantity = ReadText(ref json);
        else json.Skip();
    }

    private void ReadProducts(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
        {
            json.Skip();
            return;
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                continue;
            }

            if (_products.Count == MaxProducts) throw new JsonException($"A message holds more than {MaxProducts} products.");
            Product product = new();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName) ReadProductProperty(ref json, product);
            _products.Add(product);
        }
    }

    private sealed class Product
    {
        public string Id { get; set; } = "";

        public string Sku { get; set; } = "";

        public string Name { get; set; } = "";

        public string Category { get; set; } = "";

        public string Price { get; set; } = "";

        public string Quantity { get; set; } = "";
    }
}
