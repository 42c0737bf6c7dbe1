using System.Globalization;
using System.Text;

namespace Personalization.Tool.Tests;

/// <summary>A second file, of customers.</summary>
public sealed class CustomersTests : IDisposable
{
    private readonly ToolRun _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void Run_FileOfCustomers_IsJoinedAndToldOf()
    {
        string orders = _tool.Write("orders.csv", ToolRun.Orders), folder = _tool.PathOf("out");
        StringBuilder crm = new("Kundennr;Alter;Stufe;Werbung\n");
        for (int customer = 2; customer < 42; customer++)
        {
            string age = customer == 9 ? "alt" : $"{20 + customer}", tier = customer % 2 == 0 ? "gold" : "";
            crm.Append(CultureInfo.InvariantCulture, $"c{customer};{age};{tier};ja\n");
        }

        string customers = _tool.Write("crm.csv", crm.ToString());

        (int code, string output, string errors) = _tool.Run(
            "run", orders, "--customers", customers, "--cluster-attributes", "--out", folder, "--no-timings");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(
            "crm.csv: 3 columns for 38 customers; 2 in the file alone, 2 in the events alone\n", output, StringComparison.Ordinal);
        Assert.Contains("  column 'Alter': 1 unreadable, first in row 9, 'alt'\n", output, StringComparison.Ordinal);
        string header = File.ReadLines(Path.Combine(folder, "customers.csv")).First();
        Assert.Contains(",alter,stufe,werbung,", header, StringComparison.Ordinal);
        Assert.Contains(",attribute_cluster", header, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Except(OutputFolder.FileNames));
    }

    [Fact]
    public void Run_ReviewsAndConsent_AreHeeded()
    {
        string orders = _tool.Write("orders.csv", ToolRun.Orders), folder = _tool.PathOf("out");
        StringBuilder crm = new("Kundennr;VIP\n");
        for (int customer = 0; customer < 40; customer++)
            crm.Append(CultureInfo.InvariantCulture, $"c{customer};{(customer < 20 ? "ja" : "nein")}\n");
        string reviews = _tool.Write("reviews.csv", """
            customer,date,review
            c3,2024-03-01,A lovely ring!
            c4,2024-03-02,"Broke, and nobody answers. Terrible."
            c999,2024-03-03,Fine
            c5,2099-01-01,Great
            """);

        (int code, string output, string errors) = _tool.Run(
            "run", orders, "--customers", _tool.Write("crm.csv", crm.ToString()), "--consent", "vip", "--reviews", reviews, "--out", folder,
            "--no-timings");

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains(
            "reviews.csv: 2 notes of 2 customers, 1 speak well, 1 ill; 1 of nobody who bought, 1 written later, 0 left out\n", output,
            StringComparison.Ordinal);
        Assert.Contains(",sentiment_mean,", File.ReadLines(Path.Combine(folder, "customers.csv")).First(), StringComparison.Ordinal);
        IEnumerable<string> rows = File.ReadLines(Path.Combine(folder, "recommendations.csv")).Skip(1);
        string[] recommended = [.. rows.Select(line => line.Split(',')[0]).Distinct()];
        Assert.Equal(20, recommended.Length);
        Assert.All(recommended, id => Assert.InRange(int.Parse(id[1..], CultureInfo.InvariantCulture), 0, 19));
    }

    [Theory]
    [InlineData(2, "--customers-id speaks of a file of customers: give that too", "--customers-id", "x")]
    [InlineData(2, "--cluster-attributes speaks of a file of customers: give that too", "--cluster-attributes")]
    [InlineData(2, "--consent speaks of a file of customers: give that too", "--consent", "vip")]
    [InlineData(3, "There is no file of reviews 'nowhere.csv' (--reviews", "--reviews", "nowhere.csv")]
    [InlineData(3, "There is no file of customers 'nowhere.csv'", "--customers", "nowhere.csv")]
    public void Run_OptionsThatDontFit_ErrorSaysSo(int code, string message, params string[] options)
    {
        string orders = _tool.Write("orders.csv", ToolRun.Orders);

        (int actual, _, string errors) = _tool.Run(["run", orders, "--out", _tool.PathOf("out"), .. options]);

        Assert.Equal(code, actual);
        Assert.Contains(message, errors, StringComparison.Ordinal);
    }
}
