using System.Diagnostics;
using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Data.Tests;

/// <summary>The real file against an independent recount: benchmarks/peers/clean_online_retail.py (pandas 1.5.3), whose figures stand here.</summary>
public sealed class OnlineRetailTests(ITestOutputHelper output)
{
    [Fact]
    public void Read_OnlineRetail_AgreesWithPandasToTheRowAndTheCent()
    {
        string? path = TestData.Find("online-retail-ii/online_retail_II.csv.gz");
        Assert.SkipWhen(path is null, TestData.SkipReason);
        long start = Stopwatch.GetTimestamp();
        EventReadResult result = EventFile.Read(path, cancellationToken: TestContext.Current.CancellationToken);
        output.WriteLine($"{Stopwatch.GetElapsedTime(start).TotalSeconds:F2} s");
        output.WriteLine(result.Report.ToJson());
        Assert.Equal(1_067_370, result.Report.RowsRead);
        Assert.Equal(243_007, result.Report["no customer"].Dropped);
        Assert.Equal(34_335, result.Report.ExactDuplicates);
        Assert.Equal(805_548, result.Report.RowsKept);
    }
}
