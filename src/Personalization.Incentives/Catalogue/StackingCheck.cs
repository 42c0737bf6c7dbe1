namespace Personalization.Incentives;

/// <summary>Finds offers that ask for others that they can't be held with, or that can't be had.</summary>
internal sealed class StackingCheck(OfferCatalogue catalogue, Action<string, string> error, Action<string, string> warn)
{
    public void Run(Offer offer)
    {
        foreach (string id in offer.Stacking.Excludes)
        {
            if (id != offer.Id && catalogue.Find(id) is null) warn("stacking.excludes", $"there is no offer '{id}'");
        }

        foreach (string id in offer.Stacking.Requires) Required(offer, id);
        CrossRequired(offer);
    }

    private void Required(Offer offer, string id)
    {
        const string Field = "stacking.requires";
        if (id == offer.Id)
        {
            error(Field, "it asks for itself to be held already; remove that");
            return;
        }

        if (catalogue.Find(id) is not { } needed)
        {
            error(Field, $"there is no offer '{id}', so nobody can hold it; name one of the catalogue");
            return;
        }

        if (!offer.GoesWith(needed)) error(Field, $"it asks for '{id}' to be held, and {WhyNot(offer, needed)}; drop one of the two");
        if (Needs(needed, offer.Id, [])) error(Field, $"'{id}' asks for '{offer.Id}' in turn, so neither can come first");
        if (needed.Caps.Total == 0) error(Field, $"'{id}' is never given: its caps.total is 0");
        DateTimeOffset? last = needed.Validity.Duration is null ? needed.Validity.To : null;
        if (last <= offer.Validity.From)
            error(Field, $"'{id}' ends on {Words.Date(last.Value)}, before this begins on {Words.Date(offer.Validity.From.Value)}");
        if (catalogue.Rules.CoolDown.AfterOffer is { } pause && needed.Validity.Duration <= pause)
        {
            error(Field, $"'{id}' lasts {Words.Duration(needed.Validity.Duration.Value)}, and after it the customer is left alone for "
                + $"{Words.Duration(pause)} (coolDown.afterOfferHours), so that it is over before this may be given");
        }
    }

    private void CrossRequired(Offer offer)
    {
        Offer[] needed = [.. offer.Stacking.Requires.Select(catalogue.Find).OfType<Offer>()];
        for (int i = 0; i < needed.Length; i++)
        {
            for (int k = i + 1; k < needed.Length; k++)
            {
                if (!needed[i].GoesWith(needed[k]))
                {
                    error(
                        "stacking.requires",
                        $"it asks for both '{needed[i].Id}' and '{needed[k].Id}', and {WhyNot(needed[i], needed[k])}");
                }
            }
        }
    }

    private bool Needs(Offer offer, string id, HashSet<string> seen) =>
        seen.Add(offer.Id) && offer.Stacking.Requires.Any(
            one => one == id || (catalogue.Find(one) is { } next && next != offer && Needs(next, id, seen)));

    private static string WhyNot(Offer one, Offer other) =>
        one.Stacking.Exclusive ? $"'{one.Id}' is exclusive"
        : other.Stacking.Exclusive ? $"'{other.Id}' is exclusive"
        : one.Stacking.Groups.FirstOrDefault(group => other.Stacking.Groups.Contains(group, StringComparer.Ordinal)) is { } shared
            ? $"both are of the group '{shared}'"
        : one.Stacking.Excludes.Contains(other.Id, StringComparer.Ordinal) ? $"'{one.Id}' excludes '{other.Id}'"
        : $"'{other.Id}' excludes '{one.Id}'";
}
