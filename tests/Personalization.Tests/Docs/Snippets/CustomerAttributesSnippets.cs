using System.Globalization;
using System.Text;
using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tests;

/// <summary>The code of the pages on attributes of customers and on k-prototypes.</summary>
[Collection("current directory")]
public sealed class CustomerAttributesSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_FileOfCustomers_ProfilesAndMixedClusters()
    {
        WriteCustomers();

        PipelineSteps steps = PipelineSteps.Default
            .AddAfter<RfmStep>(new CustomerFileStep("crm.csv"))
            .AddAfter<ClustersStep>(new AttributeClustersStep());
        PersonalizationResult result = new PersonalizationPipeline(steps: steps).Run("orders.csv");
        CustomerFileJoin join = result.Get<CustomerFileFindings>().Join;
        Console.WriteLine($"{join.Matched} found, {join.InFileOnly} in the file alone, {join.InTableOnly} in the events alone");

        IReadOnlyList<AttributeProfile> profiles = AttributeProfiles.From(result.Customers, "segment", ["age", "loyalty_tier", "consent"]);
        foreach (AttributeProfile profile in profiles) Console.WriteLine($"{profile.Group}: {profile.Summary}");

        CustomerTable customers = result.Customers;
        FeatureTable mixed = MixedFeatures.From(customers, "recency_days", "monetary", "age", "loyalty_tier", "consent");
        KPrototypesModel model = new KPrototypesTrainer(new() { ClusterCount = 4 }).Fit(mixed.Log1P());
        int[] clusters = model.Predict(customers);

        Assert.Equal(model.TrainingLabels.ToArray(), clusters);
        Assert.Equal(0, join.InTableOnly);
        Assert.True(customers.TryGetColumn(AttributeClustersStep.Column, out _));
        Assert.Equal(result.Models[AttributeClustersStep.ModelName], result.Get<KPrototypesModel>());
    }

    private static void WriteCustomers()
    {
        IdIndex<CustomerId> ids = EventFile.Read("orders.csv").Log.Customers;
        StringBuilder crm = new("customer_id,age,loyalty_tier,consent\n");
        for (int row = 0; row < ids.Count; row++)
        {
            string tier = row % 3 == 0 ? "gold" : "none", consent = row % 2 == 0 ? "yes" : "no";
            crm.Append(CultureInfo.InvariantCulture, $"{ids.Values[row]},{20 + (row % 50)},{tier},{consent}\n");
        }

        File.WriteAllText("crm.csv", crm.ToString());
    }
}
