namespace Personalization.Core;

/// <summary>Where a customer is told of an offer.</summary>
public enum OfferChannel
{
    /// <summary>An e-mail: subject, body and a button.</summary>
    Email,

    /// <summary>A text message: a body of one message, nothing else.</summary>
    Sms,

    /// <summary>A push message, or a message in the shop's app: title, body and a button.</summary>
    InApp,

    /// <summary>A banner of the web shop: title, line and a button.</summary>
    Banner,

    /// <summary>In the store: a line on the receipt, or what the till shows.</summary>
    Store,
}
