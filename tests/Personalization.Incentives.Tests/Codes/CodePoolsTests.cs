using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class CodePoolsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("codes-");

    private string FilePath => Path.Combine(_folder.FullName, "codes");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Take_EachDecision_GetsACodeOfItsOwnAndTheSameAgain()
    {
        using CodePools pools = new();
        Assert.Equal(3, pools.Add("spring", ["A", "B", "C", "B"]));
        Assert.Equal(1, pools.Add("spring", ["A", "D"]));

        Assert.Equal(["A", "B", "A", "C", "D", null], new[] { 1, 2, 1, 3, 4, 5 }.Select(id => pools.Take("spring", Id(id))));
        Assert.Equal(0, pools.Left("spring"));
        Assert.Null(pools.Take("unknown", Id(1)));
        Assert.Equal(0, pools.Add("spring", ["A"]));
        pools.Add("spring", ["E"]);
        Assert.Equal("E", pools.Take("spring", Id(5)));
        Assert.Contains("blank", Assert.Throws<ArgumentException>(() => pools.Add("spring", [" "])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_ManyThreads_HandsEachCodeOutOnce()
    {
        using CodePools pools = CodePools.Open(FilePath);
        pools.Add("p", Enumerable.Range(0, 500).Select(i => $"code {i}"));
        string?[] got = new string?[800];

        Parallel.For(0, 800, i => got[i] = pools.Take("p", Id(i + 1)));

        Assert.Equal(500, got.Count(code => code is not null));
        Assert.Equal(500, got.Where(code => code is not null).Distinct().Count());
    }

    /// <summary>Killed at any byte: a code that was handed out isn't handed out to another, and whoever asks again gets it again.</summary>
    [Fact]
    public void CrashAtEveryByte_NoCodeTwice()
    {
        List<(long End, string? Code)> given = [];
        using (CodePools pools = CodePools.Open(FilePath))
        {
            pools.Add("p", ["A", "B", "C"]);
            for (int i = 1; i <= 3; i++) given.Add((0, pools.Take("p", Id(i))));
            for (int i = 0; i < 3; i++) given[i] = (new FileInfo(FilePath).Length - ((2 - i) * RecordBytes), given[i].Code);
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        long added = given[0].End - RecordBytes;
        for (int cut = (int)added; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(FilePath, whole.AsSpan(0, cut));
            using CodePools pools = CodePools.Open(FilePath);
            string?[] kept = [.. given.Where(one => one.End <= cut).Select(one => one.Code)];
            Assert.Equal(3 - kept.Length, pools.Left("p"));
            Assert.DoesNotContain(pools.Take("p", Id(99)) ?? "none", kept);
            for (int i = 0; i < kept.Length; i++) Assert.Equal(kept[i], pools.Take("p", Id(i + 1)));
        }
    }

    [Fact]
    public void Evaluate_PoolRanOut_IsAReason()
    {
        Offer offer = Given.Offer("a") with { CodePool = "spring" };
        using CodePools pools = new();
        EligibilityContext context = Given.Context(offer) with { Codes = pools };

        Assert.Equal(
            ["all codes of its pool 'spring' were handed out"],
            OfferEligibility.Evaluate(offer, Given.Customer("c"), context).Reasons);
        pools.Add("spring", ["A"]);
        Assert.True(OfferEligibility.Evaluate(offer, Given.Customer("c"), context).IsEligible);
    }

    /// <summary>Frame, kind, pool's length and name, decision.</summary>
    private const int RecordBytes = 12 + 1 + 2 + 1 + 16;

    private static DecisionId Id(int id) => new((UInt128)id);
}
