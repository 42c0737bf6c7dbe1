using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>How <see cref="MessagesStep"/> words offers, and chooses where and when they are sent. Immutable; every default is valid.
/// </summary>
public sealed record MessagesStepOptions
{
    /// <summary>Paths of files of contacts, plain or in gzip (<see cref="Data.ContactFile"/>). Default: none.</summary>
    public IReadOnlyList<string> ContactFiles { get; init => field = [.. value]; } = [];

    /// <summary>Contacts that are known otherwise, beside those of the files. Default: none.</summary>
    public IReadOnlyList<PastContact> Contacts { get; init => field = [.. value]; } = [];

    /// <summary>
    /// The channels and what a contact costs on each. Default null: those on which there were contacts, e-mail where there were none, at
    /// the costs that <see cref="ChannelOptions"/> assumes.
    /// </summary>
    public ChannelOptions? Channels { get; init; }

    /// <summary>
    /// Whether a channel may be used for a customer, who agreed to it there and can be reached at all. Default null: always.
    /// </summary>
    public Func<CustomerId, OfferChannel, bool>? MayUse { get; init; }

    /// <summary>
    /// When nothing is sent, by the customer's clock, besides the quiet hours of the catalogue and of the offer. Default: from nine in the
    /// evening to eight in the morning.
    /// </summary>
    public IReadOnlyList<QuietHours> QuietHours { get; init => field = [.. value]; } =
        [new() { From = new(21, 0), To = new(8, 0) }];

    /// <summary>How hours are learned. Default: the defaults.</summary>
    public SendTimeOptions Times { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>
    /// The locale of customers whose own isn't known, such as <c>de</c> or <c>en-US</c>; its language is one of
    /// <see cref="OfferLocale.Languages"/>. Default <c>en</c>.
    /// </summary>
    public string Locale { get; init => field = OfferLocale.For(value).Name; } = "en";

    /// <summary>
    /// Column of the customer table that holds a customer's own locale; values of which nothing is known count as none. Default
    /// <c>language</c>.
    /// </summary>
    public string LocaleColumn { get; init => field = Guard.NotBlank(value); } = "language";

    /// <summary>Name of the shop, at most 40 characters. Default empty: it isn't named.</summary>
    public string Shop
    {
        get;
        init => field = new OfferBrief { Channel = OfferChannel.Email, Locale = "en", Shop = value }.Shop;
    } = "";

    /// <summary>
    /// Puts offers into words; asked once for each offer, items, end, channel and locale that differ. Default: the built-in templates.
    /// </summary>
    public IOfferWriter Writer { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        new TemplateOfferWriter();
}
