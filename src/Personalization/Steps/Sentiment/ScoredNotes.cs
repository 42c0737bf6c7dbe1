using Personalization.Core;
using Personalization.Data;
using Personalization.Prediction;

namespace Personalization;

/// <summary>Reviews and notes with how each of them speaks. Immutable and thread-safe.</summary>
public sealed record ScoredNotes
{
    /// <summary>Joins notes and their scores.</summary>
    /// <param name="notes">The notes.</param>
    /// <param name="scores">A score for each, in their order; values from −1 to 1.</param>
    /// <exception cref="ArgumentException">There are more or fewer scores than notes, or a value is out of range.</exception>
    public ScoredNotes(CustomerNotes notes, IReadOnlyList<SentimentScore> scores)
    {
        ArgumentNullException.ThrowIfNull(notes);
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count != notes.Notes.Count)
            throw new ArgumentException($"There are {scores.Count} scores for {notes.Notes.Count} notes.", nameof(scores));
        for (int i = 0; i < scores.Count; i++)
        {
            if (!(scores[i].Value is >= -1 and <= 1))
                throw new ArgumentException($"Score {i} is {scores[i].Value}; it must be -1 to 1.", nameof(scores));
        }

        (Notes, Scores) = (notes, [.. scores]);
    }

    /// <summary>The notes.</summary>
    public CustomerNotes Notes { get; }

    /// <summary>How each speaks.</summary>
    public IReadOnlyList<SentimentScore> Scores { get; }

    /// <summary>Notes that a chat model scored; the others were scored by words.</summary>
    public int ByChat { get; init; }

    /// <summary>Scores notes by the words of a lexicon.</summary>
    /// <param name="notes">The notes.</param>
    /// <param name="analyzer">Scores a text; null: by the English lexicon.</param>
    /// <param name="cancellationToken">Looked at between notes.</param>
    public static ScoredNotes From(CustomerNotes notes, SentimentAnalyzer? analyzer = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notes);
        analyzer ??= new SentimentAnalyzer();
        SentimentScore[] scores = new SentimentScore[notes.Notes.Count];
        for (int i = 0; i < scores.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            scores[i] = analyzer.Analyze(notes.Notes[i].Text);
        }

        return new ScoredNotes(notes, scores);
    }
}
