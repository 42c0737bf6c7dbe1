using System.IO.Compression;
using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

/// <summary>Small files in memory.</summary>
internal static class Texts
{
    public const string RetailHeader = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country\n";

    public static EventReadResult Read(string text, string name = "test.csv", EventReadOptions? options = null) =>
        Read(Encoding.UTF8.GetBytes(text), name, options);

    public static EventReadResult Read(byte[] bytes, string name = "test.csv", EventReadOptions? options = null) =>
        EventFile.Read(new MemoryStream(bytes), name, options, cancellationToken: TestContext.Current.CancellationToken);

    public static EventFileException Refused(string text, string name = "test.csv", EventReadOptions? options = null) =>
        Assert.Throws<EventFileException>(() => Read(text, name, options));

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(content);
        return stream.ToArray();
    }

    public static ShopEvent Only(EventReadResult result) => Assert.Single(result.Log.Events());
}
