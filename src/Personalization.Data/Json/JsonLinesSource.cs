namespace Personalization.Data;
internal static class JsonLinesSource
{
    public static SourceFacts Read(TextContent content, CleaningPipeline pipeline, SourceFacts facts) => facts;
}
