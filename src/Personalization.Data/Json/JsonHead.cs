using System.Text.Json;

namespace Personalization.Data;

/// <summary>What the first bytes of JSON show.</summary>
internal static class JsonHead
{
    /// <summary>True where the first object is a message of Segment's or RudderStack's tracking API.</summary>
    public static bool IsSegment(ReadOnlySpan<byte> head)
    {
        int start = head.IndexOf((byte)'{');
        if (start < 0) return true; // nothing to tell by: its messages say best what is wrong
        Utf8JsonReader json = new(head[start..], isFinalBlock: false, default);
        bool who = false, what = false, other = false;
        try
        {
            json.Read();
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                who |= json.ValueTextEquals("userId"u8) || json.ValueTextEquals("anonymousId"u8) || json.ValueTextEquals("anonymous_id"u8);
                what |= json.ValueTextEquals("type"u8) || json.ValueTextEquals("event"u8) || json.ValueTextEquals("properties"u8)
                    || json.ValueTextEquals("traits"u8);
                other |= json.ValueTextEquals("event_name"u8) || json.ValueTextEquals("items"u8)
                    || json.ValueTextEquals("user_pseudo_id"u8);
                if (!json.TrySkip()) break;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return true;
        }

        return (who || what) && !other;
    }

    /// <summary>True where the first line is a whole object by itself: one object a line.</summary>
    public static bool IsObjectALine(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> line = head.TrimStart(" \t\r\n"u8);
        int end = line.IndexOf((byte)'\n');
        if (line.IsEmpty || line[0] != '{') return line.IsEmpty || line[0] != '[';
        if (end < 0) return true;
        Utf8JsonReader json = new(line[..end], isFinalBlock: false, default);
        try
        {
            return json.Read() && json.TrySkip();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return true;
        }
    }
}
