using System.Globalization;
using Personalization.Core;

namespace Personalization.Tool.Tests;

public sealed class ProgressTests : IDisposable
{
    private readonly StringWriter _error = new(CultureInfo.InvariantCulture);
    private readonly HandClock _clock = new();

    public void Dispose() => _error.Dispose();

    [Fact]
    public void Report_OnAScreen_OneLineThatMovesWithTheTimeLeft()
    {
        ProgressLine progress = new(_error, _clock, moves: true);
        Advance(20);

        progress.Report(new FitProgress("clusters", 0.25) { Count = 4, Unit = "starts" });
        progress.Report(new FitProgress("clusters", 0.26));
        progress.Clear();
        progress.Clear();

        Assert.StartsWith("\r 25 %  clusters, 4 starts, about 1 min left\r", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("26 %", _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(" \r", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_IntoAFile_ALineEveryFiveSeconds()
    {
        ProgressLine progress = new(_error, _clock, moves: false);

        for (int second = 1; second <= 12; second++)
        {
            Advance(1);
            progress.Report(new FitProgress($"step {second}", second / 20d));
        }

        progress.Clear();
        Assert.Equal(
            " 25 %  step 5, about 15 s left\n 50 %  step 10, about 10 s left\n", _error.ToString().ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData(0.01, 10, "")]
    [InlineData(0.5, 1, "")]
    [InlineData(1, 10, "")]
    [InlineData(0.5, 10, "about 10 s left")]
    [InlineData(0.999, 10, "about 1 s left")]
    [InlineData(0.1, 60, "about 9 min left")]
    [InlineData(0.1, 1200, "about 3.0 h left")]
    public void Left_ShareAndTime_TellsWhereItCan(double fraction, double seconds, string expected) =>
        Assert.Equal(expected, ProgressLine.Left(fraction, TimeSpan.FromSeconds(seconds)));

    private void Advance(double seconds) => _clock.Now += (long)(seconds * _clock.TimestampFrequency);
}
