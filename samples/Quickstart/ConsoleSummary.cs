using Personalization;
using Personalization.Rfm;

namespace Quickstart;

/// <summary>The run in a screenful: what was read, who the customers are, what to offer, and where to look.</summary>
internal static class ConsoleSummary
{
    public static void Write(TextWriter console, PersonalizationResult result, string folder)
    {
        PersonalizationSummary summary = result.Summarize();
        console.WriteLine($"{summary.RowsRead:N0} rows read, {summary.RowsKept:N0} kept: {summary.Customers:N0} customers, {summary.Items:N0} items, {summary.Orders:N0} orders, revenue {summary.Revenue:N2}");
        console.WriteLine($"reference date {summary.ReferenceDate:yyyy-MM-dd}");
        console.WriteLine();
        console.WriteLine($"{"segment",-24}{"customers",10}{"revenue",10}   median days since, orders, spend");
        foreach (SegmentProfile profile in result.Segments.Profiles.Where(p => p.Customers > 0).OrderByDescending(p => p.Revenue))
            console.WriteLine($"{profile.Segment.Name,-24}{profile.Customers,10:N0}{profile.ShareOfRevenue,10:P0}   {profile.MedianRecencyDays:N0}, {profile.MedianFrequency:N0}, {profile.MedianMonetary:N0}");
        console.WriteLine();
        if (result.Clusters is { } clusters) console.WriteLine(clusters.Reason);
        console.WriteLine($"{summary.Offers.Count:N0} offers for {summary.Offers.Cost:N2} of a budget of {summary.Offers.Budget:N2}; expected return after costs {summary.Offers.ExpectedValue:N2}");
        console.WriteLine($"{summary.Seconds.Sum(s => s.Value):N1} s, {summary.PeakBytes / 1e6:N0} MB at most");
        console.WriteLine();
        console.WriteLine($"Open {Path.Combine(folder, PersonalizationFiles.Report)} in a browser; the tables and models are beside it.");
    }
}
