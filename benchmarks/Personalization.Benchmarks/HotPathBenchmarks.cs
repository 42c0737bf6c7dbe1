using BenchmarkDotNet.Attributes;
using Personalization.Core;
using Personalization.Recommendations;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Benchmarks;

/// <summary>The paths that run for every event or every customer, on the simulated shop.</summary>
[MemoryDiagnoser]
public class HotPathBenchmarks
{
    private EventLog _log = EventLog.From([]);
    private ShopEvent[] _events = [];
    private ItemNeighborsModel? _recommender;
    private CustomerId _customer;

    [GlobalSetup]
    public void Setup()
    {
        _log = JewelryShop.Simulate(JewelryShopOptions.ForEvents(200_000, seed: 1)).Log;
        _events = [.. _log.Events()];
        _recommender = new ItemNeighborsTrainer().Fit(_log);
        _customer = _recommender.Customers[_recommender.Customers.Count / 2];
    }

    [Benchmark]
    public EventLog BuildLog() => EventLog.From(_events);

    [Benchmark]
    public RfmTable Rfm() => RfmTable.From(_log);

    [Benchmark]
    public OrderTable Orders() => OrderTable.From(_log);

    [Benchmark]
    public ItemNeighborsModel FitNeighbors() => new ItemNeighborsTrainer().Fit(_log);

    [Benchmark]
    public IReadOnlyList<Recommendation> RecommendTen() => _recommender!.Recommend(_customer, 10);
}
