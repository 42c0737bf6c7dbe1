using Personalization.Core;
using Personalization.Data;
using Personalization.Incentives;
using Personalization.Rfm;

namespace Personalization.Tool;

/// <summary>The run in a screenful: what was read, who the customers are, what to offer, and where to look.</summary>
internal static class RunSummary
{
    public static void Write(TextWriter console, PersonalizationResult result, string folder)
    {
        long events = result.Log.EventCount;
        console.WriteLine(
            $"{Counted(result.Cleaning?.RowsRead ?? events, "row")} read, {result.Cleaning?.RowsKept ?? events:N0} kept: "
            + $"{Counted(result.Customers.Count, "customer")}, {Counted(result.Log.Items.Count, "item")}, "
            + $"{Counted(result.Orders.Count, "order")}, "
            + $"revenue {Revenue(result)}");
        console.WriteLine($"reference date {result.Customers.AsOf:yyyy-MM-dd}");
        console.WriteLine();
        WriteSegments(console, result);
        console.WriteLine();
        WriteModels(console, result);
        OfferPlan plan = result.Offers;
        console.WriteLine(
            $"{Counted(plan.Total.Offers, "offer")} for {plan.BudgetUsed:N2} of a budget of {plan.Budget:N2}; "
            + $"expected return after costs {plan.Total.ExpectedNet:N2}");
        if (plan.ControlCustomers > 0)
            console.WriteLine($"{Counted(plan.ControlCustomers, "customer")} without an offer by lot, as a control group");
        if (result.LearnedOffers is { } learned) WriteLearned(console, learned);
        WriteMessages(console, result.Messages);
        console.WriteLine($"{result.Seconds.Sum(step => step.Value):N1} s, {Environment.WorkingSet / 1e6:N0} MB");
        console.WriteLine();
        if (result.Find<CustomerFileFindings>() is { } found) WriteCustomers(console, found);
        if (result.Find<SentimentFindings>() is { } reviews) WriteReviews(console, reviews);
        if (result.Cleaning is { } cleaning)
        {
            ReadingNotes.Write(console, cleaning);
            console.WriteLine();
        }

        console.WriteLine($"Open {Path.Combine(folder, PersonalizationFiles.Report)} in a browser; the tables and models are beside it.");
    }

    private static string Counted(long count, string what) => $"{count:N0} {what}{(count == 1 ? "" : "s")}";

    private static void WriteCustomers(TextWriter console, CustomerFileFindings found)
    {
        CustomerFileJoin join = found.Join;
        console.WriteLine(
            $"{found.File.Source}: {found.File.Columns.Count:N0} columns for {Counted(join.Matched, "customer")}; "
            + $"{join.InFileOnly:N0} in the file alone, {join.InTableOnly:N0} in the events alone");
        foreach (CustomerFileColumn column in found.File.Columns.Where(column => column.Unreadable > 0))
        {
            RowExample first = column.Examples[0];
            console.WriteLine(
                $"  column '{column.Name}': {column.Unreadable:N0} unreadable, first in row {first.Row:N0}, '{first.Value}'");
        }

        foreach (ReadDecision decision in found.File.Decisions.Where(decision => decision.Assumed))
            ReadingNotes.Assumed(console, decision);
        console.WriteLine();
    }

    private static void WriteLearned(TextWriter console, LearnedOffers learned)
    {
        int looked = learned.Rounds.Count(round => round.LeftOut is null);
        console.WriteLine(
            $"earlier offers: {looked:N0} of {Counted(learned.Rounds.Count, "round")} learned from, "
            + (learned.ByLot ? "against a control group" : "without a control group: no figure of what they did"));
        if (learned.Reason is { } reason) console.WriteLine($"  {reason}");
        foreach (LearnedRound round in learned.Rounds.Where(round => round.LeftOut is not null))
            console.WriteLine($"  {round.Issued:yyyy-MM-dd} left out: {round.LeftOut}");
    }

    private static void WriteMessages(TextWriter console, OfferMessages messages)
    {
        string channels = string.Join(", ", messages.ByChannel.Select(one => $"{ChannelOf(one.Channel)} {one.Messages:N0}"));
        console.WriteLine(
            $"{Counted(messages.Sent, "message")}{(channels.Length == 0 ? "" : $": {channels}")}; "
            + $"the contacts cost {messages.ContactCost:N2}");
        if (messages.Contacts + messages.LaterContacts == 0) return;
        console.WriteLine(
            $"  {Counted(messages.Contacts, "earlier contact")} learned from, {messages.ContactsOfCustomers:N0} with customers; "
            + $"{messages.LaterContacts:N0} later left out");
    }

    private static string ChannelOf(OfferChannel channel) => channel switch
    {
        OfferChannel.Email => "e-mail",
        OfferChannel.Sms => "SMS",
        OfferChannel.InApp => "app",
        OfferChannel.Banner => "banner",
        _ => "store",
    };

    private static void WriteReviews(TextWriter console, SentimentFindings found)
    {
        console.WriteLine(
            $"{found.Source}: {Counted(found.Notes, "note")} of {Counted(found.Customers, "customer")}, {found.Positive:N0} speak well, "
            + $"{found.Negative:N0} ill; {found.OfOthers:N0} of nobody who bought, {found.Later:N0} written later, "
            + $"{found.LeftOut:N0} left out");
        if (found.DateOrder is { Assumed: true } decision) ReadingNotes.Assumed(console, decision);
        console.WriteLine();
    }

    private static string Revenue(PersonalizationResult result)
    {
        string currency = result.Currency.Length > 0 ? " " + result.Currency : "";
        return result.Refunds == 0
            ? $"{result.Orders.Total:N2}{currency}"
            : $"{result.Orders.Total - result.Refunds:N2}{currency} ({result.Orders.Total:N2} less {result.Refunds:N2} refunded)";
    }

    private static void WriteSegments(TextWriter console, PersonalizationResult result)
    {
        console.WriteLine($"{"segment",-24}{"customers",10}{"revenue",10}   median days since, orders, spend");
        foreach (SegmentProfile profile in result.Segments.Profiles.Where(p => p.Customers > 0).OrderByDescending(p => p.Revenue))
        {
            console.WriteLine(
                $"{profile.Segment.Name,-24}{profile.Customers,10:N0}{profile.ShareOfRevenue,10:P0}   "
                + $"{profile.MedianRecencyDays:N0}, {profile.MedianFrequency:N0}, {profile.MedianMonetary:N0}");
        }
    }

    private static void WriteModels(TextWriter console, PersonalizationResult result)
    {
        if (result.Clusters is { } clusters) console.WriteLine(clusters.Reason);
        else if (result.NoClusters is { } why) console.WriteLine(why);
        if (result.BehaviorClusters is { } behavior)
        {
            IEnumerable<string> clustered = behavior.Profiles.Select(profile => $"{behavior.Names[profile.Cluster]} {profile.Size:N0}");
            console.WriteLine($"by behaviour: {string.Join(", ", clustered)}");
        }

        if (result.NeuralCf is not { } comparison) return;
        string metric = $"F1@{comparison.Cutoff}";
        IEnumerable<string> figures = comparison.Recommenders.Select(each => $"{each.Key} {each.Value[metric]:N4}");
        console.WriteLine(
            $"{metric} on what {comparison.CustomerCount:N0} customers bought first since {comparison.HeldOutSince:yyyy-MM-dd}: "
            + string.Join(", ", figures));
    }
}
