// An application outside the repository, on the packed packages: the first lines of the README.
using Personalization;
using Personalization.Core;
using Personalization.Simulation;

EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 200, Seed = 1 }).Log;
PersonalizationResult result = new PersonalizationPipeline(new() { Budget = 500m, Seed = 1 }).Run(log);
result.Save("out");

Console.WriteLine(
    $"{result.Rfm.Count} customers, {result.Offers.Total.Offers} offers for {result.Offers.BudgetUsed} of {result.Offers.Budget}");
return File.Exists(Path.Combine("out", PersonalizationFiles.Report)) && result.Offers.BudgetUsed <= 500m ? 0 : 1;
