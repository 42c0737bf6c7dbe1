using System.Globalization;
using System.Security.Cryptography;
using Personalization.Core;

namespace Personalization.Beha2Vec.Tests;

public sealed class Beha2VecTrainerTests
{
    /// <summary>Customers walk in a circle of items, each from another start: after an item comes the next one, without fail.</summary>
    [Theory]
    [InlineData(BehaviorItemLoss.SampledSoftmax, BehaviorPositions.Rotary)]
    [InlineData(BehaviorItemLoss.Softmax, BehaviorPositions.Alibi)]
    [InlineData(BehaviorItemLoss.BinaryCrossEntropy, BehaviorPositions.Learned)]
    public void Fit_CustomersWalkInACircle_TellsTheNextItem(BehaviorItemLoss loss, BehaviorPositions positions)
    {
        EventLog log = Samples.Circle();
        Beha2VecModel model = Samples.Fit(Samples.OfPaths with { ItemLoss = loss, Positions = positions }, log);

        int right = 0;
        for (int customer = 0; customer < model.Customers.Count; customer++)
        {
            string last = log.EventsOf(customer)[^1].Item.Value;
            string next = $"i{(int.Parse(last.AsSpan(1), CultureInfo.InvariantCulture) + 1) % 40:00}";
            right += model.Recommend(model.Customers[customer], 1)[0].Item.Value == next ? 1 : 0;
        }

        Assert.InRange(right, .95 * model.Customers.Count, model.Customers.Count);
    }

    /// <summary>The order of two kinds of customers tells them apart, and nothing else does.</summary>
    [Fact]
    public void Fit_Contrastive_LikeCustomersAreNearer()
    {
        Random random = new(2);
        EventLog log = EventLog.From(Enumerable.Range(0, 60).SelectMany(customer => Enumerable.Range(0, 12).Select(place =>
            Samples.Event($"{(customer % 2 == 0 ? "even" : "odd")}{customer}", place, (random.Next(6) * 2) + (customer % 2)))));
        Beha2VecOptions contrastive = Samples.OfPaths with { ItemWeight = 0, TypeWeight = 0, GapWeight = 0, ContrastiveWeight = 1 };
        Beha2VecModel model = Samples.Fit(contrastive, log);

        int right = 0;
        for (int customer = 0; customer < 60; customer++)
        {
            float[] own = model.Embeddings.Row(customer).ToArray();
            int nearest = Enumerable.Range(0, 60).Where(other => other != customer)
                .MinBy(other => own.Zip(model.Embeddings.Row(other).ToArray(), (a, b) => (a - b) * (a - b)).Sum());
            right += model.Customers[nearest].Value[0] == model.Customers[customer].Value[0] ? 1 : 0;
        }

        Assert.InRange(right, 55, 60);
    }

    [Theory]
    [InlineData(1, 0, "80a6fe263fb18ade")]
    [InlineData(2, 0, "80a6fe263fb18ade")]
    [InlineData(7, 0, "80a6fe263fb18ade")]
    [InlineData(1, .5, "0700e71124110c96")]
    [InlineData(2, .5, "0700e71124110c96")]
    [InlineData(7, .5, "0700e71124110c96")]
    public void Fit_AnyThreads_SameBytesOnEveryMachine(int threads, double masked, string expected)
    {
        Beha2VecOptions options = Samples.Small with
        {
            ContrastiveWeight = .2,
            Negatives = 5,
            NegativePower = .5,
            MaskedWeight = masked,
            Threads = threads,
        };

        string hash = Convert.ToHexStringLower(SHA256.HashData(Samples.Bytes(Samples.Fit(options))));

        Assert.Equal(expected, hash[..16]);
    }

    /// <summary>Killed in the midst of an epoch and begun again, it comes to the same bytes, and the checkpoint is gone.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(.5)]
    public void Fit_CancelledAndBegunAgain_SameBytes(double masked)
    {
        string checkpoint = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.checkpoint");
        Beha2VecOptions options = Samples.Small with
        {
            MaxEpochs = 6,
            BatchSize = 2,
            Patience = 6,
            ContrastiveWeight = .1,
            MaskedWeight = masked,
        };
        byte[] whole = Samples.Bytes(Samples.Fit(options));
        EventSequences sequences = EventSequences.From(Samples.Shop());
        using CancellationTokenSource cancel = new();
        int told = 0;
        Told progress = new(() =>
        {
            if (++told == 3) cancel.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(
            () => new Beha2VecTrainer(options with { Checkpoint = checkpoint }).Fit(sequences, progress, cancel.Token));
        Assert.True(File.Exists(checkpoint));
        Beha2VecModel resumed = new Beha2VecTrainer(options with { Checkpoint = checkpoint })
            .Fit(sequences, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(whole, Samples.Bytes(resumed));
        Assert.False(File.Exists(checkpoint));
    }

    /// <summary>Held-out events must not reach the weights: another last item of theirs changes nothing.</summary>
    [Fact]
    public void Fit_LastEventsOfHeldOutCustomersChange_SameItemWeights()
    {
        EventLog log = Samples.Circle();
        BehaviorExamples examples = new(EventSequences.From(log), 20, 10, Samples.OfPaths.Seed);
        Assert.Equal(10, examples.HeldOut.Length);
        HashSet<CustomerId> heldOut = [.. examples.HeldOut.Select(row => log.Customers[row])];
        EventLog changed = EventLog.From(log.Customers.SelectMany(customer =>
        {
            ShopEvent[] own = [.. log.Events().Where(e => e.Customer == customer)];
            if (heldOut.Contains(customer)) own[^1] = own[^1] with { Item = new ItemId("i03") };
            return own;
        }));
        Beha2VecOptions options = Samples.OfPaths with { MaxEpochs = 1, ValidationCustomers = 10 };

        Assert.Equal(Samples.Fit(options, log).Report.Series[0].Values, Samples.Fit(options, changed).Report.Series[0].Values);
    }

    [Fact]
    public void Fit_Nobody_RecommendsNothing()
    {
        Beha2VecModel model = Samples.Fit(log: EventLog.From([]));
        Assert.Empty(model.Recommend(default, 3));
        Assert.Equal(0, model.Report.Iterations);
    }

    [Theory]
    [InlineData(10, 2, "Dimensions")]
    [InlineData(12, 4, "Heads")]
    public void Trainer_DimensionsThatHeadsCantShare_Throws(int dimensions, int heads, string named) =>
        Assert.Contains(named, Assert.Throws<ArgumentException>(
            () => new Beha2VecTrainer(new() { Dimensions = dimensions, Heads = heads })).Message);

    private sealed class Told(Action act) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => act();
    }
}
