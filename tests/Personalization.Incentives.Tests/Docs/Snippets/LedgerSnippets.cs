using Personalization.Core;

namespace Personalization.Incentives.Tests;

/// <summary>The code of docs/how-to/keep-budgets.md.</summary>
public sealed class LedgerSnippets : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-snippets-");
    private readonly string _before = Directory.GetCurrentDirectory();

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void KeepBudgets_ReserveAndCommit_SpendsWhatItCost()
    {
        Directory.SetCurrentDirectory(_folder.FullName);
        CustomerProfile customer = Given.Customer("n");
        OfferPlan plan = Given.Plan([Given.Customer("c")], [Given.Offer("a")], 100);
        Decision decision = plan.Decisions[0].ToDecision();
        List<string> log = [];

        using BudgetLedger ledger = BudgetLedger.Open("budgets.journal");
        ledger.TopUp("total", MoneyUnits.From(5_000m), "total 2026-12");
        ledger.TopUp("offer:gift", 200, "gifts 2026-12");

        ReserveResult answer = ledger.Reserve(
            decision.Id,
            [BudgetAmount.Money("total", 12.50m), new BudgetAmount("offer:gift", 1)],
            expires: DateTimeOffset.UtcNow.AddDays(14));
        if (answer.IsGranted) ledger.Commit(decision.Id, [BudgetAmount.Money("total", 9.80m), new BudgetAmount("offer:gift", 1)]);
        else log.Add(answer.Reason);

        Assert.Equal(98_000, ledger.FindBudget("total")?.Spent);
        Assert.Empty(log);

        BudgetedIncentivePolicy policy = new(plan, ledger: ledger);
        Decision given = policy.Decide(customer);
        ledger.Commit(policy.ReservationOf(customer.Id));

        Assert.Equal("a", given.Action);
        Assert.Equal(198_000, ledger.FindBudget("total")?.Spent);
    }
}
