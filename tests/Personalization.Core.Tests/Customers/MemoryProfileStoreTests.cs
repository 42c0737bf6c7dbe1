using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class MemoryProfileStoreTests : ProfileStoreConformance<MemoryProfileStore>
{
    [Fact]
    public void ProfileChange_FaultyColumns_NamesThem()
    {
        CustomerId anna = new("anna");
        NumberColumn two = new("score", [1, 2]), one = new("score", [1]);

        Assert.Contains("'score' has 2 rows", Fault(anna, two), StringComparison.Ordinal);
        Assert.Contains("called 'score'", Fault(anna, one, one), StringComparison.Ordinal);
        Assert.Contains("no customer id", Fault(default, one), StringComparison.Ordinal);

        static string Fault(CustomerId customer, params CustomerColumn[] columns) =>
            Assert.Throws<ArgumentException>(() => new ProfileChange(customer, default, columns)).Message;
    }

    protected override ValueTask<MemoryProfileStore> CreateAsync(CustomerTable table) => new(new MemoryProfileStore(table));
}
