using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

/// <summary>Who agreed to what, by the columns of a file of customers.</summary>
public sealed class ConsentColumnsTests
{
    private static readonly CustomerId Anna = new("a"), Bert = new("b"), Cleo = new("c"), Stranger = new("x");

    [Fact]
    public void ToConsent_MarketingConsent_HoldsForOffersAlone()
    {
        CustomerFileTable table = Read("id,Marketing Consent\na,yes\nb,no\nc,\n");
        IConsentPolicy consent = table.ToConsent()!;

        ConsentColumn told = Assert.Single(table.Consent);
        Assert.Equal(("Marketing Consent", "marketing_consent", false, 1), (told.Name, told.Column, told.IsObjection, told.Agreed));
        Assert.Equal([ConsentPurpose.Marketing], told.Purposes);
        Assert.Equal(
            [true, false, false, false],
            new[] { Anna, Bert, Cleo, Stranger }.Select(own => consent.Allows(own, ConsentPurpose.Marketing)));
        Assert.True(consent.Allows(Bert, ConsentPurpose.Personalization));
    }

    [Fact]
    public void ToConsent_NameWithoutPurpose_HoldsForOffersAndRecommendations()
    {
        IConsentPolicy consent = Read("id,Einwilligung\na,ja\nb,nein\n").ToConsent()!;

        Assert.False(consent.Allows(Bert, ConsentPurpose.Marketing));
        Assert.False(consent.Allows(Bert, ConsentPurpose.Personalization));
        Assert.True(consent.Allows(Bert, ConsentPurpose.Analytics));
    }

    [Fact]
    public void ToConsent_Unsubscribed_TurnsYesIntoNo()
    {
        IConsentPolicy consent = Read("id,E-Mail unsubscribed\na,no\nb,yes\nc,\n").ToConsent()!;

        Assert.Equal(
            [true, false, true, false],
            new[] { Anna, Bert, Cleo, Stranger }.Select(own => consent.Allows(own, ConsentPurpose.Marketing)));
    }

    [Fact]
    public void ToConsent_TwoColumnsOfAPurpose_BothMustAgree()
    {
        IConsentPolicy consent = Read("id,mail consent,sms opt-in\na,1,1\nb,1,0\nc,0,1\n").ToConsent()!;

        Assert.Equal([true, false, false], new[] { Anna, Bert, Cleo }.Select(own => consent.Allows(own, ConsentPurpose.Marketing)));
    }

    [Fact]
    public void ToConsent_NoSuchColumn_IsNull()
    {
        Assert.Null(Read("id,vip\na,yes\nb,no\n").ToConsent());
        Assert.Null(Read("id,consent\na,yes\nb,no\n", new() { Consent = [] }).ToConsent());
    }

    [Fact]
    public void Read_ConsentThatWasNamed_IsTaken() =>
        Assert.False(Read("id,vip\na,yes\nb,no\n", new() { Consent = ["VIP"] }).ToConsent()!.Allows(Bert, ConsentPurpose.Marketing));

    [Theory]
    [InlineData("city", "Column 'city' can't tell consent: its values aren't yes and no")]
    [InlineData("agreed", "There is no column 'agreed' of consent (--consent, CustomerFileOptions.Consent); the columns are 'vip', 'city'")]
    public void Read_NamedColumnThatCant_SaysWhy(string column, string expected)
    {
        EventFileException error = Assert.Throws<EventFileException>(
            () => Read("id,vip,city\na,yes,Bonn\nb,no,Ulm\n", new() { Consent = [column] }));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static CustomerFileTable Read(string text, CustomerFileOptions? options = null) => CustomerFile.Read(
        new MemoryStream(Encoding.UTF8.GetBytes(text)), "crm.csv", options, TestContext.Current.CancellationToken);
}
