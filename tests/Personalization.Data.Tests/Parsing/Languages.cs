using System.Globalization;

namespace Personalization.Data.Tests;

/// <summary>Months and weekdays as seven languages write them: the tests run without the system's cultures.</summary>
internal static class Languages
{
    public static readonly IReadOnlyList<DateTimeFormatInfo> All =
    [
        Of("January February March April May June July August September October November December",
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
            "Sun Mon Tue Wed Thu Fri Sat"),
        Of("Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
            "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.", "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
            "So. Mo. Di. Mi. Do. Fr. Sa."),
        Of("janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
            "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "dimanche lundi mardi mercredi jeudi vendredi samedi",
            "dim. lun. mar. mer. jeu. ven. sam."),
        Of("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "ene feb mar abr may jun jul ago sept oct nov dic", "domingo lunes martes miércoles jueves viernes sábado",
            "dom lun mar mié jue vie sáb"),
        Of("januari februari maart april mei juni juli augustus september oktober november december",
            "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec.", "zondag maandag dinsdag woensdag donderdag vrijdag zaterdag",
            "zo ma di wo do vr za"),
        Of("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
            "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
            "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado", "dom. seg. ter. qua. qui. sex. sáb."),
        Of("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "gen feb mar apr mag giu lug ago set ott nov dic", "domenica lunedì martedì mercoledì giovedì venerdì sabato",
            "dom lun mar mer gio ven sab"),
    ];

    private static DateTimeFormatInfo Of(string months, string shortMonths, string days, string shortDays)
    {
        string[] names = [.. months.Split(' '), ""], shortNames = [.. shortMonths.Split(' '), ""];
        return new DateTimeFormatInfo
        {
            MonthNames = names,
            MonthGenitiveNames = names,
            AbbreviatedMonthNames = shortNames,
            AbbreviatedMonthGenitiveNames = shortNames,
            DayNames = days.Split(' '),
            AbbreviatedDayNames = shortDays.Split(' '),
        };
    }
}
