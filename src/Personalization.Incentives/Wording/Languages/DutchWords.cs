namespace Personalization.Incentives;

/// <summary>Dutch.</summary>
internal static class DutchWords
{
    private static readonly string[] Small =
    [
        "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien",
            "vijftien",
        "zestien", "zeventien", "achttien", "negentien",
    ];

    private static readonly string[] Tens = [
        "", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

    public static readonly LanguageWords Words = new()
    {
        Language = "nl",
        Letters = "áàäéèêëíïóöúüç",
        Common = LanguageWords.Set(
            """
            de het een en of maar als van te in op aan bij voor met zonder om uit naar door over onder tegen tot na sinds is zijn was
            waren wordt
            worden heb hebt heeft hebben had kan kunt kunnen kon mag moet moeten zal zullen niet geen ja nee er het ik je jij jou jouw
            jullie u uw
            wij we ons onze hij zij ze hem haar hun hen mij me mijn dit dat deze die wat wie waar wanneer waarom hoe welke alle alles
            allebei iets
            iemand niets niemand ander andere anderen veel meer minder meest zo dan ook nog al wel nu straks snel weer hier daar eerder
            eerst
            eerste volgende nieuwe nieuw goed mooi leuk graag heel zelf samen keer bestelling bestellingen bestel bestellen bestelt winkel
            winkelmand
            verzending cadeau gratis punten sparen spaar korting code geldig hallo bedankt welkom vriendin vriend boek boeken lezen
            leeslijst
            pagina set prijs kies kijk kijken vind vul krijg krijgt krijgen geven geeft betalen afrekenen halen bespaart bezoek tijd week
            maand dag uur vandaag beginnen ontdekken
            vertel vertellen verder deel delen open gebruiken gebruik probeer bezoek toon toevoegen bekijk bekijken rondkijken terug
            uitkiezen meedoen iemand neem ga lees leest
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "half halve helft:50 kwart:25 derde:33 dubbel dubbele verdubbeld:200 driedubbel driedubbele:300 dozijn:12 "
            + "vijfde:20 zesde:17 achtste:13 tiende:10"),
        Months = LanguageWords.Map(
            "januari jan:1 februari feb:2 maart mrt:3 april apr:4 mei:5 juni jun:6 juli jul:7 augustus aug:8 september sept sep:9 "
            + "oktober okt:10 november nov:11 december dec:12"),
        Weekdays = LanguageWords.Days("zondag:0 maandag:1 dinsdag:2 woensdag:3 donderdag:4 vrijdag:5 zaterdag:6"),
        Until = LanguageWords.Set("tot uiterlijk eindigt verloopt alleen slechts binnen"),
        RelativeDays = LanguageWords.Set("vandaag morgen overmorgen middernacht einde weekend week maand jaar kerst pasen"),
        Units = LanguageWords.UnitsOf(
            "punt punten pt", "uur uren h:1 dag dagen:24 week weken:168 maand maanden:720 jaar jaren:8760 minuut minuten:0"),
        CodeWords = LanguageWords.Set("code codes kortingscode waardebon"),
        Greetings = LanguageWords.Set("hallo hoi hey dag beste geachte lieve meneer mevrouw heer goedemorgen bedankt welkom"),
        Capitals = LanguageWords.Set("u uw sms btw"),
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: *verzend*|*bezorg*|*lever*|porto
            Free: gratis|kosteloos|cadeau*|geschenk*|weggever*|voor niets|bonus*|free
            Discount: *korting*|gekort*|goedkoper|bespaar*|afgeprijsd|sale|uitverkoop|aanbieding*|voordeliger|minder op|prijsverlaging
            Points: punt|punten|*punten
            EarlyAccess: vroege toegang|voorverkoop|eerder dan alle|voor alle anderen|voor iedereen anders|exclusi*
            Friend: vriend|vriendin|vrienden|vriendinnen|nodig uit|iemand mee
            Guarantee: *garant*|*garandeer*|belofte*|beloven|zonder risico|risicovrij
            Refund: terugbetal*|geld terug|retour*|cashback|ruilen|restitutie|geld
            Forever: levenslang*|voor altijd|onbeperkt*|voor het leven|zonder limiet|zonder einde|verloopt nooit|permanent*|eeuwig*|altijd
            Forever: loopt nooit|zolang je
            EveryOrder: elke bestelling|alle bestellingen|al je bestellingen|elke aankoop|alle aankopen|elke keer|het hele jaar
            Superlative: de beste|het beste|beste prijs|beste prijzen|*goedkoopste*|*laagste*|onverslaanba*|nummer een|ongeëvena*|grootste
            Superlative: toonaangevend*|elders|geen winkel|nergens anders
            Prize: *winactie*|loterij*|prijs winnen|win|winnen|winnaar*|verloting*|jackpot
            Urgency: laatste kans|alleen vandaag|vandaag alleen|op is op|zolang de voorraad|haast je|laatste dagen|laatste dag
            Urgency: laatste stuks|beperkte tijd|wees er snel
            Finance: rentevrij*|renteloos|termijnen|krediet*|financier*|betaal later|achteraf betalen
            Health: geneest|genees*|klinisch*|medisch*|afvallen|gezonder*|arts*
            Membership: abonnement*|abonneer*|proefperiode|proefmaand|lidmaatschap|lid|vip|premium
            NoConditions: zonder voorwaarden|geen voorwaarden|geen minimum*|zonder minimum*|onvoorwaardelijk*|zonder uitzondering*|geen
            NoConditions: nooit|zonder|niemand|nergens
            Green: klimaatneutra*|co2 neutra*|milieuvriendelijk*|duurza*
            Stacking: extra|bovenop|aanvullend*|daarbovenop|nog eens|nog een keer|daarnaast
            Speed: express|spoed*|volgende dag|dezelfde dag|wereldwijd|met voorrang
            """),
        Harmless = new("de volgende dag je"),
        Personal = new(
            "verjaardag|geboortedatum|je leeftijd|huisadres|telefoonnummer|rekeningnummer|klantnummer|inkomen|zwanger|"
            + "laatste bestelling|vorige bestelling|gekocht hebt|kocht"),
        Echo = new("als ai|taalmodel|instructies|negeer|de prompt|json|assistent|hier is de tekst|merkgids"),
    };

    private static IEnumerable<string> Number(int n)
    {
        switch (n)
        {
            case < 20: return [Small[n]];
            case < 100: return [(n % 10 == 0 ? "" : Small[n % 10] + "en") + Tens[n / 10]];
            case 100: return ["honderd", "eenhonderd"];
            case < 1000: return [Small[n / 100] + "honderd"];
            case 1000: return ["duizend"];
            default: return [Small[n / 1000] + "duizend"];
        }
    }
}
