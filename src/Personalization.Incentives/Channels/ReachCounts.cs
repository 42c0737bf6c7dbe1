using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>Contacts and how many of them reached the customer.</summary>
internal readonly record struct ReachCounts(int Contacts, int Reached)
{
    public static ReachCounts operator +(ReachCounts left, ReachCounts right) =>
        new(left.Contacts + right.Contacts, left.Reached + right.Reached);

    public ReachCounts With(bool reached) => new(Contacts + 1, Reached + (reached ? 1 : 0));

    /// <summary>Mean of the beta distribution: counts with pseudo-contacts at a rate above.</summary>
    public double Rate(double above, double strength) => (Reached + (strength * above)) / (Contacts + strength);

    /// <summary>Sum of the logarithms of what is foretold of each contact from the others.</summary>
    public double LeftOut(double above, double strength)
    {
        if (Contacts == 0) return 0;
        double rest = Contacts - 1 + strength;
        int missed = Contacts - Reached;
        return (Reached == 0 ? 0 : Reached * StableMath.Log((Reached - 1 + (strength * above)) / rest))
            + (missed == 0 ? 0 : missed * StableMath.Log((missed - 1 + (strength * (1 - above))) / rest));
    }
}
