namespace Personalization.Incentives;

/// <summary>Every number, percentage and amount, in digits or in words, is one of the offer's.</summary>
internal sealed class NumberCheck : OfferTextCheck
{
    public override string Name => "numbers";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text) =>
        from field in text.Fields
        from number in field.Numbers
        where !text.Facts.Has(number)
        select Finding(field, $"says '{number.Words}', which isn't in the offer's terms");
}
