using System.Globalization;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>
/// Draws customers, each from a stream of its own, so that neither threads nor the number of customers change any of them.
/// </summary>
internal sealed class CustomerMaker
{
    // Gamma with this shape and mean 1 spreads rates between customers of one persona, as in the Pareto/NBD model.
    private const double RateShape = 2, ConversionConcentration = 14;
    private const double SureBuyerBoost = 1.6, LostCauseDamping = 0.4;

    private readonly JewelryShopOptions _options;
    private readonly PersonaCalendar[] _calendars;
    private readonly AliasTable _personas;
    private readonly AliasTable[] _responses;
    private readonly string _idFormat;

    public CustomerMaker(JewelryShopOptions options, PersonaCalendar[] calendars)
    {
        _options = options;
        _calendars = calendars;
        _personas = new AliasTable([.. Enum.GetValues<Persona>().Select(options.Personas.WeightOf)]);
        _responses = [.. PersonaProfile.All.Select(profile => new AliasTable(profile.Responses))];
        _idFormat = "D" + Math.Max(6, options.CustomerCount.ToString(CultureInfo.InvariantCulture).Length);
    }

    public CustomerTruth Make(int index)
    {
        RandomStream random = new(_options.Seed, "simulation.traits", (ulong)index);
        Persona persona = (Persona)_personas.Sample(random);
        PersonaProfile profile = PersonaProfile.All[(int)persona];
        ResponseType response = (ResponseType)_responses[(int)persona].Sample(random);
        float[] taste = new float[ShopTruth.TasteDimensions];
        for (int d = 0; d < taste.Length; d++) taste[d] = (float)random.NextGaussian();
        taste[0] = (float)(profile.DearTaste + (0.4 * taste[0]));

        double priceSensitivity = Math.Max(0, random.NextGaussian(profile.PriceSensitivity, 0.25));
        double sessionsPerDay = profile.SessionsPerYear / 365 * random.NextGamma(RateShape, 1 / RateShape);
        double conversion = random.NextBeta(
            ConversionConcentration * profile.Conversion, ConversionConcentration * (1 - profile.Conversion))
            * response switch { ResponseType.SureBuyer => SureBuyerBoost, ResponseType.LostCause => LostCauseDamping, _ => 1 };
        conversion = Math.Min(conversion, 0.9 / _calendars[(int)persona].HighestConversion);

        (int join, int end, bool churned) = Lifetime(persona, profile, random);
        Span<double> effects = stackalloc double[profile.OfferEffects.Length];
        DrawOfferEffects(profile, response, priceSensitivity - profile.PriceSensitivity, effects, random);
        return new CustomerTruth(taste, sessionsPerDay * conversion, effects)
        {
            Id = new CustomerId("C" + (index + 1).ToString(_idFormat, CultureInfo.InvariantCulture)),
            Persona = persona,
            ResponseType = response,
            PriceSensitivity = priceSensitivity,
            SessionsPerDay = sessionsPerDay,
            Conversion = conversion,
            Joined = _options.Start.AddDays(join),
            Churned = churned ? _options.Start.AddDays(end) : null,
            OnWeddingJourney = random.NextDouble() < profile.WeddingJourney,
            PersonalOccasions = persona == Persona.GiftBuyer ? [random.NextInt32(1, 366), random.NextInt32(1, 366)] : [],
            JoinDay = join,
            EndDay = end,
        };
    }

    /// <summary>First day, day after the last, and whether the customer left: everybody is there for at least one day.</summary>
    private (int Join, int End, bool Churned) Lifetime(Persona persona, PersonaProfile profile, RandomStream random)
    {
        int days = _options.Days;
        double newcomer = random.NextDouble(), moment = random.NextDouble();
        if (persona == Persona.Lapsed)
        {
            int left = Math.Max(1, (int)(days * (0.08 + (0.32 * moment))));
            return (0, left, left < days);
        }

        int join = newcomer < profile.Newcomers ? (int)(moment * days) : 0;
        double end = join + Math.Max(1, random.NextExponential(profile.ChurnPerYear / 365));
        return end < days ? (join, (int)end, true) : (join, days, false);
    }

    private static void DrawOfferEffects(
        PersonaProfile profile, ResponseType response, double excessSensitivity, Span<double> effects, RandomStream random)
    {
        for (int k = 0; k < effects.Length; k++)
        {
            double mean = profile.OfferEffects[k], noise = random.NextGaussian();
            bool isDiscount = (ShopOfferKind)k is ShopOfferKind.PercentOff or ShopOfferKind.AmountOff;
            effects[k] = response switch
            {
                ResponseType.Persuadable => mean + (0.15 * noise) + (isDiscount ? 0.3 * excessSensitivity : 0),
                ResponseType.SleepingDog => -0.15 - (0.6 * mean) - (0.1 * Math.Abs(noise)),
                _ => 0.03 * noise,
            };
        }
    }
}
