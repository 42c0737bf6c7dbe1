using System.Text.Json;
using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>
/// Words the offers of the plan, and chooses channel and hour of each customer's message from what customers did and from earlier contacts.
/// Stands behind <see cref="OffersStep"/>, and does nothing where no step made a plan. Finds <see cref="OfferMessages"/>.
/// </summary>
/// <param name="options">How; null: the defaults.</param>
public sealed class MessagesStep(MessagesStepOptions? options = null) : IPipelineStep
{
    private const int CheckEvery = 256;

    private readonly MessagesStepOptions _options = options ?? new MessagesStepOptions();

    /// <inheritdoc />
    public string Name => "messages";

    /// <inheritdoc />
    /// <exception cref="EventFileException">A file of contacts can't be read.</exception>
    public void Run(PipelineContext context)
    {
        if (context.Find<OfferPlan>() is not { } plan) return;
        PastContact[] contacts =
        [
            .. _options.Contacts, .. _options.ContactFiles.SelectMany(path => ContactFile.Read(path, context.CancellationToken)),
        ];
        // What is sent after the plan was made isn't known yet when a past run is made again.
        int all = contacts.Length;
        contacts = [.. contacts.Where(contact => contact.Sent < plan.IssuedAt)];
        int ofCustomers = contacts.Count(contact => context.Customers.Customers.TryGetRow(contact.Customer, out _));
        MessagePlanner planner = new(_options, plan, context.Find<EventLog>(), contacts);
        OfferDecision[] given =
            [.. plan.Decisions.SelectMany(first => first.All).Where(decision => decision.Offer is not null)];
        OfferMessage[] messages = new OfferMessage[given.Length];
        for (int i = 0; i < given.Length; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            messages[i] = planner.Of(given[i], context.CancellationToken);
            if (i % CheckEvery == 0)
                context.Progress?.Report(new FitProgress(Name, i / (double)given.Length) { Count = i, Unit = "messages" });
        }

        context.Add(new OfferMessages(messages, contacts.Length, ofCustomers, all - contacts.Length, planner.UnknownLocales));
    }

    /// <inheritdoc />
    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        if (result.Find<OfferMessages>() is { } messages) MessagesReport.Add(report, messages);
    }

    /// <inheritdoc />
    public IEnumerable<OutputFile> Files(PersonalizationResult result)
    {
        OfferMessages? messages = result.Find<OfferMessages>();
        yield return new OutputFile(
            PersonalizationFiles.Messages, messages is null ? null : stream => MessagesFile.Write(messages, stream));
    }

    /// <inheritdoc />
    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary)
    {
        if (result.Find<OfferMessages>() is not { } messages) return;
        summary.WriteStartObject("messages");
        summary.WriteNumber("count", messages.Sent);
        summary.WriteNumber("not_sent", messages.All.Count - messages.Sent);
        summary.WriteNumber("contact_cost", messages.ContactCost);
        summary.WriteNumber("contacts_learned", messages.Contacts);
        summary.WriteNumber("contacts_of_customers", messages.ContactsOfCustomers);
        summary.WriteNumber("contacts_later", messages.LaterContacts);
        summary.WriteStartObject("channels");
        foreach ((OfferChannel channel, int count) in messages.ByChannel) summary.WriteNumber(MessagesFile.NameOf(channel), count);
        summary.WriteEndObject();
        summary.WriteEndObject();
    }
}

/// <summary>What <see cref="MessagesStep"/> found.</summary>
public static class MessagesFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>How each offer is sent.</summary>
        /// <exception cref="InvalidOperationException">The step didn't run, or there was no plan of offers.</exception>
        public OfferMessages Messages => result.Get<OfferMessages>();
    }
}
