using System.Reflection;

namespace Personalization.Incentives;

/// <summary>
/// The offers that a shop has to give, read from and saved as JSON. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// The fields are the properties of <see cref="Offer"/> and <see cref="CatalogueRules"/>; all but id, name and kind may be left out, and
/// one that is not known is a fault. The page "Write an offer catalogue" names each:
/// <code>
/// { "version": 1, "name": "Spring", "currency": "GBP", "offers": [ {
///   "id": "reignite-48h", "scheme": "Reignite Your Interest", "name": "15 % off, for 48 hours",
///   "kind": "percent", "value": 0.15, "marginFloor": 0.15, "validity": { "to": "2026-06-01T00:00:00Z", "hours": 48 },
///   "eligibility": { "segments": ["Silent Browsers"], "recencyDays": { "min": 90, "max": 400 } },
///   "caps": { "perCustomer": 1, "total": 500 }, "stacking": { "exclusive": false, "groups": ["discount"] },
///   "response": { "redemption": 0.5, "uplift": 0.05 } } ] }
/// </code>
/// </remarks>
public sealed class OfferCatalogue
{
    /// <summary>Largest catalogue that is read: 16 MB.</summary>
    public const int MaximumBytes = 16 * 1024 * 1024;

    private static readonly Lazy<OfferCatalogue> LazyExample = new(() => ReadResource("eight-schemes.json"));
    private static readonly Lazy<OfferCatalogue> LazyBookShop = new(() => ReadResource("book-shop.json"));
    private readonly Dictionary<string, Offer> _byId;
    private readonly Lazy<TimeZoneInfo> _zone;

    /// <summary>Creates a catalogue of these offers, which it keeps in ordinal order of their ids.</summary>
    /// <param name="offers">At most 1,000 offers whose ids differ. None is a valid catalogue.</param>
    /// <param name="name">Name for people. Default empty.</param>
    /// <param name="currency">Code of the currency of all its amounts. Default empty: the shop's own.</param>
    /// <param name="rules">What holds for all its offers together; null: nothing.</param>
    /// <exception cref="ArgumentException">An id stands twice, or there are too many offers.</exception>
    public OfferCatalogue(IEnumerable<Offer> offers, string name = "", string currency = "", CatalogueRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(offers);
        Offer[] sorted = [.. offers.OrderBy(offer => offer.Id, StringComparer.Ordinal)];
        if (sorted.Length > Limits.Offers)
            throw new ArgumentException($"There are {sorted.Length} offers; a catalogue holds at most {Limits.Offers}.", nameof(offers));
        _byId = new(sorted.Length, StringComparer.Ordinal);
        foreach (Offer offer in sorted)
        {
            if (!_byId.TryAdd(offer.Id, offer))
                throw new ArgumentException($"Offer '{offer.Id}' stands twice; give each offer an id of its own.", nameof(offers));
        }

        Offers = sorted;
        Name = name;
        Currency = currency;
        Rules = rules ?? new();
        _zone = new(() => CustomerClock.Find(Rules.TimeZone) ?? throw new TimeZoneNotFoundException(
            $"The catalogue's time zone '{Rules.TimeZone}' isn't known here; give an IANA id such as 'Europe/Berlin', or install tzdata."));
        NeedsCustomerClock = Rules.QuietHours.Count > 0
            || sorted.Any(offer => offer.Timing.QuietHours.Count > 0 || offer.Validity.IsLocal);
    }

    /// <summary>
    /// The shipped example: the schemes of eight RFM segments (Welcome Aboard, Pillar Rewards, We Miss You, Elite Club, Patron Appreciation
    /// Day, Reignite Your Interest, Mix &amp; Match, Insider's Sale), an offer for each of their elements, in pounds. Costs and responses
    /// are assumptions.
    /// </summary>
    public static OfferCatalogue Example => LazyExample.Value;

    /// <summary>The book shop's incentives for its four segments at its costs a customer, in dollars. Responses are assumptions.</summary>
    public static OfferCatalogue BookShop => LazyBookShop.Value;

    /// <summary>The offers, in ordinal order of their ids.</summary>
    public IReadOnlyList<Offer> Offers { get; }

    /// <summary>Name for people; may be empty.</summary>
    public string Name { get; }

    /// <summary>Code of the currency; may be empty.</summary>
    public string Currency { get; }

    /// <summary>What holds for all offers together.</summary>
    public CatalogueRules Rules { get; }

    /// <summary>The time zone of customers whose own isn't known (<see cref="CatalogueRules.TimeZone"/>).</summary>
    /// <exception cref="TimeZoneNotFoundException">It isn't known here.</exception>
    public TimeZoneInfo Zone => _zone.Value;

    /// <summary>Whether any rule is judged by the customer's clock.</summary>
    internal bool NeedsCustomerClock { get; }

    /// <summary>The offer with this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Offer this[string id] =>
        Find(id) ?? throw new KeyNotFoundException($"No offer '{id}'; there are {Words.List(_byId.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>The offer with this id; null where there is none.</summary>
    public Offer? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// Finds rules that can never match, and rules that contradict each other, though each value is in range. A file with an error among
    /// these isn't read; a catalogue made in code, and warnings, have to be looked at. O(offers · what each requires).
    /// </summary>
    /// <param name="known">Names that exist in the shop; null: names aren't looked at.</param>
    public IReadOnlyList<CatalogueFinding> Check(KnownNames? known = null) => new CatalogueCheck(this, known ?? new()).Run();

    /// <summary>Reads a catalogue from a JSON file.</summary>
    /// <exception cref="OfferCatalogueException">The catalogue is faulty; all its faults are listed.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static OfferCatalogue Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Read(stream);
    }

    /// <summary>Reads a catalogue from JSON in UTF-8, of at most <see cref="MaximumBytes"/>. Leaves the stream open.</summary>
    /// <exception cref="OfferCatalogueException">The catalogue is faulty; all its faults are listed.</exception>
    public static OfferCatalogue Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using MemoryStream bytes = new();
        byte[] buffer = new byte[64 * 1024];
        for (int read = source.Read(buffer); read > 0; read = source.Read(buffer))
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MaximumBytes) break;
        }

        return Parse(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    /// <summary>Reads a catalogue from JSON in UTF-8, of at most <see cref="MaximumBytes"/>.</summary>
    /// <exception cref="OfferCatalogueException">The catalogue is faulty; all its faults are listed.</exception>
    public static OfferCatalogue Parse(ReadOnlyMemory<byte> json) => CatalogueReader.Read(json);

    /// <summary>
    /// Writes the catalogue as JSON that <see cref="Read(Stream)"/> gives back; the same catalogue gives the same bytes. Leaves the stream
    /// open.
    /// </summary>
    public void Save(Stream destination) => CatalogueWriter.Write(this, destination);

    /// <summary>Writes the catalogue as a JSON file.</summary>
    public void Save(string path)
    {
        using FileStream stream = File.Create(path);
        Save(stream);
    }

    private static OfferCatalogue ReadResource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The package lacks its resource '{name}'.");
        return Read(stream);
    }
}

/// <summary>One fault of a catalogue.</summary>
/// <param name="OfferId">Id of the offer; empty where the fault is outside any offer or the offer has no id.</param>
/// <param name="Path">Where it is, such as <c>offers[2].eligibility.recencyDays.min</c>.</param>
/// <param name="Value">The value that was found, shortened to 60 characters.</param>
/// <param name="Problem">What is wrong with it, and what to write in its place.</param>
public sealed record OfferCatalogueError(string OfferId, string Path, string Value, string Problem)
{
    /// <summary>The fault in one line.</summary>
    public override string ToString() =>
        $"{(OfferId.Length > 0 ? $"offer '{OfferId}', " : "")}{(Path.Length > 0 ? Path : "catalogue")}"
        + $"{(Value.Length > 0 ? $" is {Value}" : "")}: {Problem}";
}

/// <summary>A catalogue that can't be used, with every fault that was found in it (at most 1,000).</summary>
public sealed class OfferCatalogueException : FormatException
{
    internal OfferCatalogueException(IReadOnlyList<OfferCatalogueError> errors, Exception? inner = null)
        : base(Describe(errors), inner) => Errors = errors;

    /// <summary>The faults, in the order of the file.</summary>
    public IReadOnlyList<OfferCatalogueError> Errors { get; }

    private static string Describe(IReadOnlyList<OfferCatalogueError> errors) =>
        $"The offer catalogue has {errors.Count} fault{(errors.Count == 1 ? "" : "s")}:\n"
        + string.Join('\n', errors.Take(20).Select(error => "- " + error))
        + (errors.Count > 20 ? $"\n- … and {errors.Count - 20} more" : "");
}
