using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Core.Tests;

public sealed class IdIndexTests
{
    [Fact]
    public void RowsIn_AnyTwoIndexes_AgreesWithLookUps() => Properties.HoldForSeeds(200, seed =>
    {
        RandomStream random = new((ulong)seed, "ids");
        IdIndex<CustomerId> one = Some(random), other = random.NextInt32(5) == 0 ? one : Some(random);

        Assert.Equal(one.Select(id => other.TryGetRow(id, out int row) ? row : -1), one.RowsIn(other));
    });

    [Fact]
    public void RowsIn_ByHand_RowsOrMinusOne()
    {
        IdIndex<CustomerId> index = Given.Customers("b", "d", "e");

        Assert.Equal([-1, 0, -1, 1], Given.Customers("a", "b", "c", "d").RowsIn(index));
        Assert.Equal([0, 1, 2], index.RowsIn(index));
        Assert.Equal([-1, -1, -1], index.RowsIn(Given.Customers()));
        Assert.Empty(Given.Customers().RowsIn(index));
    }

    [Fact]
    public void Take_RisingRows_TheirIds()
    {
        IdIndex<CustomerId> index = Given.Customers("a", "b", "c");

        Assert.Equal(["a", "c"], index.Take([0, 2]).Values);
        Assert.True(index.Take([1]).TryGetRow(new CustomerId("b"), out int row));
        Assert.Equal(0, row);
        Assert.Same(index, index.Take([0, 1, 2]));
        Assert.Empty(index.Take([]));
        Assert.Contains(
            "Row 1 follows row 2", Assert.Throws<ArgumentException>(() => index.Take([2, 1])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Take([1, 1]));
    }

    private static IdIndex<CustomerId> Some(RandomStream random) =>
        Given.Customers(
            Enumerable.Range(0, random.NextInt32(40)).Select(_ => $"{(char)('A' + random.NextInt32(40))}{random.NextInt32(3)}"));
}
