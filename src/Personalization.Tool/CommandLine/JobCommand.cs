using System.CommandLine;
using Personalization.Incentives;

namespace Personalization.Tool;

/// <summary>The whole job as a command.</summary>
internal sealed class JobCommand : ToolCommand
{
    private const string CustomersFlag = "--customers";
    private const string ReviewsFlag = "--reviews";
    private const string PastOffersFlag = "--past-offers";
    private const string ContactsFlag = "--contacts";

    private readonly ReadingFlags? _reading;
    private readonly Option<int>? _simulate;
    private readonly Option<string> _out, _catalogue, _language, _shop;
    private readonly Option<string>? _customers, _customersId, _reviews;
    private readonly Option<IReadOnlyList<string>>? _consent, _pastOffers, _contacts;
    private readonly Option<bool>? _clusterAttributes;
    private readonly Option<decimal> _budget;
    private readonly Option<double> _control;
    private readonly Option<ulong> _seed;
    private readonly Option<int> _threads;
    private readonly Option<DateTime> _referenceDate;
    private readonly Option<bool> _json, _noTimings;
    private readonly bool _simulatesWithoutFile;

    /// <summary>Makes it.</summary>
    /// <param name="command">Name and description.</param>
    /// <param name="examples">Lines at the end of the help.</param>
    /// <param name="takesFiles">Whether it reads files.</param>
    /// <param name="simulate">Name of the option that counts the simulated shop's customers.</param>
    /// <param name="simulatesWithoutFile">Whether a shop is simulated where no file is given, without being asked for.</param>
    public JobCommand(Command command, string examples, bool takesFiles, string simulate, bool simulatesWithoutFile)
        : base(command, examples)
    {
        _simulatesWithoutFile = simulatesWithoutFile;
        if (takesFiles)
            TakeFiles("exports of orders or events: CSV, XLSX, JSON, Parquet, also in .gz; a folder of them; '-' for standard input");
        _out = Flags.Text("--out", "DIR", "where the files go (default: personalization-out)", "a folder");
        _budget = Flags.One<decimal>(
            "--budget", "AMOUNT", "what all offers may cost together (default: 10000)",
            "an amount such as 2500 or 99.50: digits and a point, not negative, at most 100 billion", Values.Budget);
        _catalogue = Flags.Text("--catalogue", "FILE.json", "the offers (default: an example)", "a JSON file of offers");
        _control = Flags.One<double>(
            "--control", "SHARE", "share of the customers left without offers by lot, so that their effect can be measured (default: 0)",
            "a share from 0 to .99, such as .1", Values.Control);
        if (takesFiles)
        {
            _pastOffers = Flags.Many(
                PastOffersFlag, "FILE.csv", "an earlier run's offers.csv: what offers change is learned from it; may be repeated",
                "a CSV file of offers", static (string text, out string value) => (value = text).Length > 0);
            _contacts = Flags.Many(
                ContactsFlag, "FILE.csv",
                "what customers were sent and whether they opened it (customer_id, sent, channel, opened): channel and hour of messages "
                + "are learned from it; may be repeated",
                "a CSV file of contacts", static (string text, out string value) => (value = text).Length > 0);
        }

        _language = Flags.One<string>(
            "--language", "LANG", "language of messages to customers whose own isn't known (default: en)",
            $"one of {string.Join(", ", OfferLocale.Languages)}, or with a region such as en-US", Values.Locale);
        _shop = Flags.One<string>(
            "--shop", "NAME", "name of the shop in messages (default: none)", "a name of at most 40 characters", Values.ShopName);

        _seed = Flags.One<ulong>("--seed", "N", "seed of all randomness (default: 1)", "a whole number from 0", Values.Seed);
        _threads = Flags.One<int>("--threads", "N", "threads at most (default: all cores)", "a whole number from 1", Values.Threads);
        _referenceDate = Flags.One<DateTime>(
            "--reference-date", "DATE", "the day that recency counts to (default: the day after the last event)",
            "a date such as 2026-03-31 or 2026-03-31T18:00", Values.Date);
        string customers = takesFiles ? "customers of a simulated shop, in place of a file" : "customers of the simulated shop";
        if (simulatesWithoutFile) customers += " (default: 2000)";
        _simulate = Flags.One<int>(simulate, "N", customers, "a whole number from 1 to 10000000", Values.Customers);
        _json = Flags.Switch("--json", "print the summary as JSON, and nothing else, on standard output");
        _noTimings = Flags.Switch("--no-timings", "leave seconds and memory out of summary.json: equal runs give equal bytes");
        if (takesFiles && simulate != CustomersFlag)
        {
            _customers = Flags.Text(
                CustomersFlag, "FILE.csv", "what the shop knows of its customers (age, city, tier, consent, …), joined by customer id",
                "a CSV file of customers");
            _customersId = Flags.Text(
                "--customers-id", "COLUMN", "its column of ids (default: told by its name)", "the name of a column");
            _consent = Flags.Many(
                "--consent", "COLUMN", "its column of yes and no that says who agreed to offers and recommendations (default: told by its "
                + "name); may be repeated", "the name of a column", static (string text, out string value) => (value = text).Length > 0);
            _reviews = Flags.Text(
                ReviewsFlag, "FILE.csv", "reviews and notes of customers (customer, time, text): how each speaks, by a lexicon",
                "a CSV file of reviews");
            _clusterAttributes = Flags.Switch(
                "--cluster-attributes", "also find groups of customers who are alike in what --customers says of them");
        }

        if (takesFiles) _reading = new ReadingFlags(Flags);
        TakeFlags();
    }

    public override int Run(ParseResult parsed, Terminal terminal, CancellationToken cancellationToken)
    {
        new Job(terminal).Run(Bind(parsed), cancellationToken);
        return ExitCodes.Done;
    }

    private JobArguments Bind(ParseResult parsed)
    {
        JobArguments usual = new();
        string[] files = Files is null ? [] : parsed.GetValue(Files) ?? [];
        bool simulated = parsed.GetResult(_simulate!) is not null;
        if (files.Length == 0 && !simulated && !_simulatesWithoutFile)
        {
            throw ToolFailure.Arguments(
                "No file was given. For example: personalize run orders.csv --out monday. "
                + "To see what comes out without a file: personalize demo.");
        }

        if (files.Length > 0 && simulated)
            throw ToolFailure.Arguments($"A file and {_simulate!.Name} were given; a simulated shop takes a file's place, so give one.");
        string? customers = _customers is null ? null : parsed.GetValue(_customers);
        foreach (Option? option in (Option?[])[_customersId, _consent, _clusterAttributes])
        {
            if (customers is null && option is not null && parsed.GetResult(option) is { Implicit: false })
                throw ToolFailure.Arguments($"{option.Name} speaks of a file of customers: give that too, --customers FILE.csv.");
        }

        ReadArguments reading = _reading?.Bind(parsed) ?? new ReadArguments();
        return new JobArguments
        {
            Files = files,
            Reading = reading,
            Customers = Given(parsed, _simulate!, usual.Customers),
            Out = Given(parsed, _out, usual.Out),
            Budget = Given(parsed, _budget, usual.Budget),
            Seed = Given(parsed, _seed, usual.Seed),
            Threads = parsed.GetResult(_threads) is null ? null : parsed.GetValue(_threads),
            ReferenceDate = parsed.GetResult(_referenceDate) is null ? null : parsed.GetValue(_referenceDate),
            Catalogue = parsed.GetValue(_catalogue),
            Control = Given(parsed, _control, usual.Control),
            PastOffers = _pastOffers is null ? [] : parsed.GetValue(_pastOffers) ?? [],
            Contacts = _contacts is null ? [] : parsed.GetValue(_contacts) ?? [],
            Language = Given(parsed, _language, usual.Language),
            Shop = Given(parsed, _shop, usual.Shop),
            CustomerFile = customers,
            CustomerFileId = _customersId is null ? null : parsed.GetValue(_customersId),
            Consent = _consent is null || parsed.GetResult(_consent) is not { Implicit: false } ? null : parsed.GetValue(_consent),
            Reviews = _reviews is null ? null : parsed.GetValue(_reviews),
            ClustersAttributes = _clusterAttributes is not null && parsed.GetValue(_clusterAttributes),
            Json = parsed.GetValue(_json),
            Timings = !parsed.GetValue(_noTimings),
        };
    }

    private static T Given<T>(ParseResult parsed, Option<T> option, T usual) =>
        parsed.GetResult(option) is null ? usual : parsed.GetValue(option) ?? usual;
}
