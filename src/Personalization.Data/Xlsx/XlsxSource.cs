namespace Personalization.Data;
internal static class XlsxSource
{
    public static SourceFacts Read(Stream stream, ReadOnlyMemory<byte> start, CountingStream counted, CleaningPipeline pipeline, SourceFacts facts) => facts;
}
