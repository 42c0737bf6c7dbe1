using Personalization.Core;

namespace Personalization.Data;

/// <summary>What a customer wrote, or what was noted of a customer: a review, a message, a service note. Immutable.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Time">When, on the shop's clock.</param>
/// <param name="Text">The text.</param>
public sealed record CustomerNote(CustomerId Customer, DateTime Time, string Text);

/// <summary>Reviews and notes in the order of their times, those of one time in the order of the file. Immutable and thread-safe.</summary>
public sealed record CustomerNotes
{
    /// <summary>Takes notes of any source; those of one time keep their order.</summary>
    /// <param name="notes">The notes.</param>
    /// <param name="source">Where they come from, for messages and the report.</param>
    public CustomerNotes(IEnumerable<CustomerNote> notes, string source = "notes")
    {
        ArgumentNullException.ThrowIfNull(notes);
        Source = Guard.NotBlank(source, nameof(source));
        Notes = [.. notes.OrderBy(note => note.Time)];
        RowsRead = Notes.Count;
    }

    /// <summary>Where they come from.</summary>
    public string Source { get; }

    /// <summary>The notes.</summary>
    public IReadOnlyList<CustomerNote> Notes { get; }

    /// <summary>Rows below the header.</summary>
    public long RowsRead { get; init; }

    /// <summary>Rows without a customer, which were left out.</summary>
    public long RowsWithoutCustomer { get; init; }

    /// <summary>Rows without a text, which were left out.</summary>
    public long RowsWithoutText { get; init; }

    /// <summary>Rows whose time can't be read, which were left out.</summary>
    public long UnreadableTimes { get; init; }

    /// <summary>The first of these.</summary>
    public IReadOnlyList<RowExample> UnreadableTimeExamples { get; init; } = [];

    /// <summary>Texts that were longer than is kept.</summary>
    public long TextsCut { get; init; }

    /// <summary>Whether day or month was taken to come first; null where no time could be read both ways.</summary>
    public ReadDecision? DateOrder { get; init; }
}
