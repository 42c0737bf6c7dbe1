using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>One customer while being simulated: what they like, what they have on their mind, and what comes next for them.</summary>
internal sealed class Shopper
{
    // A proposal is followed by the wedding after weeks, by the first anniversary after months.
    private const int DaysToWedding = 20, DaysToAnniversary = 90;
    private const double CategoryTaste = 0.35;
    private const int Shown = 8;

    private readonly ShopCatalogue _catalogue;
    private readonly double[] _categories = new double[CategoryProfile.Count];
    private readonly float[] _taste = new float[ShopCatalogue.TasteDimensions];
    private readonly float[] _weights;
    private readonly int[] _weightsOf;
    private RandomStream _random;
    private float _priceSensitivity;
    private Journey _journey;
    private int _journeyDay, _shopper;

    public Shopper(ShopCatalogue catalogue, RandomStream random)
    {
        _catalogue = catalogue;
        _weights = new float[catalogue.Items.Length];
        _weightsOf = new int[catalogue.Items.Length];
        _random = random;
    }

    private enum Journey
    {
        None,
        Proposal,
        Wedding,
        Anniversary,
    }

    /// <summary>An item of an earlier session, wished for or left in the cart; −1 for none.</summary>
    public int Considered { get; set; }

    /// <summary>The piece that completes the set of the last order; −1 for none.</summary>
    public int Matching { get; private set; }

    public void Become(CustomerTruth customer, RandomStream random)
    {
        _random = random;
        _shopper++;
        customer.Taste.CopyTo(_taste);
        _priceSensitivity = (float)customer.PriceSensitivity;
        _journey = customer.OnWeddingJourney ? Journey.Proposal : Journey.None;
        _journeyDay = 0;
        Considered = Matching = -1;
        double sum = 0;
        for (int category = 0; category < _categories.Length; category++)
        {
            double weight = PersonaProfile.All[(int)customer.Persona].Categories[category];
            if (!_catalogue.Has((JewelryCategory)category)) weight = 0;
            sum += weight == 0 ? 0 : weight * StableMath.Exp(CategoryTaste * Dot(_taste, _catalogue.CategoryCentres[category]));
            _categories[category] = sum;
        }
    }

    /// <summary>The category that a session is about: the wedding, then the occasion, then the usual preferences.</summary>
    public JewelryCategory Mission(int day, Occasion occasion, bool givesPresents)
    {
        if (JourneyCategory(day) is { } next && _random.NextDouble() < 0.8) return next;
        if (givesPresents && occasion != Occasion.None && _random.NextDouble() < 0.6) return PresentFor(occasion);
        return AnyCategory();
    }

    public JewelryCategory AnyCategory()
    {
        double target = _random.NextDouble() * _categories[^1];
        int category = 0;
        while (category < _categories.Length - 1 && _categories[category] <= target) category++;
        return (JewelryCategory)category;
    }

    /// <summary>Multinomial logit over eight items that the shop shows by popularity.</summary>
    public int Choose(JewelryCategory category)
    {
        ReadOnlySpan<int> slots = _catalogue.Shown(category);
        Span<int> shown = stackalloc int[Shown];
        Span<float> reached = stackalloc float[Shown];
        float sum = 0;
        for (int i = 0; i < Shown; i++)
        {
            shown[i] = slots[(int)(_random.NextUInt32() & (uint)(slots.Length - 1))];
            reached[i] = sum += Weight(shown[i]);
        }

        float target = _random.NextSingle() * sum;
        int chosen = 0;
        while (chosen < Shown - 1 && reached[chosen] <= target) chosen++;
        return shown[chosen];
    }

    public float Utility(int item) => _catalogue.Utility(_taste, _priceSensitivity, item);

    /// <summary>Moves on after an order of an item: the next stage of the wedding, the partner of the set.</summary>
    public void Bought(int item, int day)
    {
        JewelryCategory category = _catalogue.Items[item].Department;
        if (item == Considered) Considered = -1;
        Matching = item != Matching && _random.NextDouble() < 0.5 ? _catalogue.Partner(item, _random) : -1;
        Journey next = (category, _journey) switch
        {
            (JewelryCategory.EngagementRings, _) => Journey.Wedding,
            (JewelryCategory.WeddingRings, Journey.Wedding) => Journey.Anniversary,
            (JewelryCategory.Necklaces, Journey.Anniversary) when day >= _journeyDay + DaysToAnniversary => Journey.None,
            _ => _journey,
        };
        if (next == _journey && category != JewelryCategory.EngagementRings) return;
        _journey = next;
        _journeyDay = day;
    }

    /// <summary>exp(utility), worked out once for each customer and item.</summary>
    private float Weight(int item)
    {
        if (_weightsOf[item] == _shopper) return _weights[item];
        _weightsOf[item] = _shopper;
        return _weights[item] = (float)StableMath.Exp(Utility(item));
    }

    private JewelryCategory? JourneyCategory(int day) => _journey switch
    {
        Journey.Proposal => JewelryCategory.EngagementRings,
        Journey.Wedding when day >= _journeyDay + DaysToWedding => JewelryCategory.WeddingRings,
        Journey.Anniversary when day >= _journeyDay + DaysToAnniversary => JewelryCategory.Necklaces,
        _ => null,
    };

    private JewelryCategory PresentFor(Occasion occasion)
    {
        bool first = _random.NextDouble() < 0.6;
        return occasion switch
        {
            Occasion.ValentinesDay => first ? JewelryCategory.Necklaces : JewelryCategory.Rings,
            Occasion.MothersDay => first ? JewelryCategory.Bracelets : JewelryCategory.Earrings,
            _ => first ? JewelryCategory.Earrings : JewelryCategory.Watches,
        };
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int d = 0; d < a.Length; d++) sum += a[d] * b[d];
        return sum;
    }
}
