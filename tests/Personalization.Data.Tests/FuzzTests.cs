using Personalization.TestKit;

namespace Personalization.Data.Tests;

/// <summary>
/// Damaged files of each format: a result or an <see cref="EventFileException"/>, within a second and 256 MB. Evaluation runs 10,000 of
/// each.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(FuzzFormat.Csv)]
    [InlineData(FuzzFormat.CsvGzip)]
    [InlineData(FuzzFormat.Xlsx)]
    [InlineData(FuzzFormat.JsonLines)]
    [InlineData(FuzzFormat.Cdnow)]
    public void Read_DamagedFile_EndsInAResultOrAClearError(FuzzFormat format)
    {
        FuzzOutcome outcome = Fuzz.Run(format, 300, 1, (stream, name) => EventFile.Read(stream, name), e => e is EventFileException);
        output.WriteLine(outcome.ToString());
        Assert.Empty(outcome.Failures);
        Assert.True(outcome.Results > 30, "nearly nothing was readable: the damage is too crude to reach the parser");
        Assert.True(outcome.Errors > 0, "nothing was refused: the damage is too mild");
    }

    [Fact]
    public void Read_DamagedFileOfALayout_NeverComesToNothingInSilence()
    {
        List<string> failures = [];
        foreach (LayoutFile file in LayoutFiles.All)
        {
            FuzzOutcome outcome = Fuzz.Run(file, 50, 2, (stream, name) => LayoutFuzz.Read(file, stream, name),
                e => e is EventFileException);
            output.WriteLine(outcome.ToString());
            failures.AddRange(outcome.Failures);
        }

        foreach (string failure in failures) output.WriteLine(failure);
        Assert.Empty(failures);
    }

    [Theory]
    [InlineData("0", 1)]
    [InlineData("0.00", 1)]
    [InlineData("1", 0)]
    public void Read_PurchasesOfNothing_AreWarnedOf(string amount, int warnings)
    {
        EventReadResult result = Texts.Read($"customer,date,amount,order\nA,2024-03-14,{amount},1\n");
        Assert.Equal(warnings, result.Report.Warnings.Count(warning => warning.Contains("amount of 0", StringComparison.Ordinal)));
    }
}
