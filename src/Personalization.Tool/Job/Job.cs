using System.Globalization;
using System.Text;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Simulation;

namespace Personalization.Tool;

/// <summary>The whole job: from files, or a simulated shop, to tables, models and the report.</summary>
internal sealed class Job(Terminal terminal)
{
    private const string SimulatedTitle = "A simulated jewelry shop";

    /// <summary>Runs it and says what came of it. What the user can mend is thrown as <see cref="ToolFailure"/>.</summary>
    public void Run(JobArguments arguments, CancellationToken cancellationToken)
    {
        EventReadOptions reading = ReadSettings.From(arguments.Reading);
        using InputFiles? inputs = arguments.Files.Count == 0
            ? null
            : InputFiles.Find(arguments.Files, terminal.Input, cancellationToken);
        OffersStep offers = Offers(arguments);
        IPipelineStep[] files = [.. FileSteps(arguments)];
        MessagesStepOptions messages = Messages(arguments);
        using OutputFolder folder = OutputFolder.Prepare(arguments.Out, Read(arguments, inputs));
        ProgressLine progress = new(terminal.Error, terminal.Clock, terminal.MovesProgress);
        RememberingRead? read = inputs is null
            ? null
            : new((own, cancel) => inputs.Read(reading, own, cancel));
        try
        {
            SimulatedShop? shop = inputs is null ? Simulate(arguments, progress, cancellationToken) : null;
            if (shop is not null)
                messages = messages with { Contacts = SimulatedContacts.Simulate(shop, new() { Seed = arguments.Seed }).Contacts };
            PipelineSteps steps = Steps(read, offers, new MessagesStep(messages), files, arguments.ClustersAttributes);
            PersonalizationResult result = Compute(arguments, inputs, shop, steps, progress, cancellationToken);
            result.Save(folder.Path, arguments.Timings, cancellationToken);
            progress.Clear();
            Tell(arguments, result, folder.Path);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if ((read?.Cleaning ?? (e as EventFileException)?.Report) is not { } cleaning) throw;
            string notes = Keep(cleaning, folder.Path);
            if (!ToolFailure.IsForTheUser(e)) throw;
            throw ToolFailure.Input($"{ToolFailure.MessageOf(e)}{terminal.Error.NewLine}{notes}");
        }
        finally
        {
            progress.Clear();
        }
    }

    private PersonalizationResult Compute(
        JobArguments arguments, InputFiles? inputs, SimulatedShop? shop, PipelineSteps steps, ProgressLine progress,
        CancellationToken cancellationToken)
    {
        PersonalizationOptions options = new()
        {
            Budget = arguments.Budget,
            Seed = arguments.Seed,
            Threads = arguments.Threads,
            ReferenceDate = arguments.ReferenceDate,
            Title = inputs?.Title ?? SimulatedTitle,
        };
        PersonalizationPipeline pipeline = new(options, steps, terminal.Clock);
        return shop is null
            ? pipeline.Run(inputs!.Paths[0], progress: progress, cancellationToken: cancellationToken)
            : pipeline.Run(shop.Log, progress, cancellationToken);
    }

    private static SimulatedShop Simulate(JobArguments arguments, ProgressLine progress, CancellationToken cancellationToken) =>
        JewelryShop.Simulate(
            new() { CustomerCount = arguments.Customers, Seed = arguments.Seed, Threads = arguments.Threads }, progress, cancellationToken);

    private void Tell(JobArguments arguments, PersonalizationResult result, string folder)
    {
        if (!arguments.Json)
        {
            RunSummary.Write(terminal.Output, result, folder);
            return;
        }

        using MemoryStream summary = new();
        result.WriteSummary(summary, arguments.Timings);
        terminal.Output.WriteLine(Encoding.UTF8.GetString(summary.GetBuffer(), 0, (int)summary.Length));
        if (result.Cleaning is { } cleaning) ReadingNotes.Write(terminal.Error, cleaning);
    }

    /// <summary>What was read stands in the folder even where nothing came of it; gives what to say of it.</summary>
    private static string Keep(CleaningReport cleaning, string folder)
    {
        string path = Path.Combine(folder, PersonalizationFiles.Cleaning);
        using (FileStream file = new(path, FileMode.Create, FileAccess.Write, FileShare.Read)) cleaning.WriteJson(file);
        using StringWriter notes = new(CultureInfo.InvariantCulture);
        ReadingNotes.Write(notes, cleaning);
        notes.Write($"What was read and left out until it failed stands in {path}.");
        if (File.Exists(Path.Combine(folder, PersonalizationFiles.Report))) notes.Write(" The other files there are of an earlier run.");
        return notes.ToString();
    }

    private static PipelineSteps Steps(
        RememberingRead? read, OffersStep offers, MessagesStep messages, IPipelineStep[] files, bool clustersAttributes)
    {
        PipelineSteps steps = PipelineSteps.Default.Replace(offers).Replace(messages)
            .AddAfter<ClustersStep>(new Beha2VecStep())
            .AddAfter<RecommendationsStep>(new NeuralCfStep())
            .AddAfter<MessagesStep>(new PolicyTrialStep());
        foreach (IPipelineStep file in files) steps = steps.AddAfter<RfmStep>(file);
        if (clustersAttributes) steps = steps.AddAfter<ClustersStep>(new AttributeClustersStep());
        return read is null ? steps : steps.Replace(read);
    }

    /// <summary>Steps that join what stands beside the events.</summary>
    private static IEnumerable<IPipelineStep> FileSteps(JobArguments arguments)
    {
        if (arguments.Reviews is { } reviews)
        {
            Require(reviews, "file of reviews", "--reviews");
            yield return new SentimentStep(reviews, new NotesFileOptions { DayFirst = arguments.Reading.DayFirst });
        }

        if (arguments.CustomerFile is not { } customers) yield break;
        Require(customers, "file of customers", "--customers");
        yield return new CustomerFileStep(customers, new CustomerFileOptions
        {
            IdColumn = arguments.CustomerFileId,
            Consent = arguments.Consent,
            DayFirst = arguments.Reading.DayFirst,
            DecimalComma = arguments.Reading.DecimalComma,
            Errors = arguments.Reading.Strict ? RowErrorMode.Strict : RowErrorMode.Lenient,
        });
    }

    private static void Require(string path, string what, string flag)
    {
        if (!File.Exists(path)) throw ToolFailure.Input($"There is no {what} '{path}' ({flag}; looked for {Path.GetFullPath(path)}).");
    }

    private static OffersStep Offers(JobArguments arguments)
    {
        foreach (string path in arguments.PastOffers) Require(path, "file of earlier offers", "--past-offers");
        return new OffersStep(new OffersStepOptions
        {
            Catalogue = Catalogue(arguments.Catalogue),
            Allocation = new AllocationOptions { ControlShare = arguments.Control },
            Past = arguments.PastOffers.Count == 0 ? null : new PastOffersOptions { Files = arguments.PastOffers },
        });
    }

    private static MessagesStepOptions Messages(JobArguments arguments)
    {
        foreach (string path in arguments.Contacts) Require(path, "file of contacts", "--contacts");
        return new MessagesStepOptions { ContactFiles = arguments.Contacts, Locale = arguments.Language, Shop = arguments.Shop };
    }

    private static OfferCatalogue Catalogue(string? catalogue)
    {
        if (catalogue is null) return OfferCatalogue.Example;
        Require(catalogue, "catalogue", "--catalogue");
        try
        {
            return OfferCatalogue.Read(catalogue);
        }
        catch (OfferCatalogueException e)
        {
            throw ToolFailure.Input($"The catalogue '{catalogue}' (--catalogue) can't be used: {e.Message}");
        }
    }

    private static IEnumerable<string> Read(JobArguments arguments, InputFiles? inputs) =>
    [
        .. inputs?.Paths ?? [],
        .. from path in (string?[])[arguments.Catalogue, arguments.Reading.Layout, arguments.CustomerFile, arguments.Reviews]
           where path is not null && File.Exists(path)
           select path,
        .. arguments.PastOffers, .. arguments.Contacts,
    ];
}
