using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class ReferralBookTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("referrals-");

    private string FilePath => Path.Combine(_folder.FullName, "referrals");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Refer_OneselfTwiceOrInACircle_IsRefused()
    {
        using ReferralBook book = new();

        Assert.Equal(ReferralOutcome.Oneself, Refer(book, "a", "a"));
        Assert.Equal(ReferralOutcome.Noted, Refer(book, "a", "b"));
        Assert.Equal(ReferralOutcome.Repeated, Refer(book, "a", "b"));
        Assert.Equal(ReferralOutcome.BroughtBefore, Refer(book, "c", "b"));
        Assert.Equal(ReferralOutcome.BroughtBefore, Refer(book, "a", "b", "another offer"));
        Assert.Equal(ReferralOutcome.Circle, Refer(book, "b", "a"));
        Assert.Equal(ReferralOutcome.Noted, Refer(book, "b", "c"));
        Assert.Equal(ReferralOutcome.Circle, Refer(book, "c", "a"));
        Assert.Equal(ReferralOutcome.Noted, Refer(book, "a", "d"));
        Assert.Equal(["b", "d"], book.BroughtBy(new("a")).Select(one => one.Recipient.Value));
        Assert.Null(book.Find(new("a")));
        Assert.Throws<ArgumentException>(() => Refer(book, "", "x"));
    }

    [Fact]
    public void Reward_BothSides_OnceWhoeverAsks()
    {
        using ReferralBook book = new();
        using BudgetLedger ledger = new();
        ledger.TopUp("total", 100, "t");
        Refer(book, "a", "b");
        int first = 0;

        Parallel.For(0, 50, _ =>
        {
            ReferralReward reward = book.Reward(new("b"), Given.Now)!;
            if (reward.IsFirst) Interlocked.Increment(ref first);
            // Every caller hands out, as after crashes: the names of the rewards keep it to once a side.
            ledger.Reserve(reward.Referral.ReferrerReward, [new("total", 10)], DateTimeOffset.MaxValue);
            ledger.Reserve(reward.Referral.RecipientReward, [new("total", 5)], DateTimeOffset.MaxValue);
        });

        Assert.Equal(1, first);
        Assert.Equal(15, ledger.FindBudget("total")?.Reserved);
        Assert.Equal(Given.Now, book.Find(new("b"))?.Rewarded);
        Assert.Null(book.Reward(new("nobody"), Given.Now));
    }

    [Fact]
    public void CrashAtEveryByte_KnowsWhatWasAcknowledged()
    {
        List<(long End, string State)> acknowledged = [];
        using (ReferralBook book = ReferralBook.Open(FilePath))
        {
            foreach (Action step in (Action[])[
                () => Refer(book, "a", "b"), () => Refer(book, "b", "c"), () => book.Reward(new("b"), Given.Now),
                () => book.Reward(new("c"), Given.Now)])
            {
                step();
                acknowledged.Add((new FileInfo(FilePath).Length, State(book)));
            }
        }

        byte[] whole = File.ReadAllBytes(FilePath);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(FilePath, whole.AsSpan(0, cut));
            using ReferralBook book = ReferralBook.Open(FilePath);
            Assert.Equal(acknowledged.LastOrDefault(one => one.End <= cut).State ?? "", State(book));
            Refer(book, "a", "b");
            Refer(book, "b", "c");
            Assert.Equal(cut < acknowledged[2].End, book.Reward(new("b"), Given.Now)!.IsFirst);
        }
    }

    private static ReferralOutcome Refer(ReferralBook book, string referrer, string recipient, string offer = "bring-a-friend") =>
        book.Refer(new(referrer), new(recipient), offer, Given.Now);

    private static string State(ReferralBook book) =>
        string.Join('\n', new[] { "a", "b", "c" }.Select(id => book.Find(new(id))).OfType<Referral>());
}
