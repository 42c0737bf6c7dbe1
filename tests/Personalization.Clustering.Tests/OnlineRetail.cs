using System.Globalization;
using System.IO.Compression;
using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

/// <summary>
/// Recency, frequency and monetary of Online Retail II, read by plain code of its own with the rules of benchmarks/peers/kmeans_rfm.py,
/// because this package stands below those that read files and compute RFM.
/// </summary>
internal static class OnlineRetail
{
    private const string File = "online-retail-ii/online_retail_II.csv.gz";

    public static FeatureTable? Rfm()
    {
        if (TestData.Find(File) is not { } path) return null;
        Dictionary<int, (DateTime Last, HashSet<string> Orders, double Spend)> customers = new();
        using StreamReader reader = new(new GZipStream(System.IO.File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        DateTime last = DateTime.MinValue;
        while (reader.ReadLine() is { } line)
        {
            List<string> cells = Cells(line);
            double quantity = double.Parse(cells[3], CultureInfo.InvariantCulture),
                price = double.Parse(cells[5], CultureInfo.InvariantCulture);
            if (cells[6].Length == 0 || quantity <= 0 || price <= 0 || cells[0].StartsWith('C')) continue;
            int id = (int)double.Parse(cells[6], CultureInfo.InvariantCulture);
            DateTime time = DateTime.Parse(cells[4], CultureInfo.InvariantCulture);
            if (!customers.TryGetValue(id, out (DateTime Last, HashSet<string> Orders, double Spend) customer))
                customer = (time, [], 0);
            customer.Orders.Add(cells[0]);
            customers[id] = (time > customer.Last ? time : customer.Last, customer.Orders, customer.Spend + (quantity * price));
            if (time > last) last = time;
        }

        IdIndex<CustomerId> index = IdIndex<CustomerId>.From(customers.Keys.Select(id => new CustomerId($"{id}")));
        (DateTime Last, HashSet<string> Orders, double Spend)[] rows =
            [.. index.Select(id => customers[int.Parse(id.Value, CultureInfo.InvariantCulture)])];
        return FeatureTable.Create(
            index,
            ("recency", [.. rows.Select(row => (float)(last.AddDays(1) - row.Last).Days)]),
            ("frequency", [.. rows.Select(row => (float)row.Orders.Count)]),
            ("monetary", [.. rows.Select(row => (float)row.Spend)]));
    }

    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        for (int start = 0; start <= line.Length;)
        {
            int end = start;
            if (start < line.Length && line[start] == '"')
            {
                end++;
                while (line[end] != '"' || (end + 1 < line.Length && line[end + 1] == '"')) end += line[end] == '"' ? 2 : 1;
            }

            end = line.IndexOf(',', end);
            if (end < 0) end = line.Length;
            cells.Add(line[start..end]);
            start = end + 1;
        }

        return cells;
    }
}
