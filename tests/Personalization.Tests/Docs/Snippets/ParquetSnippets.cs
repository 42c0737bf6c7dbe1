using Parquet;
using Parquet.Schema;
using Personalization.Core;
using Personalization.Data;
using Personalization.Parquet;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/parquet.md, run in a folder with a simulated orders.csv.</summary>
[Collection("current directory")]
public sealed class ParquetSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Customers_OutAndIn_AreTheSame()
    {
        CustomerTable customers = new PersonalizationPipeline().Run("orders.csv").Customers;

        customers.WriteParquet("customers.parquet");
        CustomerTable again = ParquetCustomers.Read("customers.parquet");

        Assert.Equal(customers.Customers, again.Customers);
        using MemoryStream before = new(), after = new();
        customers.WriteJson(before);
        again.WriteJson(after);
        Assert.Equal(before.ToArray(), after.ToArray());
    }

    [Fact]
    public async Task Events_OfAParquetFile_RunThroughThePipeline()
    {
        await WriteEventsAsync();

        EventReadOptions options = new() { Formats = [ParquetFormat.Instance] };
        EventReadResult read = EventFile.Read("events.parquet", options);
        PersonalizationResult result = new PersonalizationPipeline().Run("events.parquet", options);

        EventReadResult csv = EventFile.Read("orders.csv");
        Assert.Equal(csv.Report.RowsKept, read.Report.RowsKept);
        Assert.Equal(new PersonalizationPipeline().Run("orders.csv").Customers.Customers, result.Customers.Customers);
        Assert.Contains("Parquet, read as columns by name", result.Report.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The simulated events as a data frame would write them.</summary>
    private static async Task WriteEventsAsync()
    {
        ShopEvent[] events = [.. EventFile.Read("orders.csv").Log.Events()];
        DataField[] fields =
        [
            new DataField<string>("customer_id"), new DataField<DateTime>("time"), new DataField<string>("item"),
            new DataField<double>("price"), new DataField<string>("order_id"), new DataField<string>("type"),
            new DataField<double>("quantity"),
        ];
        await using FileStream file = File.Create("events.parquet");
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), file);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await group.WriteAsync(fields[0], [.. events.Select(e => e.Customer.Value)]);
        await group.WriteAsync<DateTime>(fields[1], events.Select(e => e.Time).ToArray());
        await group.WriteAsync(fields[2], [.. events.Select(e => e.Item.Value)]);
        await group.WriteAsync<double>(fields[3], events.Select(e => (double)e.UnitPrice).ToArray());
        await group.WriteAsync(fields[4], [.. events.Select(e => e.Order)]);
        await group.WriteAsync(fields[5], [.. events.Select(e => e.Type.Name)]);
        await group.WriteAsync<double>(fields[6], events.Select(e => e.Quantity).ToArray());
    }
}
