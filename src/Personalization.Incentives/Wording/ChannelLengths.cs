using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>How long the parts of a text may be, in characters; 0: the channel has no such part.</summary>
internal readonly record struct ChannelLengths(int Subject, int Body, int CallToAction)
{
    /// <summary>
    /// A subject fits a line of RFC 5322, a text message one of 160 characters, a push message what phones show of it, a receipt some
    /// lines.
    /// </summary>
    public static ChannelLengths Of(OfferChannel channel) => channel switch
    {
        OfferChannel.Email => new(78, 2_000, 40),
        OfferChannel.Sms => new(0, 160, 0),
        OfferChannel.InApp => new(65, 240, 30),
        OfferChannel.Banner => new(60, 160, 30),
        OfferChannel.Store => new(0, 240, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, $"There is no channel {(int)channel}; use OfferChannel's."),
    };

    public bool Fit(string subject, string body, string callToAction) =>
        subject.Length <= Subject && body.Length <= Body && callToAction.Length <= CallToAction;
}
