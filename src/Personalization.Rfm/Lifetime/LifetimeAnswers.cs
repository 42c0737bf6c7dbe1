namespace Personalization.Rfm;

/// <summary>A model that finds both answers with one evaluation.</summary>
internal interface IAnswersTogether
{
    /// <summary>Probability alive and expected purchases.</summary>
    (double Alive, double Purchases) Answers(LifetimeRow customer, double horizon);
}

/// <summary>
/// Answers for one customer after another. Customers who are alike, such as those who came once on the same day, are asked for once as long
/// as no other takes their place. Not thread-safe.
/// </summary>
internal sealed class LifetimeAnswers(IPurchaseModel model, double horizon)
{
    private const int Places = 2048;

    private readonly IAnswersTogether? _together = model as IAnswersTogether;
    private readonly (int Repeats, double Last, double Age, double Alive, double Purchases)[] _places = Free();

    public (double Alive, double Purchases) Of(LifetimeRow customer)
    {
        ulong hash = ((ulong)BitConverter.DoubleToInt64Bits(customer.Age) * 0x9E3779B97F4A7C15)
            ^ ((ulong)BitConverter.DoubleToInt64Bits(customer.LastPurchase) * 0xC2B2AE3D27D4EB4F)
            ^ ((ulong)(uint)customer.RepeatPurchases * 0x165667B19E3779F9);
        ref (int Repeats, double Last, double Age, double Alive, double Purchases) place =
            ref _places[(int)((hash * 0xD6E8FEB86659FD93) >> 53)];
        if (place.Repeats != customer.RepeatPurchases || place.Last != customer.LastPurchase || place.Age != customer.Age)
        {
            (double alive, double purchases) = _together?.Answers(customer, horizon)
                ?? (model.ProbabilityAlive(customer), model.ExpectedPurchases(customer, horizon));
            place = (customer.RepeatPurchases, customer.LastPurchase, customer.Age, alive, purchases);
        }

        return (place.Alive, place.Purchases);
    }

    private static (int Repeats, double Last, double Age, double Alive, double Purchases)[] Free()
    {
        (int Repeats, double Last, double Age, double Alive, double Purchases)[] places =
            new (int Repeats, double Last, double Age, double Alive, double Purchases)[Places];
        Array.Fill(places, (-1, 0, 0, 0, 0));
        return places;
    }
}
