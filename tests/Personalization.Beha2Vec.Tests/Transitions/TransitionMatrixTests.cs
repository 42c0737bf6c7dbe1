using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

public sealed class TransitionMatrixTests
{
    private static readonly EventLog Log = EventLog.From(
    [
        .. Customer("a", "view/rings", "view/rings", "add_to_cart/rings", "purchase/rings", "view/chains"),
        .. Customer("b", "view/chains", "add_to_cart/chains", "view/"),
        .. Customer("c", "purchase/rings"),
    ]);

    [Fact]
    public void Of_All_ByHand()
    {
        TransitionMatrix matrix = TransitionMatrix.Of(EventSequences.From(Log));

        int cart = matrix.RowOf("add_to_cart"), purchase = matrix.RowOf("purchase"), view = matrix.RowOf("view");
        Assert.Equal(["add_to_cart", "purchase", "view"], matrix.Steps);
        Assert.Equal(6, matrix.Total);
        Assert.Equal((1, 2, 1), (matrix.Count(view, view), matrix.Count(view, cart), matrix.Count(cart, purchase)));
        Assert.Equal(2.0 / 3, matrix.Probability(view, cart));
        Assert.Equal((.5, .5), (matrix.Probability(cart, purchase), matrix.Probability(cart, view)));
        Assert.Equal(0, matrix.Probability(cart, cart));
    }

    [Fact]
    public void Of_OneCustomerAndSome_CountWithinTheirOwnSequences()
    {
        EventSequences sequences = EventSequences.From(Log);

        TransitionMatrix one = TransitionMatrix.Of(sequences, 1), two = TransitionMatrix.Of(sequences, [1, 2]);

        Assert.Equal((2L, 2L), (one.Total, two.Total));
        Assert.Equal(1, one.Probability(one.RowOf("add_to_cart"), one.RowOf("view")));
        Assert.Equal(0, TransitionMatrix.Of(sequences, 2).Total);
    }

    [Fact]
    public void Of_Categories_UnknownOnesAreOther()
    {
        TransitionMatrix matrix = TransitionMatrix.Of(EventSequences.From(Log), steps: TransitionSteps.Categories);

        int chains = matrix.RowOf("chains"), rings = matrix.RowOf("rings"), other = matrix.RowOf(TransitionMatrix.Other);
        Assert.Equal(["chains", "rings", "other"], matrix.Steps);
        Assert.Equal((3, 1), (matrix.Count(rings, rings), matrix.Count(rings, chains)));
        Assert.Equal((.5, .5), (matrix.Probability(chains, chains), matrix.Probability(chains, other)));
        Assert.Throws<ArgumentException>(() => matrix.RowOf("none"));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Count(0, 3));
    }

    /// <summary>Rows sum to 1 or 0, and all transitions are one less than each customer's events.</summary>
    [Fact]
    public void Of_AnyLog_RowsSumToOneAndCountsAreComplete()
    {
        Properties.HoldForSeeds(30, seed =>
        {
            EventSequences sequences = EventSequences.From(Samples.Shop(6, 80, seed));
            TransitionMatrix matrix = TransitionMatrix.Of(sequences);

            Assert.Equal(Enumerable.Range(0, sequences.Customers.Count).Sum(row => Math.Max(0, sequences.LengthOf(row) - 1)), matrix.Total);
            for (int from = 0; from < matrix.Steps.Count; from++)
            {
                double sum = Enumerable.Range(0, matrix.Steps.Count).Sum(to => matrix.Probability(from, to));
                Assert.True(sum == 0 || Math.Abs(sum - 1) < 1e-12, $"{matrix.Steps[from]}: {sum}");
            }
        });
    }

    private static IEnumerable<ShopEvent> Customer(string id, params string[] events) => events.Select((e, i) =>
    {
        string[] parts = e.Split('/');
        return new ShopEvent(new CustomerId(id), Shops.Start.AddMinutes(i), new EventType(parts[0]))
        {
            Category = parts[1].Length == 0 ? null : parts[1],
        };
    });
}
