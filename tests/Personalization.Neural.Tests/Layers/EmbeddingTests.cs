using Personalization.Numerics;

namespace Personalization.Neural.Tests;

public sealed class EmbeddingTests
{
    [Fact]
    public void ForwardAndBackward_RepeatedId_GradientsAddUp()
    {
        Embedding layer = new("items", 5, 3, 1);
        Matrix y = new(4, 3);
        Gradients gradients = new([layer.Weight]);
        float[] before = layer.Weight.Values.Row(3).ToArray(), untouched = layer.Weight.Values.Row(0).ToArray();

        layer.Forward([3, 1, 3, 4], y);
        layer.Backward([3, 1, 3, 4], Matrix.FromRows([1, 2, 3], [4, 5, 6], [10, 20, 30], [7, 8, 9]), gradients);
        new Sgd([layer.Weight]).Step([gradients], 1);

        Assert.Equal(before, y.Row(0).ToArray());
        Assert.Equal(before, y.Row(2).ToArray());
        Assert.Equal([before[0] - 11, before[1] - 22, before[2] - 33], layer.Weight.Values.Row(3).ToArray());
        Assert.Equal(untouched, layer.Weight.Values.Row(0).ToArray());
    }

    [Fact]
    public void AddRow_BeyondTheTable_NamesItAndTheRow()
    {
        Embedding layer = new("items", 5, 3, 1);

        string message = Assert.Throws<ArgumentOutOfRangeException>(() => new Gradients([layer.Weight]).AddRow(layer.Weight, 5)).Message;

        Assert.Contains("Row 5 of 'items.weight', which has 5 rows.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SparseParameter_SaysWhatToUse()
    {
        Embedding layer = new("items", 5, 3, 1);

        string message = Assert.Throws<ArgumentException>(() => new Gradients([layer.Weight]).Of(layer.Weight)).Message;

        Assert.Contains("'items.weight' is sparse, so use AddRow", message, StringComparison.Ordinal);
    }
}
