namespace Personalization.Core;

/// <summary>What can be done with any <see cref="IClusterModel"/>.</summary>
public static class ClusterModelExtensions
{
    /// <summary>The cluster of each customer: columns are encoded and scaled as those of the training data were.</summary>
    /// <param name="model">The model.</param>
    /// <param name="customers">Customers with the columns that the model was fitted to.</param>
    /// <exception cref="ArgumentException">A column lacks or is of another kind, or a cell is missing that nothing stands for.</exception>
    public static int[] Predict(this IClusterModel model, CustomerTable customers)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Predict((model.Scaling.Encoding ?? FeatureEncoding.Plain(model.FeatureNames)).Apply(customers));
    }
}
