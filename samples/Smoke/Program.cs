// The whole job in a trimmed, self-contained program: read a file, run the pipeline, save, load the models again.
using Personalization;
using Personalization.Core;
using Personalization.Simulation;

string folder = args is [{ Length: > 0 } given, ..] ? given : Path.Combine(Path.GetTempPath(), "personalization-smoke");
Directory.CreateDirectory(folder);
string events = Path.Combine(folder, "events.csv");
using (FileStream file = File.Create(events)) JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 7 }).WriteCsv(file);

PersonalizationResult result = new PersonalizationPipeline(new() { Budget = 1_000m, Seed = 1 }).Run(events);
result.Save(folder);

ModelSet models = PersonalizationModels.Registry.LoadFolder(Path.Combine(folder, PersonalizationFiles.Models));
CustomerId customer = result.Rfm.Customers[0];
bool same = models.Get<IRecommender>(PersonalizationFiles.Recommender).Recommend(customer, 5).Select(r => r.Item)
    .SequenceEqual(result.Recommender.Recommend(customer, 5).Select(r => r.Item));
Console.WriteLine(
    $"{result.Rfm.Count} customers, {result.Offers.Total.Offers} offers, {result.Offers.BudgetUsed} of {result.Offers.Budget}; "
    + $"loaded models agree: {same}");
return same && result.Offers.BudgetUsed <= result.Offers.Budget ? 0 : 1;
