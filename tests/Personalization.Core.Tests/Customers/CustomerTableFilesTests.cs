using System.Text;
using System.Text.Json;
using Personalization.Numerics;

namespace Personalization.Core.Tests;

public sealed class CustomerTableFilesTests
{
    private static readonly CustomerTable Every =
        Given.Table(2, Given.EveryKind()).With(new VectorColumn("embedding", Matrix.FromRows([.5f, -1], [0, 2])));

    [Fact]
    public void WriteCsv_EveryKind_ExactText()
    {
        Assert.Equal(
            """"
            customer_id,share,spent,average,orders,segment,note,seen,consent
            a,0.333333,12.3456,3.3333,3,"'=Loyal, ""old""",+1,2011-12-01T08:05:09,true
            b,,,,,,,,

            """".ReplaceLineEndings("\n"),
            Csv(Every));
    }

    [Fact]
    public void WriteCsv_Formulas_GetAnApostropheAndNumbersDoNot()
    {
        CustomerTable table = new CustomerTable(Given.Customers("@SUM(A1)"), Given.AsOf).With(
            new TextColumn("text", ["=1+1"]),
            new CategoryColumn("category", ["-x"]),
            new NumberColumn("number", [-.5]),
            new MoneyColumn("money", [-5_000]));

        Assert.Equal("customer_id,text,category,number,money\n'@SUM(A1),'=1+1,'-x,-0.5,-0.5\n", Csv(table));
    }

    [Fact]
    public void WriteJson_EveryKind_ExactText()
    {
        // Pretty here; the file has no blanks.
        string expected =
            """
            {
              "as_of": "2011-12-09T12:50:00",
              "columns": [
                { "name": "share", "kind": "number", "unit": "share", "description": "A third.", "step": "shares" },
                { "name": "spent", "kind": "money", "unit": "EUR" },
                { "name": "average", "kind": "money" },
                { "name": "orders", "kind": "whole_number" },
                { "name": "segment", "kind": "category" },
                { "name": "categories", "kind": "category_list" },
                { "name": "note", "kind": "text" },
                { "name": "seen", "kind": "time" },
                { "name": "consent", "kind": "flag" },
                { "name": "embedding", "kind": "vector" }
              ],
              "customers": [
                {
                  "customer_id": "a", "share": 0.333333, "spent": 12.3456, "average": 3.3333, "orders": 3,
                  "segment": "=Loyal, \u0022old\u0022", "categories": ["rings", "chains"], "note": "\u002B1",
                  "seen": "2011-12-01T08:05:09", "consent": true, "embedding": [0.5, -1]
                },
                { "customer_id": "b", "categories": [], "embedding": [0, 2] }
              ]
            }
            """;
        using JsonDocument document = JsonDocument.Parse(expected);

        Assert.Equal(JsonSerializer.Serialize(document.RootElement), Json(Every));
    }

    [Fact]
    public void Write_NoColumns_OnlyIds()
    {
        Assert.Equal("customer_id\na\n", Csv(Given.Table(1)));
        Assert.Equal("""{"as_of":"2011-12-09T12:50:00","columns":[],"customers":[{"customer_id":"a"}]}""", Json(Given.Table(1)));
        Assert.Equal("customer_id\n", Csv(Given.Table(0)));
    }

    [Fact]
    public void Write_Cancelled_Stops()
    {
        CancellationToken cancelled = new(canceled: true);

        Assert.Throws<OperationCanceledException>(() => Every.WriteCsv(Stream.Null, cancelled));
        Assert.Throws<OperationCanceledException>(() => Every.WriteJson(Stream.Null, cancelled));
    }

    private static string Csv(CustomerTable table)
    {
        using MemoryStream file = new();
        table.WriteCsv(file);
        return Encoding.UTF8.GetString(file.ToArray());
    }

    private static string Json(CustomerTable table)
    {
        using MemoryStream file = new();
        table.WriteJson(file);
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
