using Personalization.Core;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Beha2Vec.Tests;

public sealed class BehaviorStateTests
{
    private static readonly CustomerId Customer = new("c");

    public static TheoryData<BehaviorPositions> Positions => [.. Enum.GetValues<BehaviorPositions>()];

    /// <summary>Histories that outgrow the window many times: after each event the state is what embedding all of them says.</summary>
    [Theory]
    [MemberData(nameof(Positions))]
    public void Append_AnyHistory_EqualsEmbeddingItFromScratch(BehaviorPositions positions)
    {
        Beha2VecModel model = Samples.Fit(Samples.Small with { Positions = positions, MaxEpochs = 1 });
        Matrix whole = new(1, model.Options.Dimensions);
        int compared = 0;
        Properties.HoldForSeeds(15, seed =>
        {
            Random random = new(seed);
            ShopEvent[] events = [.. Enumerable.Range(0, 1 + random.Next(60)).Select(i => Samples.Event(random, "c", i))];
            BehaviorState state = model.Start();
            for (int i = 0; i < events.Length; i++)
            {
                bool isKey = model.Append(state, events[i]);
                Assert.Equal(events[i].Type != EventType.Exposure, isKey);
                model.Embed(EventSequences.From(EventLog.From(events[..(i + 1)]), model.Vocabulary), whole);
                for (int column = 0; column < whole.Columns; column++) Assert.Equal(whole[0, column], state.Embedding[column], 1e-5);
                compared += isKey ? 1 : 0;
            }
        });

        Assert.True(compared > 100, $"{compared} embeddings were compared");
    }

    /// <summary>Something must change with each event, or the test above says nothing.</summary>
    [Fact]
    public void Append_Event_ChangesTheEmbedding()
    {
        Beha2VecModel model = Samples.Fit();
        BehaviorState state = model.Start();
        Assert.Null(state.LastTime);
        Assert.All(state.Embedding.ToArray(), value => Assert.Equal(0, value));

        model.Append(state, new ShopEvent(Customer, Shops.Start, EventType.View) { Item = new ItemId("i01") });
        float[] first = state.Embedding.ToArray();
        model.Append(state, new ShopEvent(Customer, Shops.Start.AddMinutes(3), EventType.AddToCart) { Item = new ItemId("i01") });

        Assert.NotEqual(first, state.Embedding.ToArray());
        Assert.Equal((2, Shops.Start.AddMinutes(3)), (state.EventCount, state.LastTime));
    }

    [Fact]
    public void Append_EventEarlierThanTheLast_CountsAsOneAtTheSameTime()
    {
        Beha2VecModel model = Samples.Fit();
        BehaviorState late = model.Start(), same = model.Start();
        model.Append(late, new ShopEvent(Customer, Shops.Start, EventType.View));
        model.Append(same, new ShopEvent(Customer, Shops.Start, EventType.View));

        model.Append(late, new ShopEvent(Customer, Shops.Start.AddDays(-1), EventType.View));
        model.Append(same, new ShopEvent(Customer, Shops.Start, EventType.View));

        Assert.Equal(same.Embedding, late.Embedding);
        Assert.Equal(same.LastTime, late.LastTime);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Start_FromSequences_GoesOnAsIfItHadSeenEachEvent(BehaviorPositions positions)
    {
        EventLog log = Samples.Shop(3, 200);
        Beha2VecModel model = Samples.Fit(Samples.Small with { Positions = positions }, log);
        ShopEvent next = new(Customer, log.LastTime.AddMinutes(7), EventType.Purchase) { Item = new ItemId("i03") };
        BehaviorState live = model.Start();
        foreach (ShopEvent e in log.Events().Where(e => e.Customer == log.Customers[1])) model.Append(live, e);

        BehaviorState begun = model.Start(EventSequences.From(log, model.Vocabulary), 1);

        Assert.Equal(live.LastTime, begun.LastTime);
        for (int i = 0; i < live.Embedding.Length; i++) Assert.Equal(live.Embedding[i], begun.Embedding[i], 1e-5);
        model.Append(live, next);
        model.Append(begun, next);
        for (int i = 0; i < live.Embedding.Length; i++) Assert.Equal(live.Embedding[i], begun.Embedding[i], 1e-5);
    }

    /// <summary>A loaded model knows where its customers stand, without the log.</summary>
    [Theory]
    [MemberData(nameof(Positions))]
    public void Start_CustomerOfTheFit_IsWhereTheSequenceEnds(BehaviorPositions positions)
    {
        EventLog log = Samples.Shop(3, 200);
        Beha2VecModel model = Samples.Fit(Samples.Small with { Positions = positions }, log);
        using MemoryStream file = new();
        model.Save(file);
        Beha2VecModel loaded = Beha2VecModel.Load(new MemoryStream(file.ToArray()));

        BehaviorState state = loaded.Start(log.Customers[2]);

        BehaviorState expected = model.Start(EventSequences.From(log, model.Vocabulary), 2);
        Assert.Equal(expected.ToBytes(), state.ToBytes());
        Assert.Equal(0, loaded.Start(new CustomerId("nobody")).EventCount);
    }

    [Fact]
    public void State_AtTheDefaults_TakesLessThan32KiB()
    {
        Beha2VecModel model = Samples.Fit(new Beha2VecOptions { MaxEpochs = 1 });
        BehaviorState[] states = new BehaviorState[100];
        model.Append(model.Start(), new ShopEvent(Customer, Shops.Start, EventType.View));
        double bytes = Allocations.Of(() =>
        {
            for (int i = 0; i < states.Length; i++) states[i] = model.Start();
        });
        Assert.Equal(31_056, bytes / states.Length);
        Assert.Equal(31_008, states[0].ByteCount);
    }

    [Theory]
    [InlineData(BehaviorPositions.Rotary)]
    [InlineData(BehaviorPositions.Alibi)]
    public void Append_RelativePositions_AllocatesNothing(BehaviorPositions positions)
    {
        Beha2VecModel model = Samples.Fit(Samples.Small with { Positions = positions });
        BehaviorState state = model.Start();
        Random random = new(1);
        ShopEvent[] events = [.. Enumerable.Range(0, 200).Select(i => Samples.Event(random, "c", i))];
        foreach (ShopEvent e in events) model.Append(state, e);

        long bytes = Allocations.Of(() =>
        {
            foreach (ShopEvent e in events) model.Append(state, e);
        });
        Assert.Equal(0, bytes);
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Restore_SavedState_GoesOnToTheSameBits(BehaviorPositions positions)
    {
        Beha2VecModel model = Samples.Fit(Samples.Small with { Positions = positions });
        using MemoryStream file = new();
        model.Save(file);
        Beha2VecModel loaded = Beha2VecModel.Load(new MemoryStream(file.ToArray()));
        BehaviorState state = model.Start();
        Random random = new(2);
        for (int i = 0; i < 23; i++) model.Append(state, Samples.Event(random, "c", i));

        BehaviorState restored = loaded.Restore(state.ToBytes()), copy = state.Copy();

        for (int i = 23; i < 50; i++)
        {
            Assert.Equal((state.EventCount, state.LastTime), (restored.EventCount, restored.LastTime));
            Assert.Equal(state.Embedding, restored.Embedding);
            Assert.Equal(state.Embedding, copy.Embedding);
            ShopEvent e = Samples.Event(random, "c", i);
            model.Append(state, e);
            model.Append(copy, e);
            loaded.Append(restored, e);
        }

        Assert.Equal(state.ToBytes(), restored.ToBytes());
        restored.Clear();
        Assert.Equal(loaded.Start().ToBytes(), restored.ToBytes());
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Restore_DamagedOrForeign_ArgumentExceptionOrAStateThatWorks(BehaviorPositions positions)
    {
        Beha2VecModel model = Samples.Fit(Samples.Small with { Positions = positions }), other = Samples.Fit(
            Samples.Small with { Positions = positions, Seed = 9 });
        BehaviorState state = model.Start();
        Random random = new(2);
        for (int i = 0; i < 23; i++) model.Append(state, Samples.Event(random, "c", i));
        byte[] bytes = state.ToBytes();

        Assert.Contains("another model", Assert.Throws<ArgumentException>(() => other.Restore(bytes)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Restore(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<ArgumentException>(() => model.Restore([]));
        Assert.Throws<ArgumentException>(() => other.Append(state, Samples.Event(random, "c", 24)));
        int refused = 0;
        for (int at = 0; at < bytes.Length; at++)
        {
            byte[] altered = [.. bytes];
            altered[at] ^= 0x7f;
            try
            {
                BehaviorState restored = model.Restore(altered);
                model.Append(restored, Samples.Event(random, "c", 24));
            }
            catch (ArgumentException)
            {
                refused++;
            }
        }

        Assert.True(refused >= 16, $"{refused} refused");
    }

    [Fact]
    public async Task Append_StatesOfManyThreads_AreWhatOneThreadGives()
    {
        Beha2VecModel model = Samples.Fit();
        float[] expected = Run();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 20; i++) Assert.Equal(expected, Run());
            },
            TestContext.Current.CancellationToken)));

        float[] Run()
        {
            BehaviorState state = model.Start();
            Random random = new(4);
            for (int i = 0; i < 40; i++) model.Append(state, Samples.Event(random, "c", i));
            return state.Embedding.ToArray();
        }
    }
}
