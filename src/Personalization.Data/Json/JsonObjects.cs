namespace Personalization.Data;

/// <summary>The objects of a JSON file one after another, each bounded in size.</summary>
internal abstract class JsonObjects
{
    /// <summary>Line on which the current object begins, from 1.</summary>
    public abstract long LineNumber { get; }

    /// <summary>One object a line, or an array of objects, or objects over several lines.</summary>
    public static JsonObjects From(TextContent content, int maxBytes) =>
        JsonHead.IsObjectALine(content.Head)
            ? new Lines(new LineReader(content.Stream, maxBytes))
            : new JsonArrayReader(content.Stream, maxBytes);

    /// <summary>The next object's bytes, valid until the next call; false behind the last.</summary>
    /// <exception cref="EventFileException">An object is longer than allowed, or the file ends within one.</exception>
    public abstract bool TryRead(out ReadOnlySpan<byte> json);

    private sealed class Lines(LineReader lines) : JsonObjects
    {
        public override long LineNumber => lines.LineNumber;

        public override bool TryRead(out ReadOnlySpan<byte> json) => lines.TryRead(out json);
    }
}
