using Microsoft.ML;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.MicrosoftML.Tests;

/// <summary>The code of docs/how-to/come-from-ml-net.md and docs/models/boosted-trees.md.</summary>
public sealed class ComeFromMLNetSnippets
{
    private static readonly EventLog Log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 400, Seed = 1 }).Log;

    [Fact]
    public void Data_AsAView()
    {
        EventLog log = Log;

        CustomerTable customers = RfmTable.From(log).ToCustomerTable();
        IDataView table = customers.ToDataView();                               // a row a customer
        IDataView events = log.ToDataView();                                    // a row an event, names as keys
        IDataView ratings = InteractionMatrix.From(log).ToDataView();           // customer, item, value

        Assert.Equal(customers.Count, table.GetRowCount());
        Assert.Equal(log.EventCount, events.GetRowCount());
        Assert.True(ratings.GetRowCount() > 0);
    }

    [Fact]
    public void Pipeline_AsATrainer()
    {
        TransformerProbabilityTrainer trainer = new("ml-net", context => context.Transforms
            .Concatenate("numbers", "recency_days", "frequency", "monetary")
            .Append(context.Transforms.FitClusters(
                "cluster", features => new KMeansTrainer(new() { ClusterCount = 4 }).Fit(features.Standardize()), "numbers"))
            .Append(context.Transforms.Conversion.MapKeyToVector("clusters", "cluster"))
            .Append(context.Transforms.Concatenate("Features", "numbers", "clusters"))
            .Append(context.BinaryClassification.Trainers.FastTree()));
        ChurnStepOptions options = new() { Trainer = trainer, Columns = ["recency_days", "frequency", "monetary"] };
        PipelineSteps steps = PipelineSteps.Empty
            .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new ChurnStep(options));
        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run(Log);

        Assert.IsType<TransformerProbabilityModel>(result.Churn.Model);
    }

    [Fact]
    public void BoostedTrees_AsATrainer()
    {
        ChurnStepOptions options = new() { Trainer = new FastTreeBoostedTreesTrainer(new() { Leaves = 8 }) };
        PipelineSteps steps = PipelineSteps.Empty
            .Add(new ReadStep()).Add(new OrdersStep()).Add(new RfmStep()).Add(new ChurnStep(options));
        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run(Log);

        Assert.Equal("fast-tree", result.Churn.Validation?.Model);
    }
}
