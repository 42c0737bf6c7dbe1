using Personalization.Core;

namespace Personalization.Data;

/// <summary>What came of reading: the cleaned events, and the account of every row.</summary>
/// <param name="Log">The events that were kept.</param>
/// <param name="Report">What was read, dropped and repaired, and why.</param>
public sealed record EventReadResult(EventLog Log, CleaningReport Report)
{
    /// <summary>Format that was read.</summary>
    public EventFileFormat Format => Report.Format;

    /// <summary>Layout that the columns were read by.</summary>
    public string Layout => Report.Layout;
}
