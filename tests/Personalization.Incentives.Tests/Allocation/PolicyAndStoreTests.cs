using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class PolicyAndStoreTests
{
    [Fact]
    public async Task DecideAsync_ChangedProfile_DecidesByWhatTheStoreKnowsNow()
    {
        CustomerTable table = Given.Table(Given.Customer("c", purchase: 1), Given.Customer("d", purchase: 1));
        MemoryProfileStore store = new(table);
        BudgetedIncentivePolicy policy = new(Given.Plan([], [Given.Offer("a")], 1_000));
        await store.ChangeAsync(
            new(new("c"), table.AsOf, new NumberColumn(ColumnNames.PurchaseProbability, [.2])), TestContext.Current.CancellationToken);

        Decision? changed = await policy.DecideAsync(store, new("c"), TestContext.Current.CancellationToken);
        Decision? sure = await policy.DecideAsync(store, new("d"), TestContext.Current.CancellationToken);

        Assert.Equal("a", changed?.Action);
        Assert.Null(Assert.IsType<Decision>(sure).Action);
        Assert.Null(await policy.DecideAsync(store, new("nobody"), TestContext.Current.CancellationToken));
    }
}
