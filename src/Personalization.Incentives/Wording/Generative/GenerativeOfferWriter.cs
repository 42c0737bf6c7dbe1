using Microsoft.Extensions.AI;

namespace Personalization.Incentives;

/// <summary>
/// Has a chat model word offers, checks each text against the terms (<see cref="OfferTextReview"/>), and takes the template where a text is
/// refused, late, or no text at all; <see cref="OfferText.Refusals"/> then says why. Thread-safe as far as the client is.
/// </summary>
/// <remarks>
/// The prompt holds the offer's terms, the shop's name and the brand guide: no id, name, code, history or chosen items of the customer.
/// Where these belong the model writes <c>{name}</c>, <c>{code}</c>, <c>{items}</c>, which are filled in after the checks.
/// </remarks>
public sealed class GenerativeOfferWriter : IOfferWriter
{
    private readonly IChatClient _client;
    private readonly TemplateOfferWriter _fallback;
    private readonly GenerativeOfferOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Creates a writer.</summary>
    /// <param name="client">The chat model; it stays the caller's.</param>
    /// <param name="fallback">Writes what the model doesn't; null: by the built-in templates.</param>
    /// <param name="options">How it asks; null for the defaults.</param>
    /// <param name="clock">Measures <see cref="GenerativeOfferOptions.Timeout"/>; null: the system's.</param>
    public GenerativeOfferWriter(
        IChatClient client, TemplateOfferWriter? fallback = null, GenerativeOfferOptions? options = null, TimeProvider? clock = null)
    {
        _client = client ?? throw new ArgumentNullException(nameof(client));
        _fallback = fallback ?? new();
        _options = options ?? new();
        _clock = clock ?? TimeProvider.System;
    }

    /// <inheritdoc />
    /// <remarks>Whatever the client throws leads to the template; only the caller's own cancelling is passed on.</remarks>
    public async ValueTask<OfferText> WriteAsync(WordedOffer offer, OfferBrief brief, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(brief);
        cancellationToken.ThrowIfCancellationRequested();
        List<OfferTextFinding> refusals = [];
        if (!_options.BrandGuide.Languages.Contains(OfferLocale.For(brief.Locale).Language, StringComparer.Ordinal))
            refusals.Add(new("language", "", $"the brand guide leaves '{brief.Locale}' to templates"));
        else
        {
            for (int attempt = 0; attempt < _options.Attempts; attempt++)
            {
                OfferTextFinding[] found;
                (OfferText? text, found) = await AskAsync(offer, brief, cancellationToken).ConfigureAwait(false);
                if (text is not null) return text;
                refusals.AddRange(found);
            }
        }

        OfferText plain = _fallback.Write(offer, brief);
        return plain with { Refusals = [.. refusals, .. plain.Refusals] };
    }

    private async Task<(OfferText? Text, OfferTextFinding[] Refusals)> AskAsync(
        WordedOffer offer, OfferBrief brief, CancellationToken cancellationToken)
    {
        string answer;
        using CancellationTokenSource late = new(_options.Timeout, _clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            ChatMessage[] messages =
            [
                new(ChatRole.System, OfferPrompt.Instructions), new(ChatRole.User, OfferPrompt.Data(offer, brief, _options.BrandGuide)),
            ];
            ChatOptions chat = new()
            {
                Temperature = (float)_options.Temperature,
                MaxOutputTokens = _options.MaxAnswerLength / 2,
                ResponseFormat = ChatResponseFormat.Json,
            };
            // A client that doesn't heed cancelling is left behind when its time is over.
            ChatResponse response = await _client.GetResponseAsync(messages, chat, either.Token).WaitAsync(either.Token)
                .ConfigureAwait(false);
            answer = response.Text ?? "";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // Whatever a client throws, the customer gets the template.
            return (null, late.IsCancellationRequested
                ? [new("timeout", "", $"there was no answer within {Words.Number(_options.Timeout.TotalSeconds)} seconds")]
                : [new("answer", "", $"the client failed: {e.GetType().Name}")]);
        }

        if (GeneratedAnswer.Read(answer, _options.MaxAnswerLength, brief, out string fault) is not { } text)
            return (null, [new("answer", "", $"the answer {fault}")]);
        OfferTextFinding[] found = OfferTextReview.Find(text, offer, brief, _options.BrandGuide, OfferTextCheck.All);
        return found.Length > 0 ? (null, found) : (Filled(text, offer, brief), []);
    }

    private static OfferText Filled(OfferText text, WordedOffer offer, OfferBrief brief) => text with
    {
        Subject = OfferPlaceholders.Fill(text.Subject, offer, brief),
        Body = OfferPlaceholders.Fill(text.Body, offer, brief),
        CallToAction = OfferPlaceholders.Fill(text.CallToAction, offer, brief),
    };
}
