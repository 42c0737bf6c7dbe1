using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;

namespace Personalization.MicrosoftML;

/// <summary>
/// Our models as steps of an ML.NET pipeline. ML.NET keeps to itself how a step is written to its files, so a pipeline with one of these
/// trains, predicts and is explained, but can't be saved: where that matters, let columns of the customer table bring the same.
/// </summary>
public static class CustomerTransforms
{
    extension(TransformsCatalog catalog)
    {
        /// <summary>Clusters by a model that was fitted before, as keys: cluster 0 is key 1, noise is missing.</summary>
        /// <param name="outputColumnName">Column to write.</param>
        /// <param name="model">Assigns clusters.</param>
        /// <param name="inputColumnName">
        /// Vectors of floats with the raw features of the model, in the order of its <see cref="IClusterModel.FeatureNames"/>; they are
        /// scaled as those of the fit were.
        /// </param>
        public IEstimator<ITransformer> AssignClusters(string outputColumnName, IClusterModel model, string inputColumnName)
        {
            ArgumentNullException.ThrowIfNull(model);
            return ClusterEstimator.Mapping(
                catalog, outputColumnName, inputColumnName, model.ClusterCount, sample => ClusterEstimator.ClusterOf(model, sample));
        }

        /// <summary>Clusters that are fitted when the pipeline is, of its rows.</summary>
        /// <param name="outputColumnName">Column to write: keys, cluster 0 as key 1, noise missing.</param>
        /// <param name="fit">
        /// Fits to the features as the rows have them, such as
        /// <c>features =&gt; new KMeansTrainer().Fit(features.Log1P().Standardize())</c>.
        /// </param>
        /// <param name="inputColumnName">Vectors of floats, without missing elements.</param>
        public IEstimator<ITransformer> FitClusters(
            string outputColumnName, Func<FeatureTable, IClusterModel> fit, string inputColumnName) =>
            new ClusterEstimator(
                catalog, Guard.NotBlank(outputColumnName), fit ?? throw new ArgumentNullException(nameof(fit)),
                Guard.NotBlank(inputColumnName));

        /// <summary>
        /// A column of a customer table, such as a score, a lifetime value or an embedding, for the customer whose id a row has. Of a
        /// customer whom the table doesn't know numbers are NaN, texts empty and vectors 0.
        /// </summary>
        /// <param name="outputColumnName">Column to write: floats, texts, or vectors of floats, by the kind of the column.</param>
        /// <param name="table">Where to look.</param>
        /// <param name="column">Name of the column.</param>
        /// <param name="inputColumnName">Ids of customers as text.</param>
        /// <exception cref="ArgumentException">There is no such column, or it holds lists.</exception>
        public IEstimator<ITransformer> LookUpCustomers(
            string outputColumnName, CustomerTable table, string column, string inputColumnName = DataViews.CustomerColumnName)
        {
            ArgumentNullException.ThrowIfNull(table);
            return LookUp.Of(catalog, Guard.NotBlank(outputColumnName), table, column, Guard.NotBlank(inputColumnName));
        }
    }
}
