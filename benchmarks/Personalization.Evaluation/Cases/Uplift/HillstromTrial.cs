using System.Globalization;
using System.IO.Compression;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Prediction;

namespace Personalization.Evaluation.Cases;

/// <summary>Hillstrom's e-mail trial: 64,000 customers, two campaigns and none, by lot.</summary>
internal sealed record HillstromTrial(CustomerTable Customers, int[] Treatments, double[] Visits, double[] Spends)
{
    public static readonly string[] Campaigns = ["Mens E-Mail", "Womens E-Mail"];

    public static readonly IReadOnlyList<FeatureColumn> Columns =
        ["recency", "history", "mens", "womens", "newbie", "zip_code", "channel"];

    public static HillstromTrial Read(EvaluationContext context)
    {
        using GZipStream unpacked = new(File.OpenRead(context.Data("hillstrom/hillstrom.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        reader.ReadLine();
        List<string[]> rows = [];
        // The second field, a band of the third, has commas of its own; it isn't needed.
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            rows.Add([fields[0], .. fields[^10..]]);
        }

        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(Enumerable.Range(0, rows.Count).Select(Id));
        CustomerTable table = new CustomerTable(ids, new DateTime(2008, 3, 20)).With(
            Number("recency", 0), Number("history", 1), Number("mens", 2), Number("womens", 3), Number("newbie", 5),
            Category("zip_code", 4), Category("channel", 6));
        return new HillstromTrial(
            table, [.. rows.Select(row => Array.IndexOf(Campaigns, row[7]))], Values(8), Values(10));

        double[] Values(int field) => [.. rows.Select(row => double.Parse(row[field], CultureInfo.InvariantCulture))];
        NumberColumn Number(string name, int field) => new(name, Values(field));
        CategoryColumn Category(string name, int field) => new(name, [.. rows.Select(row => row[field])]);
    }

    /// <summary>Half of the customers, by the hash of their numbers: the others are what models learn from.</summary>
    public static bool IsTest(int row) => (StableHash.Mix((ulong)row) & 1) == 1;

    public UpliftData Training(string outcome, double[] outcomes)
    {
        int[] rows = [.. Enumerable.Range(0, Customers.Count).Where(row => !IsTest(row))];
        return new UpliftData(
            outcome, Columns, Campaigns,
            new UpliftSlice(
                Customers.ForCustomers(rows.Select(Id)), [.. rows.Select(row => Treatments[row])], [.. rows.Select(row => outcomes[row])]));
    }

    /// <summary>Customers of the test half who were given this campaign or none.</summary>
    public int[] TestRows(int campaign) =>
        [.. Enumerable.Range(0, Customers.Count).Where(row => IsTest(row) && (Treatments[row] == campaign || Treatments[row] < 0))];

    public static CustomerId Id(int row) => new(string.Create(CultureInfo.InvariantCulture, $"{row:D6}"));
}
