using Personalization.Core;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every profile store must do. Derive, say how to fill one, and every test here runs.</summary>
public abstract class ProfileStoreConformance<TStore>
    where TStore : class, IProfileStore
{
    private static readonly DateTime Start = new(2026, 3, 1);

    private static readonly CustomerId Anna = new("anna"), Ben = new("ben");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A store that knows what a table knows, and nothing else.</summary>
    protected abstract ValueTask<TStore> CreateAsync(CustomerTable table);

    [Fact]
    public async Task Find_CustomerOfTheTable_IsAsThere()
    {
        IProfileStore store = await AnnaAndBenAsync();

        CustomerProfile anna = await FindAsync(store, Anna);
        Assert.Equal((Anna, Start, 1.0, "VIP"), (anna.Id, anna.AsOf, anna.Number("score"), anna.Segment));
        Assert.Equal(2, (await FindAsync(store, Ben)).Number("score"));
    }

    [Fact]
    public async Task Find_UnknownCustomer_IsNull() =>
        Assert.Null(await (await AnnaAndBenAsync()).FindAsync(new CustomerId("nobody"), Token));

    [Fact]
    public async Task Change_SomeColumns_LeavesTheOthersAndOtherCustomers()
    {
        IProfileStore store = await AnnaAndBenAsync();
        CustomerProfile before = await FindAsync(store, Anna);

        await store.ChangeAsync(new(Anna, Start.AddHours(1), Score(7), new FlagColumn("vip", [true])), Token);

        CustomerProfile anna = await FindAsync(store, Anna);
        Assert.Equal((Start.AddHours(1), 7.0, "VIP", "true"), (anna.AsOf, anna.Number("score"), anna.Segment, anna.Text("vip")));
        Assert.Equal(2, (await FindAsync(store, Ben)).Number("score"));
        Assert.Equal(1, before.Number("score"));
    }

    [Fact]
    public async Task Change_UnknownCustomer_BeginsAProfile()
    {
        IProfileStore store = await AnnaAndBenAsync();
        CustomerId cleo = new("cleo");

        await store.ChangeAsync(new(cleo, Start.AddDays(-1), Score(3)), Token);

        CustomerProfile profile = await FindAsync(store, cleo);
        Assert.Equal((cleo, Start.AddDays(-1), 3.0, null), (profile.Id, profile.AsOf, profile.Number("score"), profile.Segment));
    }

    [Fact]
    public async Task Change_OlderThanTheColumn_IsPassedOverForThatColumnAlone()
    {
        IProfileStore store = await AnnaAndBenAsync();
        await store.ChangeAsync(new(Anna, Start.AddHours(2), Score(7)), Token);

        await store.ChangeAsync(new(Anna, Start.AddHours(1), Score(6), Segment("late but new")), Token);
        await store.ChangeAsync(new(Ben, Start.AddHours(-1), Score(8)), Token);

        CustomerProfile anna = await FindAsync(store, Anna);
        Assert.Equal((Start.AddHours(2), 7.0, "late but new"), (anna.AsOf, anna.Number("score"), anna.Segment));
        CustomerProfile ben = await FindAsync(store, Ben);
        Assert.Equal((Start, 2.0), (ben.AsOf, ben.Number("score")));
    }

    [Fact]
    public async Task Change_SameMoment_TheLastStays()
    {
        IProfileStore store = await AnnaAndBenAsync();
        await store.ChangeAsync(new(Anna, Start, Score(5)), Token);
        await store.ChangeAsync(new(Anna, Start, Score(6)), Token);

        Assert.Equal(6, (await FindAsync(store, Anna)).Number("score"));
    }

    [Fact]
    public async Task Change_ManyWritersOfOneCustomer_LosesNoneAndKeepsTheLatest()
    {
        const int Writers = 8, Changes = 50;
        IProfileStore store = await AnnaAndBenAsync();

        await Parallel.ForAsync(0, Writers, Token, async (writer, cancellation) =>
        {
            for (int i = 0; i < Changes; i++)
            {
                int minute = (i * 7 % Changes) + 1;
                CustomerColumn[] columns = [new WholeNumberColumn($"own_{writer}", [minute]), new WholeNumberColumn("shared", [minute])];
                await store.ChangeAsync(new(Anna, Start.AddMinutes(minute), columns), cancellation);
            }
        });

        CustomerProfile anna = await FindAsync(store, Anna);
        for (int writer = 0; writer < Writers; writer++) Assert.Equal(Changes, anna.Number($"own_{writer}"));
        Assert.Equal((Changes, 1.0, "VIP"), ((int)anna.Number("shared")!, anna.Number("score"), anna.Segment));
        Assert.Equal(Start.AddMinutes(Changes), anna.AsOf);
    }

    [Fact]
    public async Task Find_WhileAnotherWrites_SeesWholeChanges()
    {
        IProfileStore store = await AnnaAndBenAsync();
        Task writer = Task.Run(
            async () =>
            {
                for (int i = 1; i <= 500; i++)
                {
                    CustomerColumn[] columns = [new WholeNumberColumn("left", [i]), new WholeNumberColumn("right", [i])];
                    await store.ChangeAsync(new(Anna, Start.AddSeconds(i), columns), Token);
                }
            },
            Token);
        while (!writer.IsCompleted)
        {
            CustomerProfile anna = await FindAsync(store, Anna);
            Assert.Equal(anna.Number("left"), anna.Number("right"));
        }

        await writer;
        Assert.Equal(500, (await FindAsync(store, Anna)).Number("right"));
    }

    [Fact]
    public async Task Change_Cancelled_ThrowsAndChangesNothing()
    {
        IProfileStore store = await AnnaAndBenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.ChangeAsync(new(Anna, Start.AddHours(1), Score(9)), new CancellationToken(canceled: true)));

        Assert.Equal(1, (await FindAsync(store, Anna)).Number("score"));
    }

    private static NumberColumn Score(double score) => new("score", [score]);

    private static CategoryColumn Segment(string name) => new(ColumnNames.Segment, [name]);

    private static async Task<CustomerProfile> FindAsync(IProfileStore store, CustomerId customer) =>
        Assert.IsType<CustomerProfile>(await store.FindAsync(customer, Token));

    private async ValueTask<IProfileStore> AnnaAndBenAsync() => await CreateAsync(
        new CustomerTable(IdIndex<CustomerId>.From([Anna, Ben]), Start)
            .With(new NumberColumn("score", [1, 2]), new CategoryColumn(ColumnNames.Segment, ["VIP", "New"])));
}
