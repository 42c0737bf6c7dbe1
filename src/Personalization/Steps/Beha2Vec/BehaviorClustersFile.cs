using System.Text.Json;
using Personalization.Clustering;
using Personalization.Core;

namespace Personalization;

/// <summary>The clusters with their profiles, and the learning curve, as JSON.</summary>
internal static class BehaviorClustersFile
{
    public static void Write(BehaviorClusters found, Stream destination)
    {
        using Utf8JsonWriter json = new(destination, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("reason", found.Reason);
        json.WriteStartArray("clusters");
        foreach (ClusterProfile profile in found.Profiles)
        {
            json.WriteStartObject();
            json.WriteNumber("cluster", profile.Cluster);
            json.WriteString("name", found.Names[profile.Cluster]);
            json.WriteNumber("customers", profile.Size);
            if (profile.Revenue is { } revenue) json.WriteNumber("revenue", revenue);
            json.WriteString("sets_apart", profile.Summary);
            json.WriteStartObject("median");
            foreach (ClusterFeatureProfile feature in profile.Features)
            {
                // An empty cluster has no median, and JSON no NaN.
                if (double.IsFinite(feature.Median)) json.WriteNumber(feature.Feature, feature.Median);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("options", found.Model.Options.ToString());
        json.WriteStartObject("epochs");
        foreach (FitSeries series in found.Model.Report.Series)
        {
            json.WriteStartArray(series.Name);
            foreach (double value in series.Values)
            {
                if (double.IsFinite(value)) json.WriteNumberValue(value);
                else json.WriteNullValue();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
