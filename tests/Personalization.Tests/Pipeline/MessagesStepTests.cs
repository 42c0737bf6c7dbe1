using System.Text;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Simulation;
using Personalization.TestKit;

namespace Personalization.Tests;

public sealed class MessagesStepConformance : PipelineStepConformance<MessagesStep>
{
    protected override MessagesStep Create() => new(new() { Locale = "de", Shop = "Fern & Paper" });
}

public sealed class MessagesStepTests
{
    private static readonly SimulatedShop Shop = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 300, Seed = 3 });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Run_ASimulatedShop_SendsEveryOfferBeforeItEndsAndNeverAtNight()
    {
        SimulatedContacts contacts = SimulatedContacts.Simulate(Shop, new() { Seed = 3 });

        PersonalizationResult result = Run(new() { Contacts = contacts.Contacts });

        OfferMessages messages = result.Messages;
        Assert.Equal(result.Offers.Total.Offers, messages.All.Count);
        Assert.Equal(messages.Sent, messages.ByChannel.Sum(one => one.Messages));
        Assert.True(messages.ByChannel.Count >= 2);
        Assert.Equal(messages.All.Sum(message => message.Channel.ContactCost), messages.ContactCost);
        Assert.All(messages.All.Where(message => message.Text is not null), message =>
        {
            DateTimeOffset at = message.SendAt!.Value;
            Assert.InRange(at, result.Offers.IssuedAt, result.Offers.IssuedAt.AddDays(8));
            Assert.InRange(at.Hour, 8, 20);
            if (message.Decision.Expires is { } end) Assert.True(at < end);
            Assert.Equal((message.Channel.Channel, "en"), (message.Text!.Channel, message.Text.Language));
        });
    }

    /// <summary>Who notices text messages alone gets one, at ten times the cost; who notices e-mail gets that.</summary>
    [Fact]
    public void Run_ContactsThatReachedOnOneChannel_ChooseIt()
    {
        PersonalizationResult plain = Run(new());
        CustomerId[] given = [.. plain.Messages.All.OrderByDescending(message => message.Decision.ExpectedNet)
            .Select(message => message.Decision.Customer).Distinct().Take(2)];
        PastContact[] contacts =
        [
            .. Enumerable.Range(0, 40).SelectMany(i => (PastContact[])
            [
                Contact(given[0], OfferChannel.Sms, i, true), Contact(given[0], OfferChannel.Email, i, false),
                Contact(given[1], OfferChannel.Sms, i, false), Contact(given[1], OfferChannel.Email, i, true),
            ]),
        ];

        OfferMessages messages = Run(new() { Contacts = contacts }).Messages;
        OfferMessages barred = Run(new() { Contacts = contacts, MayUse = (_, channel) => channel != OfferChannel.Sms }).Messages;

        Assert.All(plain.Messages.All, message => Assert.NotEqual(OfferChannel.Sms, message.Channel.Channel));
        Assert.Equal((160, OfferChannel.Sms, OfferChannel.Email), (messages.Contacts, ChannelOf(messages, 0), ChannelOf(messages, 1)));
        Assert.All(barred.All, message => Assert.NotEqual(OfferChannel.Sms, message.Channel.Channel));

        OfferChannel? ChannelOf(OfferMessages all, int customer) =>
            all.All.First(message => message.Decision.Customer == given[customer]).Channel.Channel;

        PastContact Contact(CustomerId customer, OfferChannel channel, int day, bool reached) =>
            new(customer, channel, new DateTimeOffset(Shop.Log.LastTime.Date.AddDays(-day - 1).AddHours(12), TimeSpan.Zero), reached);
    }

    [Fact]
    public void Run_ContactsOfOthersAndLaterOnes_AreCounted()
    {
        DateTimeOffset end = new(Shop.Log.LastTime, TimeSpan.Zero);
        PastContact[] contacts =
        [
            new(new(Shop.Log.Customers.Values[0]), OfferChannel.Email, end.AddYears(1), true),
            new(new("nobody"), OfferChannel.Email, end.AddDays(-3), true),
        ];

        PersonalizationResult result = Run(new() { Contacts = contacts });

        Assert.Equal(
            (1, 0, 1), (result.Messages.Contacts, result.Messages.ContactsOfCustomers, result.Messages.LaterContacts));
        Assert.Contains(
            "1 earlier contact, 0% of them with customers. 1 later contact is left out.", result.Report.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ItemsWithoutTitles_AreNotNamedByTheirNumbers()
    {
        string[] titled = [.. Bodies(Shop.Log)], untitled =
            [.. Bodies(EventLog.From(Shop.Log.Events().Select(one => one with { ItemTitle = null })))];

        Assert.Contains(titled, body => body.Contains("We thought of", StringComparison.Ordinal));
        Assert.DoesNotContain(untitled, body => body.Contains("We thought of", StringComparison.Ordinal));

        static IEnumerable<string> Bodies(EventLog log) =>
            Run(new(), log).Messages.All.Select(message => message.Text?.Body ?? "");
    }

    [Fact]
    public void Run_DatesWithoutTimes_SendsAsSoonAsQuietHoursAllow()
    {
        EventLog days = EventLog.From(Shop.Log.Events().Select(one => one with { Time = one.Time.Date }));

        OfferMessages messages = Run(new(), days).Messages;

        Assert.NotEmpty(messages.All);
        Assert.All(messages.All.Where(message => message.Text is not null), message =>
        {
            Assert.Null(message.Time);
            Assert.Equal(8, message.SendAt!.Value.Hour);
        });
    }

    [Fact]
    public void Run_LanguagesOfCustomers_AreWrittenIn()
    {
        ColumnStep languages = new("language", row => (row % 3) switch { 0 => "de-AT", 1 => "Klingon", _ => null });

        PersonalizationResult result = Run(new() { Locale = "fr" }, languages: languages);

        OfferMessages messages = result.Messages;
        Assert.True(messages.UnknownLocales > 0);
        Assert.All(messages.All.Where(message => message.Text is not null), message => Assert.Equal(
            message.Decision.Profile.Text("language") == "de-AT" ? "de" : "fr", message.Text!.Language));
        Assert.Contains("a language that isn", result.Report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_GenerativeWriter_IsAskedOnceForEachTextThatDiffers()
    {
        CountingWriter writer = new();

        OfferMessages messages = Run(new() { Writer = writer }).Messages;

        int distinct = messages.All.Where(message => message.Text is not null)
            .Select(message => (
                message.Decision.Offer!.Id, message.Decision.Variant, message.Channel.Channel,
                string.Join(' ', message.Decision.Items.Select(item => item.Value))))
            .Distinct().Count();
        Assert.Equal(distinct, writer.Calls);
        Assert.True(distinct < messages.Sent);
    }

    [Fact]
    public void File_OfMessages_HasWhatAMailingProgramNeeds()
    {
        PersonalizationResult result = Run(new() { Shop = "Gold & Co" });
        using MemoryStream file = new();
        new MessagesStep().Files(result).Single().Write!(file);
        string[] lines = Encoding.UTF8.GetString(file.ToArray()).Split('\n');

        Assert.StartsWith("customer_id,offer_id,variant,channel,send_at,language,subject,body,call_to_action,words_by,", lines[0],
            StringComparison.Ordinal);
        Assert.Contains(",email,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",template,", string.Concat(lines), StringComparison.Ordinal);
        Assert.Contains("Gold & Co", string.Concat(lines), StringComparison.Ordinal);
    }

    private static PersonalizationResult Run(MessagesStepOptions options, EventLog? log = null, IPipelineStep? languages = null)
    {
        PipelineSteps steps = PipelineSteps.Default.Replace(new MessagesStep(options));
        if (languages is not null) steps = steps.AddAfter<RfmStep>(languages);
        return new PersonalizationPipeline(new() { Seed = 3, Budget = 2_000m }, steps).Run(log ?? Shop.Log, cancellationToken: Token);
    }

    /// <summary>Writes a column of texts.</summary>
    private sealed class ColumnStep(string name, Func<int, string?> text) : IPipelineStep
    {
        public string Name => "texts";

        public void Run(PipelineContext context) => context.AddColumns(
            new TextColumn(name, [.. Enumerable.Range(0, context.Customers.Count).Select(text)]) { Description = "Made up." });
    }

    private sealed class CountingWriter : IOfferWriter
    {
        private readonly TemplateOfferWriter _templates = new();

        public int Calls { get; private set; }

        public async ValueTask<OfferText> WriteAsync(WordedOffer offer, OfferBrief brief, CancellationToken cancellationToken = default)
        {
            Calls++;
            await Task.Yield();
            return _templates.Write(offer, brief);
        }
    }
}
