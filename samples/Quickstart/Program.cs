using System.Globalization;
using Personalization;
using Personalization.Data;
using Personalization.Simulation;
using Quickstart;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

(QuickstartArguments arguments, string? error) = QuickstartArguments.Parse(args);
if (error is not null)
{
    Console.Error.WriteLine(error);
    return 2;
}

if (arguments.Help)
{
    Console.Out.WriteLine(QuickstartArguments.Usage);
    return 0;
}

using CancellationTokenSource cancel = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancel.Cancel();
};

ConsoleProgress progress = new();
try
{
    PersonalizationPipeline pipeline = new(
        new PersonalizationOptions
        {
            Budget = arguments.Budget,
            Seed = arguments.Seed,
            Threads = arguments.Threads,
            Title = arguments.File is null ? "A simulated jewelry shop" : Path.GetFileName(arguments.File),
        },
        PipelineSteps.Default.AddAfter<ClustersStep>(new Beha2VecStep()).AddAfter<RecommendationsStep>(new NeuralCfStep()));
    PersonalizationResult result = arguments.File is { } file
        ? pipeline.Run(
            file, new EventReadOptions { Errors = arguments.Strict ? RowErrorMode.Strict : RowErrorMode.Lenient }, progress, cancel.Token)
        : pipeline.Run(
            JewelryShop.Simulate(
                new JewelryShopOptions { CustomerCount = arguments.Customers, Seed = arguments.Seed, Threads = arguments.Threads },
                progress,
                cancel.Token).Log,
            progress,
            cancel.Token);
    result.Save(arguments.Out, arguments.Timings, cancel.Token);
    progress.Clear();
    ConsoleSummary.Write(Console.Out, result, arguments.Out);
    return 0;
}
catch (OperationCanceledException)
{
    progress.Clear();
    Console.Error.WriteLine("Cancelled. Files that were being written may be incomplete; run again to replace them.");
    return 130;
}
catch (Exception e)
    when (e is EventFileException or IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
{
    progress.Clear();
    Console.Error.WriteLine(e.Message);
    return 3;
}
