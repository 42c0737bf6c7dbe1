namespace Personalization.Incentives;

/// <summary>Every part is as long as the channel allows, and there is a body.</summary>
internal sealed class LengthCheck : OfferTextCheck
{
    private const int MostLines = 30;

    public override string Name => "length";

    public override IEnumerable<OfferTextFinding> Find(CheckedText text)
    {
        ChannelLengths most = ChannelLengths.Of(text.Brief.Channel);
        int[] lengths = [most.Subject, most.Body, most.CallToAction];
        for (int i = 0; i < lengths.Length; i++)
        {
            CheckedField field = text.Fields[i];
            int length = OfferPlaceholders.Fill(field.Raw, text.Offer, text.Brief).Length;
            if (length > lengths[i]) yield return Finding(field, $"has {length} characters; the channel takes {lengths[i]}");
        }

        if (string.IsNullOrWhiteSpace(text.Text.Body)) yield return Finding(text.Fields[1], "is empty");
        if (text.Text.Body.Count(c => c == '\n') > MostLines) yield return Finding(text.Fields[1], $"has more than {MostLines} lines");
    }
}
