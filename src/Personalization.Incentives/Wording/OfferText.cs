using System.Net;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Where an <see cref="OfferText"/> came from.</summary>
public enum OfferTextSource
{
    /// <summary>A template.</summary>
    Template,

    /// <summary>A chat model; every check let it pass.</summary>
    Generated,
}

/// <summary>
/// An offer in words. Plain text: a web page or mail of HTML shows <see cref="ToHtml"/>. Immutable.
/// </summary>
public sealed record OfferText
{
    /// <summary>Subject of a mail, title of a message or banner; empty where the channel has none.</summary>
    public required string Subject { get; init; }

    /// <summary>The text itself; paragraphs are parted by line feeds.</summary>
    public required string Body { get; init; }

    /// <summary>What the button says; empty where the channel has none.</summary>
    public required string CallToAction { get; init; }

    /// <summary>The language, as ISO 639-1 writes it.</summary>
    public required string Language { get; init; }

    /// <summary>The channel that it was written for.</summary>
    public required OfferChannel Channel { get; init; }

    /// <summary>Where it came from.</summary>
    public required OfferTextSource Source { get; init; }

    /// <summary>What was found in a text that this one stands in for; empty (default) where none was refused.</summary>
    public IReadOnlyList<OfferTextFinding> Refusals { get; init => field = [.. value]; } = [];

    /// <summary>The text with its three parts encoded for HTML, line feeds as <c>&lt;br&gt;</c>.</summary>
    public OfferText ToHtml() => this with { Subject = Html(Subject), Body = Html(Body), CallToAction = Html(CallToAction) };

    private static string Html(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);
}

/// <summary>What speaks against a text.</summary>
/// <param name="Check">Name of the check, or <c>answer</c> and <c>timeout</c> where there was no text to check.</param>
/// <param name="Field"><c>subject</c>, <c>body</c>, <c>callToAction</c>; empty where it is the whole text.</param>
/// <param name="Reason">What was found, in plain words.</param>
public sealed record OfferTextFinding(string Check, string Field, string Reason);
