// The whole job in a trimmed, self-contained program: read a file, run the pipeline, save, load the models again; and what the packages
// take from libraries, so that a library that doesn't survive trimming is found here.
using System.Numerics.Tensors;
using Personalization;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Simulation;

string folder = args is [{ Length: > 0 } given, ..] ? given : Path.Combine(Path.GetTempPath(), "personalization-smoke");
Directory.CreateDirectory(folder);
string events = Path.Combine(folder, "events.csv");
SimulatedShop shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 7 });
using (FileStream file = File.Create(events)) shop.WriteCsv(file);

PersonalizationResult result = new PersonalizationPipeline(new() { Budget = 1_000m, Seed = 1 }).Run(events);
result.Save(folder);
using (FileStream file = File.Create(Path.Combine(folder, "customers.json"))) result.Customers.WriteJson(file);

ModelSet models = PersonalizationModels.Registry.LoadFolder(Path.Combine(folder, PersonalizationFiles.Models));
CustomerId customer = result.Rfm.Customers[0];
bool same = models.Get<IRecommender>(PersonalizationFiles.Recommender).Recommend(customer, 5).Select(r => r.Item)
    .SequenceEqual(result.Recommender.Recommend(customer, 5).Select(r => r.Item));
bool withinBudget = result.Offers.BudgetUsed <= result.Offers.Budget;

// The edge: a model of behavior that was loaded follows a customer event by event, and goes on from bytes.
string behaviorFile = Path.Combine(folder, "behavior.safetensors");
Beha2VecOptions small = new() { Dimensions = 16, InnerWidth = 32, MaxEpochs = 1 };
new Beha2VecTrainer(small).Fit(EventSequences.From(shop.Log)).Save(behaviorFile);
Beha2VecModel behavior = Beha2VecModel.Load(behaviorFile);
BehaviorState state = behavior.Start(customer);
behavior.Append(state, new ShopEvent(customer, shop.Log.LastTime.AddHours(1), EventType.View) { Item = shop.Log.Items.IdAt(0) });
NextStep next = behavior.PredictNext(behavior.Restore(state.ToBytes()));
bool live = next.Types.Count > 0 && behavior.Recommend(customer, 5).Count == 5;

// MathNet.Numerics and System.Numerics.Tensors.
Matrix covariance = Matrix.FromRows([2, 1], [1, 2]);
ReadOnlyTensorSpan<float> tensor = covariance.AsTensorSpan();
bool eigen = Math.Abs(SymmetricEigen.Decompose(covariance).Values[^1] - 3) < 1e-6 && Matrix.From(tensor)[1, 1] == 2;

Console.WriteLine(
    $"{result.Rfm.Count} customers, {result.Offers.Total.Offers} offers, {result.Offers.BudgetUsed} of {result.Offers.Budget}; "
    + $"loaded models agree: {same}; eigenvalues: {eigen}; next: {next}");
return same && withinBudget && eigen && live ? 0 : 1;
