namespace Personalization.Simulation;

/// <summary>The figures that make a persona behave as it does. Rates are means over its customers.</summary>
internal sealed record PersonaProfile
{
    public required double SessionsPerYear { get; init; }

    /// <summary>Share of sessions that end in an order.</summary>
    public required double Conversion { get; init; }

    /// <summary>Mean number of views beyond the first.</summary>
    public required double ExtraViews { get; init; }

    /// <summary>Chance that a view leads to the wishlist.</summary>
    public required double Wishlist { get; init; }

    /// <summary>Chance that a session without order fills a cart.</summary>
    public required double AbandonedCart { get; init; }

    /// <summary>Chance of a second line in an order.</summary>
    public required double CrossSell { get; init; }

    /// <summary>Chance of a coupon outside of sales, and in sales.</summary>
    public required (double Usual, double InSale) Coupon { get; init; }

    public required double Refund { get; init; }

    /// <summary>Share that joins within the log rather than before it.</summary>
    public required double Newcomers { get; init; }

    public required double ChurnPerYear { get; init; }

    /// <summary>Mean of the first taste: liking of dear pieces.</summary>
    public required double DearTaste { get; init; }

    public required double PriceSensitivity { get; init; }

    /// <summary>Share that is about to propose: engagement ring, then wedding rings, then an anniversary necklace.</summary>
    public required double WeddingJourney { get; init; }

    public double SaleSessions { get; init; } = 1.1;

    public double SaleConversion { get; init; } = 1.15;

    public double OccasionSessions { get; init; } = 1.1;

    public double OccasionConversion { get; init; } = 1.05;

    /// <summary>Row = <see cref="JewelryCategory"/>.</summary>
    public required double[] Categories { get; init; }

    /// <summary>Web, app, store.</summary>
    public required double[] Channels { get; init; }

    /// <summary>Row = <see cref="ResponseType"/>.</summary>
    public required double[] Responses { get; init; }

    /// <summary>
    /// Row = <see cref="ShopOfferKind"/>: mean change of the log-odds of buying within 30 days, of persuadable customers.
    /// </summary>
    public required double[] OfferEffects { get; init; }

    /// <summary>Row = <see cref="Persona"/>.</summary>
    public static PersonaProfile[] All { get; } =
    [
        new()
        {
            SessionsPerYear = 18, Conversion = 0.21, ExtraViews = 3.6, Wishlist = 0.10, AbandonedCart = 0.22, CrossSell = 0.24,
            Coupon = (0.03, 0.15),
            Refund = 0.05,
            Newcomers = 0.20,
            ChurnPerYear = 0.10,
            DearTaste = 1.5,
            PriceSensitivity = 0.10,
            WeddingJourney = 0.08,
            SaleSessions = 1, SaleConversion = 1,
            Categories = [0.08, 0.05, 0.12, 0.17, 0.16, 0.12, 0.14, 0.02, 0.14], Channels = [0.35, 0.20, 0.45],
            Responses = [0.66, 0.18, 0.10, 0.06], OfferEffects = [0.05, 0.00, 0.05, 0.45, 0.70, 0.30, 0.10, 0.35],
        },
        new()
        {
            SessionsPerYear = 24, Conversion = 0.032, ExtraViews = 5.0, Wishlist = 0.09, AbandonedCart = 0.09, CrossSell = 0.10,
            Coupon = (0.12, 0.75),
            Refund = 0.07,
            Newcomers = 0.40,
            ChurnPerYear = 0.35,
            DearTaste = 0.2,
            PriceSensitivity = 0.8,
            WeddingJourney = 0.03,
            SaleSessions = 1.3, SaleConversion = 1.5,
            Categories = [0.12, 0.06, 0.15, 0.18, 0.17, 0.13, 0.09, 0.07, 0.03], Channels = [0.45, 0.50, 0.05],
            Responses = [0.62, 0.05, 0.13, 0.20], OfferEffects = [0.45, 0.40, 0.30, 0.20, 0.15, 0.10, 0.10, 0.50],
        },
        new()
        {
            SessionsPerYear = 9.5, Conversion = 0.15, ExtraViews = 2.6, Wishlist = 0.05, AbandonedCart = 0.20, CrossSell = 0.14,
            Coupon = (0.08, 0.65),
            Refund = 0.065,
            Newcomers = 0.30,
            ChurnPerYear = 0.25,
            DearTaste = 0.0,
            PriceSensitivity = 0.7,
            WeddingJourney = 0.07,
            Categories = [0.09, 0.09, 0.15, 0.20, 0.18, 0.13, 0.09, 0.06, 0.01], Channels = [0.55, 0.25, 0.20],
            Responses = [0.68, 0.12, 0.10, 0.10], OfferEffects = [0.40, 0.35, 0.30, 0.30, 0.10, 0.20, 0.10, 0.20],
        },
        new()
        {
            SessionsPerYear = 10, Conversion = 0.21, ExtraViews = 2.8, Wishlist = 0.04, AbandonedCart = 0.18, CrossSell = 0.16,
            Coupon = (0.08, 0.55),
            Refund = 0.07,
            Newcomers = 0.25,
            ChurnPerYear = 0.15,
            DearTaste = 0.1,
            PriceSensitivity = 0.6,
            WeddingJourney = 0.02,
            SaleSessions = 1.0, SaleConversion = 1.05, OccasionSessions = 5, OccasionConversion = 1.35,
            Categories = [0.01, 0.01, 0.10, 0.28, 0.22, 0.18, 0.10, 0.09, 0.01], Channels = [0.55, 0.25, 0.20],
            Responses = [0.70, 0.14, 0.08, 0.08], OfferEffects = [0.30, 0.30, 0.35, 0.65, 0.15, 0.15, 0.15, 0.40],
        },
        new()
        {
            SessionsPerYear = 20, Conversion = 0.09, ExtraViews = 4.0, Wishlist = 0.08, AbandonedCart = 0.25, CrossSell = 0.18,
            Coupon = (0.45, 0.95),
            Refund = 0.08,
            Newcomers = 0.30,
            ChurnPerYear = 0.30,
            DearTaste = -0.8,
            PriceSensitivity = 1.6,
            WeddingJourney = 0.02,
            SaleSessions = 2.2, SaleConversion = 3.0,
            Categories = [0.02, 0.03, 0.17, 0.20, 0.22, 0.16, 0.06, 0.14, 0.00], Channels = [0.50, 0.42, 0.08],
            Responses = [0.80, 0.06, 0.06, 0.08], OfferEffects = [1.10, 1.00, 0.70, 0.35, 0.20, 0.30, 0.25, 0.00],
        },
        new()
        {
            SessionsPerYear = 36, Conversion = 0.17, ExtraViews = 2.8, Wishlist = 0.04, AbandonedCart = 0.20, CrossSell = 0.12,
            Coupon = (0.12, 0.65),
            Refund = 0.075,
            Newcomers = 0,
            ChurnPerYear = 0,
            DearTaste = -0.1,
            PriceSensitivity = 0.9,
            WeddingJourney = 0.02,
            Categories = [0.04, 0.06, 0.17, 0.21, 0.20, 0.15, 0.08, 0.08, 0.01], Channels = [0.60, 0.25, 0.15],
            Responses = [0.55, 0.05, 0.12, 0.28], OfferEffects = [0.60, 0.55, 0.40, 0.35, 0.10, 0.15, 0.05, 0.15],
        },
    ];
}
