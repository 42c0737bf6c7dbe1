using Personalization.Clustering;
using Personalization.Core;
using Personalization.Data;
using Personalization.Rfm;

namespace Personalization.Tests;

/// <summary>The code of docs/how-to/living-segments.md.</summary>
[Collection("current directory")]
public sealed class LivingSegmentsSnippets : IDisposable
{
    private readonly SnippetFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void LivingSegments_Retrain_FollowAndWatch()
    {
        EventLog log = EventFile.Read("orders.csv").Log;
        FeatureTable then = RfmTable.From(log.Before(log.LastTime.AddDays(-60))).ToFeatures();
        KMeansModel oldModel = new KMeansTrainer(new() { ClusterCount = 4 }).Fit(then.Log1P().Standardize());
        LivingSegments segments = LivingSegments.Start(ClusterNameBook.Default.Name(ClusterProfiles.From(oldModel, then)));

        FeatureTable now = RfmTable.From(log).ToFeatures();
        KMeansModel newModel = new KMeansTrainer(new() { ClusterCount = 4 }).Fit(now.Log1P().Standardize());
        ClusterTransitions transitions = ClusterTransitions.Between(oldModel, then, newModel, now);
        segments = segments.Next(transitions, ClusterNameBook.Default.Name(ClusterProfiles.From(newModel, now)));

        Console.WriteLine(transitions.Summary);
        foreach (LivingSegment segment in segments.Segments)
            Console.WriteLine($"{segment.Id} {segment.Name}: cluster {segment.Cluster}, since generation {segment.Born}");
        segments.Save("segments.safetensors");

        DriftMonitor monitor = DriftMonitor.From(newModel, now);                // at training time; has Save and Load
        DriftWindow window = monitor.Start();                                   // counts whoever passes through the tracker

        SegmentTracker tracker = new(newModel, segments, window);
        tracker.Load(now);
        SegmentMove? move = tracker.Update(now.Customers[0], [2, 12, 4_800]);   // recency, frequency, monetary: raw, as they are now
        if (move is not null)
            Console.WriteLine($"{move.Customer}: {move.From?.Name} → {move.To?.Name}");

        DriftReport report = monitor.Check(newModel, then);                     // or window.Report()
        Console.WriteLine(report.Reason);
        if (report.ShouldRetrain)
            Console.WriteLine("It is time.");

        Assert.Equal(segments.Segments, LivingSegments.Load("segments.safetensors").Segments);
        Assert.Equal(1, window.Report().Rows);
        Assert.True(transitions.Shared > 0 && transitions.MovedShare < .9);
    }
}
