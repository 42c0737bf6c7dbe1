using System.IO.Compression;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>Public files of sequences: a line a customer with all items, or a line an event; in time order, without times.</summary>
internal static class SequenceFile
{
    public static List<(string Customer, string[] Items)> Read(string path)
    {
        Dictionary<string, List<string>> sequences = [];
        using GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (cells.Length < 2) continue;
            if (!sequences.TryGetValue(cells[0], out List<string>? items)) sequences.Add(cells[0], items = []);
            items.AddRange(cells.AsSpan(1));
        }

        return [.. sequences.Select(sequence => (sequence.Key, sequence.Value.ToArray()))];
    }

    /// <summary>Events a minute apart: their order is all that is known.</summary>
    public static EventLog LogOf(IEnumerable<(string Customer, string[] Items)> sequences)
    {
        DateTime start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(sequences.SelectMany(sequence => sequence.Items.Select((item, place) =>
            new ShopEvent(new CustomerId(sequence.Customer), start.AddMinutes(place), EventType.Purchase) { Item = new ItemId(item) })));
    }
}
