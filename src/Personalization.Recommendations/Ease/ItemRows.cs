using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Interactions item by item: each item's customers, rising, and the values beside them.</summary>
internal sealed class ItemRows
{
    private readonly int[] _offsets;
    private readonly int[] _customers;
    private readonly float[] _values;

    public ItemRows(InteractionMatrix matrix) => (_offsets, _customers, _values) = matrix.ToItemRows();

    public ReadOnlySpan<int> Customers(int item) => _customers.AsSpan(_offsets[item].._offsets[item + 1]);

    public ReadOnlySpan<float> Values(int item) => _values.AsSpan(_offsets[item].._offsets[item + 1]);
}
