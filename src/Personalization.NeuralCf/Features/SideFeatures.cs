using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// What is known of customers and items beside their ids. The network adds a linear function of it to each vector (as LightFM, Kula 2015),
/// and leaves ids out of some examples (<see cref="NeuralCfOptions.IdDropout"/>, as DropoutNet, Volkovs et al. 2017), so that somebody
/// new gets a list from the features alone: see <see cref="NeuralCfModel.WithCustomers"/> and <see cref="NeuralCfModel.WithItems"/>.
/// Immutable.
/// </summary>
public sealed record SideFeatures
{
    /// <summary>Features of every customer of the data, and of others perhaps; scaled if they should be. Default null: none.</summary>
    public FeatureTable? Customers { get; init; }

    /// <summary>Features of every item of the data, and of others perhaps. Default null: none.</summary>
    public ItemFeatures? Items { get; init; }

    /// <summary>The features of some customers, row by row; null where there are none.</summary>
    /// <exception cref="ArgumentException">One of them has none.</exception>
    internal Matrix? Of(IdIndex<CustomerId> customers) =>
        Customers is null ? null : Rows(Customers.Values, customers.RowsIn(Customers.Customers), row => $"customer '{customers[row]}'");

    /// <inheritdoc cref="Of(IdIndex{CustomerId})"/>
    internal Matrix? Of(IdIndex<ItemId> items) =>
        Items is null ? null : Rows(Items.Values, items.RowsIn(Items.Items), row => $"item '{items[row]}'");

    private static Matrix? Rows(MatrixView features, int[] rows, Func<int, string> name)
    {
        if (features.Columns == 0) return null;
        Matrix chosen = new(rows.Length, features.Columns);
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] < 0)
            {
                throw new ArgumentException(
                    $"The features lack {name(row)}, which the data has; give features of every one.", nameof(features));
            }

            features.Row(rows[row]).CopyTo(chosen.Row(row));
        }

        return chosen;
    }
}
