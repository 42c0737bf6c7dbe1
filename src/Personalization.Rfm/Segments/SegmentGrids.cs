namespace Personalization.Rfm;

/// <summary>Grids of names that shops use, each over scores from 1 (worst) to 5 (best).</summary>
public static class SegmentGrids
{
    /// <summary>
    /// Ten names by recency and frequency, the grid that most public RFM notebooks share: <c>[1-2][1-2]</c> hibernating, <c>[1-2][3-4]</c>
    /// at risk, <c>[1-2]5</c> can't lose, <c>3[1-2]</c> about to sleep, <c>33</c> need attention, <c>[3-4][4-5]</c> loyal, <c>41</c>
    /// promising, <c>51</c> new, <c>[4-5][2-3]</c> potential loyalist, <c>5[4-5]</c> champion. Monetary value plays no part.
    /// </summary>
    public static SegmentGrid TenNames { get; } = new(
        "Ten names",
        [
            new("Champions", "Bought lately and often", "Reward them; early access, ask for reviews and referrals"),
            new("Loyal", "Buy often, not long ago", "Points, upsell, ask what they want next"),
            new("Potential loyalist", "Bought lately, more than once", "Membership, recommend what goes with their purchases"),
            new("New", "Bought just now, for the first time", "Welcome, help with the first steps, an offer for the second order"),
            new("Promising", "Bought not long ago, once", "Make the brand known, small trial offers"),
            new("Need attention", "Middling in recency and frequency", "A limited offer based on past purchases"),
            new("About to sleep", "Few orders, growing old", "Recommend popular items, remind before they are gone"),
            new("At risk", "Bought several times, but long ago", "Personal mail, renewal offers, helpful content"),
            new("Can't lose", "Bought very often, but long ago", "Win them back by hand: call, service, a generous offer"),
            new("Hibernating", "Few orders, long ago", "A cheap win-back mail, or let them rest"),
        ],
        (recency, frequency, _) => (recency, frequency) switch
        {
            ( <= 2, <= 2) => "Hibernating",
            ( <= 2, <= 4) => "At risk",
            ( <= 2, _) => "Can't lose",
            (3, <= 2) => "About to sleep",
            (3, 3) => "Need attention",
            ( <= 4, >= 4) => "Loyal",
            (4, 1) => "Promising",
            (5, 1) => "New",
            (_, <= 3) => "Potential loyalist",
            _ => "Champions",
        });

    /// <summary>
    /// Shopify's eleven groups by recency score and FM, the average of frequency and monetary scores, as its help describes the method; who
    /// never bought is a prospect. The groups' descriptions are those of its API (shopify.dev, <c>CustomerRfmGroup</c>) in our words. These
    /// words leave the exact ranges open; ours are: champions R 5 and FM ≥ 4; loyal R 3–4, FM ≥ 4; active R 4–5, FM 2 to under 4; new R 5,
    /// FM &lt; 2; promising R 4, FM &lt; 2; needs attention R 3, FM 3 to under 4; almost lost R 3, FM &lt; 3; previously loyal R 1–2, FM ≥
    /// 4.5; at risk R 1–2, FM 3 to under 4.5; dormant R 1–2, FM &lt; 3.
    /// </summary>
    public static SegmentGrid Shopify { get; } = new(
        "Shopify",
        [
            new("Champions", "Bought very recently, many orders, highest spend", "Thank them; early access, ask for referrals"),
            new("Loyal", "Bought recently, many orders, highest spend", "Loyalty programme, upsell"),
            new("Active", "Bought recently, some orders, moderate spend", "Recommend complements, raise the order value"),
            new("New", "Bought very recently, few orders, low spend", "Welcome series, an offer for the second order"),
            new("Promising", "Bought recently, few orders, low spend", "Show the range, a small offer"),
            new("Needs attention", "Some orders, moderate spend, cooling off", "A limited offer based on past purchases"),
            new("Previously loyal", "Very strong history, nothing recent", "Win back personally, a generous offer"),
            new("At risk", "Strong history, nothing recent", "Remind of favourites, ask what went wrong"),
            new("Almost lost", "Fewer orders, lower spend, nothing recent", "A last reminder with a discount"),
            new("Dormant", "Seldom bought, low spend, long ago", "A cheap win-back mail, or let them rest"),
        ],
        (recency, frequency, monetary) => (recency, DoubleFm: frequency + monetary) switch
        {
            (5, >= 8) => "Champions",
            ( >= 3, >= 8) => "Loyal",
            ( >= 4, >= 4) => "Active",
            (5, _) => "New",
            (4, _) => "Promising",
            (3, >= 6) => "Needs attention",
            (3, _) => "Almost lost",
            (_, >= 9) => "Previously loyal",
            (_, >= 6) => "At risk",
            _ => "Dormant",
        },
        new("Prospects", "No order yet", "First-order offer, show what others love"));

    /// <summary>
    /// The online retailer's eight segments, each with its scheme. The rules are ours, from the retailer's descriptions; the first that
    /// holds wins: R 1 Lost Legends; F 5 and M 5 VIP Elites; F ≥ 4 and R ≥ 3 Community Pillars; F ≤ 2 and M ≥ 4 Occasional Splurgers; F ≤ 2
    /// and R ≥ 4 Fresh Enthusiasts; F ≤ 2 and R 2 Silent Browsers; F ≤ 2 (R 3), or F 3 and R 2, Casual Shoppers; the rest (F 3 and R ≥ 3, F
    /// ≥ 4 and R 2) Steady Patrons.
    /// </summary>
    public static SegmentGrid OnlineRetailer { get; } = new(
        "Online retailer",
        [
            new("VIP Elites", "Most frequent, highest spend", "Elite Club: own service line, early access, events, surprise gift boxes"),
            new("Community Pillars", "Frequent, the steady core", "Pillar Rewards: points for purchases, reviews, sharing and referrals"),
            new("Steady Patrons", "Reliable and regular", "Patron Appreciation Day: special promotions, a say in the range"),
            new("Fresh Enthusiasts", "Recent, new or returning", "Welcome Aboard: how-to content, newsletter, new-member discount"),
            new("Occasional Splurgers", "Buy rarely, but dear baskets", "Insider's Sale: early access to sales, advice on dear items"),
            new("Casual Shoppers", "Some engagement", "Mix & Match: combine products for a discount, complements to past purchases"),
            new(
                "Silent Browsers",
                "Minimal engagement, nearly gone",
                "Reignite Your Interest: what they viewed and didn't buy, an offer that ends within 48 hours"),
            new(
                "Lost Legends",
                "Long gone",
                "We Miss You: what got better since, a short come-back discount on favourites or free shipping"),
        ],
        (recency, frequency, monetary) => (recency, frequency, monetary) switch
        {
            (1, _, _) => "Lost Legends",
            (_, 5, 5) => "VIP Elites",
            ( >= 3, >= 4, _) => "Community Pillars",
            (_, <= 2, >= 4) => "Occasional Splurgers",
            ( >= 4, <= 2, _) => "Fresh Enthusiasts",
            (2, <= 2, _) => "Silent Browsers",
            (3, <= 2, _) or (2, 3, _) => "Casual Shoppers",
            _ => "Steady Patrons",
        });

    /// <summary>
    /// The book shop's four segments. It publishes only their averages (visits 11, 6, 3, 2; spend $364, $167, $63, $42); the rules are
    /// ours, from how often, how lately and how dearly they buy: F 5, M ≥ 4 and R ≥ 3 Active Readers; F ≤ 2 and R ≥ 4 New; F ≥ 4, or F 3
    /// and M ≥ 4, Occasional; the rest Sparse.
    /// </summary>
    public static SegmentGrid BookShop { get; } = new(
        "Book shop",
        [
            new("Active Readers", "Visit most often, spend most", "Early access in the favourite genre; 10 % off every third book"),
            new("Occasional", "Come now and then, spend well", "Personal recommendations; a surprise gift with the next order"),
            new("Sparse", "Come seldom, spend little", "Book club: a free music e-book a month"),
            new("New", "Came lately, few purchases so far", "Referral: both get 20 % off the next purchase"),
        ],
        (recency, frequency, monetary) => (recency, frequency, monetary) switch
        {
            ( >= 3, 5, >= 4) => "Active Readers",
            ( >= 4, <= 2, _) => "New",
            (_, >= 4, _) or (_, 3, >= 4) => "Occasional",
            _ => "Sparse",
        });
}
