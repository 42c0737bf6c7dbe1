using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.MicrosoftML;

/// <summary>Fits clusters to the rows of a view, and assigns them.</summary>
internal sealed class ClusterEstimator(
    TransformsCatalog catalog, string output, Func<FeatureTable, IClusterModel> fit, string input) : IEstimator<ITransformer>
{
    public ITransformer Fit(IDataView view)
    {
        IClusterModel model = fit(Features(view));
        return Mapping(catalog, output, input, model.ClusterCount, sample => ClusterOf(model, sample)).Fit(view);
    }

    // Columns of a schema's shape can't be made outside of ML.NET, so a mapping that is never used makes this one.
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) =>
        Mapping(catalog, output, input, 1, static _ => -1).GetOutputSchema(inputSchema);

    public static IEstimator<ITransformer> Mapping(
        TransformsCatalog catalog, string output, string input, int clusters, Func<VBuffer<float>, int> clusterOf)
    {
        SchemaDefinition from = SchemaDefinition.Create(typeof(FeaturesCell)), to = SchemaDefinition.Create(typeof(ClusterCell));
        Name(from, nameof(FeaturesCell.Features), input, new VectorDataViewType(NumberDataViewType.Single));
        Name(to, nameof(ClusterCell.Cluster), output, new KeyDataViewType(typeof(uint), clusters));

        // A member that is a key counts from 0 and becomes a cell that counts from 1; noise, −1, becomes 0: missing.
        return catalog.CustomMapping<FeaturesCell, ClusterCell>(
            (cell, cluster) => cluster.Cluster = unchecked((uint)clusterOf(cell.Features)), null, from, to);
    }

    public static int ClusterOf(IClusterModel model, VBuffer<float> sample)
    {
        float[] values = new float[sample.Length];
        sample.CopyTo(values);
        int[] label = new int[1];
        model.Predict(model.Scaling.Apply(new MatrixView(values, 1, values.Length)), label);
        return label[0];
    }

    /// <summary>Says which column of a view a member is, and of what type.</summary>
    public static void Name(SchemaDefinition definition, string member, string column, DataViewType? type = null)
    {
        SchemaDefinition.Column own = definition[member];
        own.ColumnName = column;
        if (type is not null) own.ColumnType = type;
    }

    private FeatureTable Features(IDataView view)
    {
        DataViewSchema.Column column = view.Schema[input];
        List<float[]> rows = [];
        using (DataViewRowCursor cursor = view.GetRowCursor([column]))
        {
            ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
            VBuffer<float> cell = default;
            while (cursor.MoveNext())
            {
                getter(ref cell);
                rows.Add([.. cell.DenseValues()]);
            }
        }

        if (rows.Count == 0) throw new ArgumentException($"Column '{input}' has no rows to fit clusters to.", nameof(view));
        IdIndex<CustomerId> ids = IdIndex<CustomerId>.From(
            Enumerable.Range(0, rows.Count).Select(row => new CustomerId(row.ToString("D10", CultureInfo.InvariantCulture))));
        return FeatureTable.Create(
            ids, [.. Enumerable.Range(0, rows[0].Length).Select(at => ($"{input}[{at}]", rows.Select(row => row[at]).ToArray()))]);
    }

    private sealed class FeaturesCell
    {
        public VBuffer<float> Features { get; set; }
    }

    private sealed class ClusterCell
    {
        public uint Cluster { get; set; }
    }
}
