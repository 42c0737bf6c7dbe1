namespace Personalization.Incentives;

/// <summary>German.</summary>
internal static class GermanWords
{
    private static readonly string[] Small =
    [
        "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn",
        "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
    ];

    private static readonly string[] Tens = [
        "", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

    public static readonly LanguageWords Words = new()
    {
        Language = "de",
        Letters = "äöüßéèà",
        Common = LanguageWords.Set(
            """
            der die das den dem des ein eine einen einem einer eines und oder aber wenn von zu in im ins an am auf bei beim für mit ohne
            als wie ist
            sind war waren sein hat haben hatte wird werden wurde kann können könnte mag muss soll darf nicht kein keine ja nein es er sie
            wir uns
            unser unsere unseren unserem unserer ihr ihre ihren ihrem ihrer ihnen du dich dir dein deine deinen deinem deiner ich mich mir
            was wer
            wo wann warum wie welche alle alles etwas einige viel viele mehr andere anderen selbst nur noch auch so als dann jetzt nun
            bald wieder
            bis vor nach über unter durch um aus ab seit weil damit dass ob gleich hier dort da mal nächste nächsten nächster nächstes
            neue neuen
            neu gut gern gerne ganz sehr schon nimm nehmen geben gibt gib bekommst bekommen bekommt findest finden schau such sieh komm
            freuen
            bestellung bestellungen bestellen bestellt bestelle einkauf einkaufen kasse laden versand geschenk punkte sammeln sparen
            sparst rabatt
            nachlass gutschein code gültig hallo liebe lieber danke willkommen zurück heute morgen woche monat tag stunden freund freundin
            beide
            zusammen zeit bücher buch lesen liste seiten einfach zum zur vom einlösen ansehen
            erzähl teilen entdecken entdecke weiter weiterlesen weitersagen starten öffnen anmelden merken stöbern auswählen umschauen los
            zeigen besuchen zweit jemanden erzählen hol holen
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "halb halbe halben halber halbes hälfte:50 viertel:25 drittel:33 doppelt doppelte doppelten zweifach:200 "
            + "dreifach dreifache:300 dutzend:12 "
            + "fünftel:20 sechstel:17 achtel:13 zehntel:10"),
        Months = LanguageWords.Map(
            "januar jänner jan:1 februar feb:2 märz:3 april apr:4 mai:5 juni jun:6 juli jul:7 august aug:8 september sept sep:9 "
            + "oktober okt:10 november nov:11 dezember dez:12"),
        Weekdays = LanguageWords.Days(
            "sonntag sonntags:0 montag montags:1 dienstag dienstags:2 mittwoch:3 donnerstag:4 freitag freitags:5 "
            + "samstag sonnabend samstags:6"),
        Until = LanguageWords.Set("bis vor spätestens endet ablaufend nur läuft innerhalb binnen"),
        RelativeDays = LanguageWords.Set(
            "heute morgen übermorgen mitternacht mittag wochenende woche monatsende monat jahresende jahr weihnachten ostern abend"),
        Units = LanguageWords.UnitsOf(
            "punkt punkte punkten pkt",
            "stunde stunden std h:1 tag tage tagen:24 woche wochen:168 monat monate monaten:720 jahr jahre jahren:8760 minute minuten:0"),
        CodeWords = LanguageWords.Set("code codes gutscheincode rabattcode gutschein"),
        Greetings = LanguageWords.Set("hallo hi hey liebe lieber herr herrn frau guten servus moin sehr geehrte geehrter danke willkommen"),
        Capitals = null,
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: *versand*|*liefer*|porto|*zustell*
            Free: gratis*|kostenlos*|umsonst|kostenfrei*|geschenk|geschenke|geschenken|geschenks|*zugabe*|gratis|präsent*|bonus*|free
            Discount: *rabatt*|*nachlass*|*preisvorteil*|günstiger*|billiger*|*ermäßig*|reduzier*|ersparnis|sparst|sparen|spare|spar|sale
            Discount: schnäppchen*|geschenkt
            Points: punkt|punkte|punkten|*punkte|treuepunkt*
            EarlyAccess: vorab*|vorverkauf*|frühzugang|früher zugang|exklusiv*|vor allen anderen
            Friend: freund|freunde|freunden|freundin|freundinnen|empfehl*|jemanden mit
            Guarantee: *garant*|gewährleist*|versprech*|versprochen|ohne risiko|risikofrei*
            Refund: *erstatt*|geld zurück|*rückgabe*|*rücksend*|*retour*|cashback|umtausch*|*zurückgeld*|geld|zurückzahl*|zurück gezahlt
            Forever: lebenslang*|ein leben lang|für immer|unbegrenzt*|unbeschränkt*|ohne limit|ohne ende|dauerhaft*|unbefristet*|ewig*
            Forever: ohne ablauf*|immer|läuft nie|solange du
            EveryOrder: jede bestellung|jeder bestellung|alle bestellungen|allen bestellungen|jeden einkauf|jedem einkauf|alle einkäufe
            EveryOrder: jedes mal|jedesmal|das ganze jahr
            Superlative: der beste|die beste|das beste|die besten|den besten|beste preise|besten preis*|bester preis|*bestpreis*
            Superlative: *billigste*|*günstigste*|*niedrigste*|unschlagbar*|nummer eins|unübertroffen*|größte*|führende*|einzigartig*
            Superlative: anderswo|andere läden|kein laden
            Prize: *gewinn*|verlos*|lotterie|preisausschreiben|jackpot|auslosung
            Urgency: letzte chance|nur heute|nur noch|beeil*|solange der vorrat|solange vorrat|fast ausverkauft|schnell sein|letzte stücke
            Urgency: letzte tage|letzter tag|begrenzte zeit
            Finance: zinsfrei*|zinslos*|*raten|ratenzahlung*|kredit*|finanzier*|später zahlen|später bezahlen
            Health: heilt|heilen|heilung|klinisch*|medizinisch*|gesünder*|abnehmen|ärzt*
            Membership: abo|abos|abonn*|mitglied*|probemonat|probezeit|probeabo*|vip|upgrade*|premium*
            NoConditions: ohne bedingung*|bedingungslos*|ohne mindest*|kein mindest*|ohne ausnahme*|ohne wenn und aber|kein*|nie|niemals
            NoConditions: ohne|niemand|nirgends|nirgendwo
            Green: klimaneutral*|co2 neutral*|umweltfreundlich*|nachhaltig*|ökologisch*
            Stacking: zusätzlich*|obendrauf|extra|weitere prozent*|noch einmal|nochmals|kombinierbar*|legen drauf|obendrein|wir drauf
            Speed: express*|über nacht|am nächsten tag|noch heute bei|weltweit*|priorität*
            """),
        Harmless = new("nur noch auf|extra für dich|extra für sie"),
        Personal = new(
            "geburtstag*|geburtsdatum|dein alter|ihr alter|anschrift|telefonnummer|kontonummer|kundennummer*|einkommen|"
            + "schwanger*|letzte bestellung|letzten bestellung|letzter bestellung|gekauft hast|gekauft haben|bestellt hast|"
            + "bestellt haben"),
        Echo = new(
            "als ki|sprachmodell|systemprompt|anweisungen|ignoriere|ignorieren sie|der prompt|json|assistent|"
            + "hier ist der text|gerne hier|markenleitfaden"),
    };

    private static IEnumerable<string> Number(int n)
    {
        string name = n switch
        {
            1 => "eins",
            < 20 => Small[n],
            < 100 => (n % 10 == 0 ? "" : Small[n % 10] + "und") + Tens[n / 10],
            100 => "hundert",
            < 1000 => Small[n / 100] + "hundert",
            1000 => "tausend",
            _ => Small[n / 1000] + "tausend",
        };
        // Without umlauts on the keyboard they are written as ue, oe.
        return n switch
        {
            100 or 1000 => [name, "ein" + name],
            _ => [name, name.Replace("ü", "ue", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal)],
        };
    }
}
