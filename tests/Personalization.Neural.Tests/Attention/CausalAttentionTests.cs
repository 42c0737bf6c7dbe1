using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Personalization.Numerics;
using Personalization.TestKit;

namespace Personalization.Neural.Tests;

public sealed class CausalAttentionTests
{
    public static TheoryData<RelativePositions> Positions => [.. Enum.GetValues<RelativePositions>()];

    /// <summary>Each kind of position, looking back only and both ways.</summary>
    public static MatrixTheoryData<RelativePositions, bool> PositionsAndWays => new(Enum.GetValues<RelativePositions>(), [false, true]);

    /// <summary>One head of two columns: the second row's scores are 0 and √2 · ln 3 / √2, so its probabilities ¼ and ¾.</summary>
    [Fact]
    public void Forward_TwoRows_ByHand()
    {
        float score = (float)(Math.Sqrt(2) * Math.Log(3));
        Matrix projections = Matrix.FromRows([7, 7, 0, 0, 4, 8], [1, 0, score, 5, 8, 16]), output = new(2, 2);
        CausalAttention layer = new("attention", 2, 1, new() { Heads = 1 });

        layer.Forward(projections, [0, 2], output, layer.CreateWorkspace());

        Numbers.Near([4, 8, 7, 14], output.Values, 1e-6);
    }

    [Theory]
    [MemberData(nameof(PositionsAndWays))]
    public void ForwardAndBackward_RandomShapes_AsPlainDoublePrecision(RelativePositions positions, bool bothWays) =>
        Properties.HoldForSeeds(20, seed =>
    {
        AttentionCase given = new((ulong)seed, positions, bothWays: bothWays);
        if (positions == RelativePositions.Alibi && given.Options.Heads == 3) return; // the plain one knows powers of two
        PlainAttention plain = new(given.Layer.Dimensions, given.Options, given.Starts);
        double[] projections = Numbers.Doubles(given.Projections.Values);

        (Matrix output, Matrix gradient) = given.Train();

        Numbers.Near(plain.Forward(projections), output.Values, 2e-6);
        Numbers.Near(plain.Backward(projections, Numbers.Doubles(given.OutputGradient.Values)), gradient.Values, 1e-5);
        Assert.Equal(output.Values.ToArray(), given.Forward().Values.ToArray());
    });

    [Theory]
    [MemberData(nameof(PositionsAndWays))]
    public void Backward_SmallShapes_AsFiniteDifferences(RelativePositions positions, bool bothWays) => Properties.HoldForSeeds(10, seed =>
    {
        AttentionCase given = new((ulong)seed, positions, longest: 5, bothWays: bothWays);
        if (positions == RelativePositions.Alibi && given.Options.Heads == 3) return;
        PlainAttention plain = new(given.Layer.Dimensions, given.Options, given.Starts);
        double[] slope = Numbers.Doubles(given.OutputGradient.Values);

        double[] expected = Numbers.Slopes(
            Numbers.Doubles(given.Projections.Values), at => plain.Forward(at).Zip(slope, (left, right) => left * right).Sum());

        Numbers.Near(expected, given.Train().Gradient.Values, 1e-4);
    });

    [Theory]
    [MemberData(nameof(PositionsAndWays))]
    public void Forward_Packed_SameBitsAsOneSequenceAtATime(RelativePositions positions, bool bothWays) =>
        Properties.HoldForSeeds(20, seed =>
    {
        AttentionCase given = new((ulong)seed, positions, bothWays: bothWays);
        Matrix together = given.Forward();
        AttentionWorkspace workspace = given.Layer.CreateWorkspace();
        for (int i = 1; i < given.Starts.Length; i++)
        {
            int start = given.Starts[i - 1], length = given.Starts[i] - start;
            Matrix alone = new(length, given.Layer.Dimensions);

            given.Layer.Forward(given.Projections.View.Slice(start, length), [0, length], alone, workspace);

            Assert.Equal(together.View.Slice(start, length).ToMatrix().Values.ToArray(), alone.Values.ToArray());
        }
    });

    [Fact]
    public void Forward_LaterRowsAndRowsBeyondTheWindow_ChangeNothing()
    {
        RandomStream random = new(1, "attention");
        CausalAttention layer = new("attention", 8, 1, new() { Window = 10 });
        Matrix projections = Numbers.Normal(random, 90, 24), output = new(90, 8), other = new(90, 8);
        layer.Forward(projections, [0, 90], output, layer.CreateWorkspace());
        foreach (ref float value in projections.Values[..(40 * 24)]) value += 3;
        foreach (ref float value in projections.Values[(60 * 24)..]) value -= 3;

        layer.Forward(projections, [0, 90], other, layer.CreateWorkspace());

        // Row 49 is the first whose ten rows begin behind the changed ones.
        Assert.Equal(output.Values[(49 * 8)..(60 * 8)].ToArray(), other.Values[(49 * 8)..(60 * 8)].ToArray());
        for (int row = 40; row < 49; row++) Assert.NotEqual(output.Row(row).ToArray(), other.Row(row).ToArray());
    }

    [Fact]
    public void Forward_WindowOfOne_ValuesThemselves()
    {
        CausalAttention layer = new("attention", 6, 1, new() { Window = 1 });
        Matrix projections = Numbers.Normal(new RandomStream(1, "attention"), 50, 18), output = new(50, 6);

        layer.Forward(projections, [0, 50], output, layer.CreateWorkspace());

        for (int row = 0; row < 50; row++) Assert.Equal(projections.Row(row)[12..].ToArray(), output.Row(row).ToArray());
    }

    [Fact]
    public void Forward_HugeScores_Finite()
    {
        CausalAttention layer = new("attention", 4, 1);
        Matrix projections = Numbers.Normal(new RandomStream(1, "attention"), 30, 12, 1e4), output = new(30, 4);

        layer.Forward(projections, [0, 30], output, layer.CreateWorkspace());

        Assert.All(output.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>Rows further on in a sequence, with the same window behind them, come out the same at other positions.</summary>
    [Fact]
    public void Forward_RotaryRowsMoved_DependsOnDistanceAlone()
    {
        RandomStream random = new(1, "rotary");
        CausalAttention layer = new("attention", 16, 1, new() { Window = 8, Positions = RelativePositions.Rotary });
        Matrix rows = Numbers.Normal(random, 20, 48), moved = Numbers.Normal(random, 520, 48), output = new(20, 16), far = new(520, 16);
        rows.Values.CopyTo(moved.Values[(500 * 48)..]);

        layer.Forward(rows, [0, 20], output, layer.CreateWorkspace());
        layer.Forward(moved, [0, 520], far, layer.CreateWorkspace());

        Numbers.Near(Numbers.Doubles(output.Values[(7 * 16)..]), far.Values[(507 * 16)..], 5e-5);
    }

    [Fact]
    public void SineAndCosine_AnglesUpToAMillion_AsTheLibrary()
    {
        RandomStream random = new(1, "angles");
        for (int i = 0; i < 100_000; i++)
        {
            double angle = i < 100 ? i * Math.PI / 8 : random.NextDouble() * Math.Pow(10, random.NextDouble() * 6);
            (double sine, double cosine) = RotaryAngles.SineAndCosine(angle);
            Assert.Equal(Math.Sin(angle), sine, 4e-16);
            Assert.Equal(Math.Cos(angle), cosine, 4e-16);
        }
    }

    [Theory]
    [InlineData(1, new[] { 1f / 256 })]
    [InlineData(4, new[] { 1f / 4, 1f / 16, 1f / 64, 1f / 256 })]
    [InlineData(3, new[] { 1f / 16, 1f / 256, 1f / 4 })]
    public void Alibi_Heads_SlopesOfThePaper(int heads, float[] expected) => Assert.Equal(expected, AlibiSlopes.Of(heads));

    [Fact]
    public void Alibi_SixteenHeads_PowersOfRootHalf() =>
        Numbers.Near([.. Enumerable.Range(1, 16).Select(k => Math.Pow(2, -.5 * k))], AlibiSlopes.Of(16), 1e-7);

    [Theory]
    [MemberData(nameof(PositionsAndWays))]
    public void ForwardAndBackward_AnyWidth_SameBits(RelativePositions positions, bool bothWays) => Properties.HoldForSeeds(8, seed =>
    {
        AttentionCase given = new((ulong)seed, positions, dropout: .3, bothWays: bothWays);
        (Matrix output, Matrix gradient) = given.Train(new AttentionWorkspace(given.Layer) { Width = LaneWidth.Scalar });
        foreach (LaneWidth width in Enum.GetValues<LaneWidth>())
        {
            (Matrix other, Matrix otherGradient) = given.Train(new AttentionWorkspace(given.Layer) { Width = width });
            Assert.Equal(output.Values.ToArray(), other.Values.ToArray());
            Assert.Equal(gradient.Values.ToArray(), otherGradient.Values.ToArray());
        }
    });

    /// <summary>Written down, as <c>Run_AnyThreads_SameBytesOnEveryMachine</c> is.</summary>
    [Theory]
    [InlineData(RelativePositions.None, false, "bcebf8e96ec385e4")]
    [InlineData(RelativePositions.Rotary, false, "3c4a7ca014db1424")]
    [InlineData(RelativePositions.Alibi, false, "bce1b5243c93c80b")]
    [InlineData(RelativePositions.None, true, "8145541717ea813d")]
    [InlineData(RelativePositions.Rotary, true, "9c74ce2d7926591a")]
    [InlineData(RelativePositions.Alibi, true, "d02ab431a7c5cc06")]
    public void ForwardAndBackward_FixedRows_SameBytesOnEveryMachine(RelativePositions positions, bool bothWays, string expected)
    {
        RandomStream random = new(1, "fixed");
        Matrix projections = Numbers.Uniform(random, 200, 96), slope = Numbers.Uniform(random, 200, 32);
        Matrix output = new(200, 32), gradient = new(200, 96);
        AttentionOptions options = new() { Window = bothWays ? 45 : 90, Positions = positions, Dropout = .1, BothWays = bothWays };
        CausalAttention layer = new("attention", 32, 1, options);
        AttentionWorkspace workspace = layer.CreateWorkspace();

        layer.Forward(projections, [0, 150, 200], output, workspace, 1);
        layer.Backward(projections, [0, 150, 200], output, slope, gradient, workspace, 1);

        byte[] hash = SHA256.HashData(MemoryMarshal.AsBytes([.. output.Values, .. gradient.Values]));
        Assert.Equal(expected, Convert.ToHexStringLower(hash)[..16]);
    }

    /// <summary>The loss is linear in values, so that dropped probabilities can be read off values that are unit vectors.</summary>
    [Fact]
    public void Forward_Dropout_ProbabilitiesDroppedAndScaled()
    {
        CausalAttention layer = new("attention", 64, 5, new() { Heads = 1, Dropout = .25 });
        Matrix projections = new(64, 192), output = new(64, 64);
        for (int row = 0; row < 64; row++) projections[row, 128 + row] = 1;

        layer.Forward(projections, [0, 64], output, layer.CreateWorkspace(), 1);

        int dropped = 0;
        for (int row = 0; row < 64; row++)
        {
            for (int key = 0; key <= row; key++)
            {
                if (output[row, key] == 0) dropped++;
                else Assert.Equal(1 / .75 / (row + 1), output[row, key], 1e-6);
            }
        }

        Assert.Equal(.25, dropped / (64 * 65 / 2.0), .03);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Backward_Dropout_AsDifferencesOfForwardWithTheSameDraws(bool bothWays)
    {
        AttentionCase given = new(4, RelativePositions.Rotary, longest: 6, dropout: .4, bothWays: bothWays);
        Matrix gradient = given.Train(step: 9).Gradient;
        double Loss() => given.Forward(step: 9).Values.ToArray().Zip(given.OutputGradient.Values.ToArray(), (y, s) => (double)y * s).Sum();
        double[] expected = new double[gradient.Values.Length];
        for (int i = 0; i < expected.Length; i++)
        {
            ref float value = ref given.Projections.Values[i];
            float before = value;
            value = before + .01f;
            double above = Loss();
            value = before - .01f;
            expected[i] = (above - Loss()) / .02;
            value = before;
        }

        Numbers.Near(expected, gradient.Values, 2e-3);
        Assert.NotEqual(given.Forward(step: 9).Values.ToArray(), given.Forward(step: 10).Values.ToArray());
    }

    [Fact]
    public void Forward_InChunks_DrawsAsTheWhole()
    {
        AttentionCase given = new(7, RelativePositions.None, dropout: .4);
        int[] starts = given.Starts;
        Matrix whole = given.Forward(step: 2), rest = new(starts[^1] - starts[1], given.Layer.Dimensions);

        given.Layer.Forward(
            given.Projections.View.Slice(starts[1], rest.Rows), [.. starts[1..].Select(start => start - starts[1])], rest,
            given.Layer.CreateWorkspace(), 2, 3 + starts[1]);

        Assert.Equal(whole.Values[(starts[1] * rest.Columns)..].ToArray(), rest.Values.ToArray());
    }

    [Theory]
    [MemberData(nameof(Positions))]
    public void Step_RowAfterRow_SameBitsAsForward(RelativePositions positions) => Properties.HoldForSeeds(20, seed =>
    {
        AttentionCase given = new((ulong)seed, positions);
        Matrix expected = given.Forward();
        AttentionCache cache = given.Layer.CreateCache(given.Options.Window is null ? 70 : null);
        float[] output = new float[given.Layer.Dimensions];
        for (int i = 1; i < given.Starts.Length; i++)
        {
            cache.Clear();
            for (int row = given.Starts[i - 1]; row < given.Starts[i]; row++)
            {
                given.Layer.Step(given.Projections.Row(row), cache, output);
                Assert.Equal(expected.Row(row).ToArray(), output);
            }
        }
    });

    [Fact]
    public void Step_SmallerMemoryThanSequence_AsAWindow()
    {
        CausalAttention layer = new("attention", 8, 1), windowed = new("attention", 8, 1, new() { Window = 9 });
        Matrix projections = Numbers.Normal(new RandomStream(1, "attention"), 40, 24), expected = new(40, 8), output = new(40, 8);
        AttentionCache cache = layer.CreateCache(9);

        windowed.Forward(projections, [0, 40], expected, windowed.CreateWorkspace());
        for (int row = 0; row < 40; row++) layer.Step(projections.Row(row), cache, output.Row(row));

        Assert.Equal(expected.Values.ToArray(), output.Values.ToArray());
        Assert.Equal(40, cache.Count);
    }

    [Fact]
    public void Backward_NothingKept_SaysSo()
    {
        AttentionCase given = new(1, RelativePositions.None);
        AttentionWorkspace workspace = given.Layer.CreateWorkspace();
        Matrix output = given.Forward(workspace), gradient = new(output.Rows, 3 * output.Columns);

        string message = Assert.Throws<ArgumentException>(() => given.Layer.Backward(
            given.Projections, given.Starts, output, given.OutputGradient, gradient, workspace, 1)).Message;

        Assert.Contains("keeps no forward pass in training", message, StringComparison.Ordinal);
        Assert.Contains("another layer", Assert.Throws<ArgumentException>(
            () => given.Forward(new CausalAttention("a", 4, 1).CreateWorkspace())).Message);
    }

    [Fact]
    public void ForwardBackwardAndStep_SteadyState_AllocateNothing()
    {
        AttentionCase given = new(3, RelativePositions.Rotary, dropout: .2);
        AttentionWorkspace workspace = given.Layer.CreateWorkspace();
        AttentionCache cache = new(given.Layer, 9);
        (Matrix output, Matrix gradient) = given.Train(workspace);
        long before = 0;
        for (int pass = 0; pass < 2; pass++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            given.Layer.Forward(given.Projections, given.Starts, output, workspace, 1);
            given.Layer.Backward(given.Projections, given.Starts, output, given.OutputGradient, gradient, workspace, 1);
            for (int row = 0; row < 20; row++) given.Layer.Step(given.Projections.Row(0), cache, output.Row(0));
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void CountProbabilities_TwoSequences_WhatRowsSee()
    {
        Assert.Equal(2 * (1 + 2 + 3 + 1 + 2), new CausalAttention("a", 4, 1).CountProbabilities([0, 3, 3, 5]));
        Assert.Equal(2 * (1 + 2 + 2 + 1 + 2), new CausalAttention("a", 4, 1, new() { Window = 2 }).CountProbabilities([0, 3, 3, 5]));
    }

    [Fact]
    public void NewOrForward_WhatDoesNotFit_SaysWhy()
    {
        CausalAttention layer = new("attention", 4, 1);
        Matrix projections = new(3, 12), output = new(3, 4);
        string Message(int[] starts) => Assert.Throws<ArgumentException>(
            () => layer.Forward(projections, starts, output, layer.CreateWorkspace())).Message;

        Assert.Contains("from 0 to the number of rows, 3", Message([0, 2]), StringComparison.Ordinal);
        Assert.Contains("from 0 to the number of rows, 3", Message([0, 2, 1, 3]), StringComparison.Ordinal);
        Assert.Contains("from 0 to the number of rows, 3", Message([]), StringComparison.Ordinal);
        Assert.Contains("multiple of 2", Assert.Throws<ArgumentException>(() => new CausalAttention("a", 5, 1)).Message);
        AttentionOptions rotary = new() { Positions = RelativePositions.Rotary };
        Assert.Contains("multiple of 4", Assert.Throws<ArgumentException>(() => new CausalAttention("a", 6, 1, rotary)).Message);
        Assert.Contains("no window", Assert.Throws<ArgumentException>(() => layer.CreateCache()).Message);
        Assert.Contains("3 × 11", Assert.Throws<ArgumentException>(
            () => layer.Forward(new Matrix(3, 11), [0, 3], output, layer.CreateWorkspace())).Message);
        Assert.Throws<ArgumentException>(() => layer.Step(new float[11], layer.CreateCache(2), new float[4]));
    }
}
