using Personalization.Core;
using Personalization.Neural;
using Personalization.Numerics;

namespace Personalization.Beha2Vec.Tests;

public sealed class MaskedLossTests
{
    private const double Share = .3;
    private const float Step = 1e-2f;

    private static readonly Beha2VecOptions s_alone = new()
    {
        Dimensions = 4,
        Blocks = 2,
        Heads = 1,
        InnerWidth = 6,
        Window = 3,
        MaxLength = 8,
        Dropout = 0,
        ItemLoss = BehaviorItemLoss.Softmax,
        ItemWeight = 0,
        TypeWeight = 0,
        GapWeight = 0,
        MaskedWeight = 1,
        MaskedShare = .4,
        ValidationCustomers = 0,
    };

    [Fact]
    public void AddSequence_ManySequences_MasksTheShareAndAtLeastOneOfKnownItems()
    {
        RandomStream random = new(1, "masked");
        BehaviorWorkspace sequences = Workspace();
        int masked = 0, known = 0;
        for (int round = 0; round < 400; round++)
        {
            BehaviorToken[] events = [.. Enumerable.Range(0, 20).Select(i => new BehaviorToken(1, i % 4, 2, 3, 1, 1, i))];
            sequences.Clear();
            MaskedLoss.AddSequence(sequences, events, Share, random);

            int own = 0;
            for (int i = 0; i < events.Length; i++)
            {
                bool isMasked = sequences.Tokens[i].IsMask;
                Assert.Equal(isMasked ? BehaviorToken.Mask : events[i], sequences.Tokens[i]);
                Assert.Equal(isMasked ? events[i] : default, sequences.Targets[i]);
                Assert.False(isMasked && events[i].Item == 0);
                own += isMasked ? 1 : 0;
            }

            Assert.True(own > 0);
            (masked, known) = (masked + own, known + 15);
        }

        // Beside the share, the one of fifteen that always is: .3 + .7 / 15.
        Assert.Equal(Share + ((1 - Share) / 15), masked / (double)known, .02);
    }

    [Fact]
    public void AddSequence_ManyRounds_MasksEveryPlaceAsOften()
    {
        RandomStream random = new(1, "masked");
        BehaviorWorkspace sequences = Workspace();
        BehaviorToken[] events = [.. Enumerable.Range(1, 5).Select(item => new BehaviorToken(0, item, 0, 0, 0, 0, 0))];
        int[] counts = new int[5];
        for (int round = 0; round < 4_000; round++)
        {
            sequences.Clear();
            MaskedLoss.AddSequence(sequences, events, .01, random);
            for (int i = 0; i < 5; i++) counts[i] += sequences.Tokens[i].IsMask ? 1 : 0;
        }

        Assert.All(counts, count => Assert.InRange(count, 720, 960));
    }

    [Fact]
    public void AddSequence_NoKnownItem_AddsNothing()
    {
        BehaviorWorkspace sequences = Workspace();
        MaskedLoss.AddSequence(sequences, [default, new(1, 0, 1, 1, 1, 1, 1)], Share, new RandomStream(1, "masked"));
        Assert.Equal(0, sequences.SequenceCount);
    }

    /// <summary>What was masked isn't seen: another event in its place leaves all that is said of it as it was, to the bit.</summary>
    [Theory]
    [InlineData(BehaviorPositions.Rotary)]
    [InlineData(BehaviorPositions.Alibi)]
    [InlineData(BehaviorPositions.Learned)]
    public void Forward_OtherEventsBehindTheMasks_SameStates(BehaviorPositions positions)
    {
        BehaviorNetwork network = Network(s_alone with { Positions = positions });
        BehaviorToken[] events = [.. Enumerable.Range(1, 8).Select(item => new BehaviorToken(1, item, 1, 1, 1, 1, item))];
        BehaviorWorkspace sequences = Forward(events);
        float[] before = sequences.Output.Memory.ToArray();
        int[] masked = [.. Enumerable.Range(0, 8).Where(row => sequences.Tokens[row].IsMask)];
        Assert.InRange(masked.Length, 1, 6);

        foreach (int row in masked) events[row] = new BehaviorToken(2, 9, 2, 2, 2, 2, 0);
        Assert.Equal(before, Forward(events).Output.Memory.ToArray());

        // What isn't masked is seen by whoever stands near enough, before it too.
        int open = Enumerable.Range(0, 8).Last(row => !masked.Contains(row));
        events[open] = events[open] with { Item = 9 };
        BehaviorWorkspace other = Forward(events);
        Assert.NotEqual(before[((open - 1) * 4)..(open * 4)], other.Output.Row(open - 1).ToArray());

        BehaviorWorkspace Forward(BehaviorToken[] given)
        {
            BehaviorWorkspace workspace = network.CreateWorkspace(bothWays: true);
            MaskedLoss.AddSequence(workspace, given, Share, new RandomStream(3, "masked"));
            network.Forward(workspace);
            return workspace;
        }
    }

    /// <summary>Every parameter of the network, against differences of the loss itself.</summary>
    [Theory]
    [InlineData(BehaviorPositions.Rotary, true)]
    [InlineData(BehaviorPositions.Alibi, true)]
    [InlineData(BehaviorPositions.Learned, true)]
    [InlineData(BehaviorPositions.Rotary, false)]
    public void Accumulate_AloneOrBesideOthers_AsFiniteDifferences(BehaviorPositions positions, bool alone)
    {
        Beha2VecOptions options = s_alone with { Positions = positions };
        if (!alone) options = options with { ItemWeight = .5, TypeWeight = .3, GapWeight = .2, MaskedWeight = .7 };
        BehaviorTask task = new(options, new BehaviorExamples(EventSequences.From(Samples.Shop(4, 40)), 8, 0, 1));
        foreach (Parameter parameter in task.Parameters) parameter.FillNormal(5, .3);
        BehaviorChunk chunk = task.CreateWorkspace(4);
        Gradients gradients = new(task.Parameters);
        task.BeginEpoch(0);
        Loss(gradients);

        RandomStream random = new(1, "which");
        foreach (Parameter parameter in task.Parameters)
        {
            for (int draw = 0; draw < 6; draw++)
            {
                int place = random.NextInt32(parameter.Count);
                float value = parameter.Values.Values[place];
                parameter.Values.Values[place] = value + Step;
                double above = Loss(new(task.Parameters));
                parameter.Values.Values[place] = value - Step;
                double slope = (above - Loss(new(task.Parameters))) / (2 * Step);
                parameter.Values.Values[place] = value;
                Assert.Equal(slope, gradients.Of(parameter).Values[place], 2e-3 * (1 + Math.Abs(slope)));
            }
        }

        Assert.Contains(task.Parameters, parameter => parameter.Name == "mask_embedding.weight");
        Assert.NotEqual(0, gradients.Of(task.Parameters.Single(p => p.Name == "mask_embedding.weight")).Values.ToArray().Sum(Math.Abs));

        double Loss(Gradients where)
        {
            task.Prepare(chunk, 0, task.ExampleCount, 1);
            task.BeginStep();
            return task.Accumulate(chunk, 0, task.ExampleCount, 1, 1, where);
        }
    }

    [Fact]
    public void Network_WithoutAWeight_HasNoMask() =>
        Assert.DoesNotContain(Network(s_alone with { MaskedWeight = 0 }).Parameters, p => p.Name == "mask_embedding.weight");

    private static BehaviorWorkspace Workspace() => Network(s_alone).CreateWorkspace(bothWays: true);

    private static BehaviorNetwork Network(Beha2VecOptions options)
    {
        BehaviorNetwork network = new(new BehaviorShape(3, 12, 3, 3, 3), options);
        foreach (Parameter parameter in network.Parameters) parameter.FillNormal(5, .3);
        return network;
    }
}
