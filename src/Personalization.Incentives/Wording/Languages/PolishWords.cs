namespace Personalization.Incentives;

/// <summary>Polish.</summary>
internal static class PolishWords
{
    private static readonly string[] Small =
    [
        "zero", "jeden", "dwa", "trzy", "cztery", "pięć", "sześć", "siedem", "osiem", "dziewięć", "dziesięć", "jedenaście", "dwanaście",
        "trzynaście", "czternaście", "piętnaście", "szesnaście", "siedemnaście", "osiemnaście", "dziewiętnaście",
    ];

    private static readonly string[] SmallGenitive =
    [
        "zera", "jednego", "dwóch", "trzech", "czterech", "pięciu", "sześciu", "siedmiu", "ośmiu", "dziewięciu", "dziesięciu", "jedenastu",
        "dwunastu", "trzynastu", "czternastu", "piętnastu", "szesnastu", "siedemnastu", "osiemnastu", "dziewiętnastu",
    ];

    private static readonly string[] Tens =
    [
        "", "", "dwadzieścia", "trzydzieści", "czterdzieści", "pięćdziesiąt", "sześćdziesiąt", "siedemdziesiąt", "osiemdziesiąt",
        "dziewięćdziesiąt",
    ];

    private static readonly string[] TensGenitive =
    [
        "", "", "dwudziestu", "trzydziestu", "czterdziestu", "pięćdziesięciu", "sześćdziesięciu", "siedemdziesięciu", "osiemdziesięciu",
        "dziewięćdziesięciu",
    ];

    private static readonly string[] Hundreds =
        ["", "", "dwieście", "trzysta", "czterysta", "pięćset", "sześćset", "siedemset", "osiemset", "dziewięćset"];

    public static readonly LanguageWords Words = new()
    {
        Language = "pl",
        Letters = "ąćęłńóśźżé",
        Common = LanguageWords.Set(
            """
            i a w we z ze na do od dla o u po za przy przez nad pod przed między bez oraz lub albo ale bo że żeby aby jeśli gdy kiedy jak
            jaki jaka
            jakie co kto gdzie który która które których czy nie tak już jeszcze tylko także też więc to ten ta te tego tej tym tych jest
            są był była
            było były być będzie będą ma masz mają mamy mieć może możesz mogą można musisz trzeba się siebie sobie mi mnie ci ciebie cię
            tobie ty my
            wy was wam nas nam nasz nasza nasze naszych twój twoja twoje twojego on ona ono oni jego jej ich wszystko wszyscy wszystkich
            coś ktoś nic
            nikt inny inni innymi więcej mniej bardzo dobrze dobry dobra teraz dziś dzisiaj potem zaraz wkrótce wcześniej później następne
            następny
            następnego następnym następnej następnemu nowe nowy nowości zamówienie zamówienia zamówieniu zamów zakupy zakupów kupuj
            kupować kasie
            koszyku koszyk wysyłka wysyłkę wysyłki prezent darmowa darmo punkty punktów punkt rabatu rabat kod kodem ważne cześć dzień
            dziękujemy
            witaj razem raz książki książkę książkach czytaj lista strony zestaw cena wybierz wybrać wybierzesz znajdziesz zobacz zobaczenia
            skorzystaj dostaniesz damy dajemy płacimy oszczędzasz czeka czas tydzień miesiąc dni godzin sklepu sklep oferta
            opowiedz opowiedzieć dalej podziel poleć otwórz użyj użyć spróbuj odwiedź pokaż dodaj przeglądaj rozejrzyj wróć dwoje oboje
            zbieraj zacznij sprawdź odbierz weź pokazać
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "pół połowa połowę połowy:50 ćwierć:25 trzecia trzecią:33 "
            + "podwójny podwójne podwójna podwójnie podwójnych dwukrotnie:200 potrójne potrójnie:300 tuzin:12 "
            + "piąta piątą piątej:20 szósta szóstą:17 ósma ósmą:13 dziesiąta dziesiątą:10"),
        Months = LanguageWords.Map(
            "stycznia styczeń styczniu:1 lutego luty lutym:2 marca marzec marcu:3 kwietnia kwiecień kwietniu:4 maja maj maju:5 "
            + "czerwca czerwiec czerwcu:6 lipca lipiec lipcu:7 sierpnia sierpień sierpniu:8 września wrzesień wrześniu:9 "
            + "października październik październiku:10 listopada listopad listopadzie:11 grudnia grudzień grudniu:12"),
        Weekdays = LanguageWords.Days(
            "niedziela niedzieli niedzielę:0 poniedziałek poniedziałku:1 wtorek wtorku:2 środa środy środę:3 czwartek czwartku:4 "
            + "piątek piątku:5 sobota soboty sobotę:6"),
        Until = LanguageWords.Set("do przed kończy wygasa tylko najpóźniej upływa"),
        RelativeDays = LanguageWords.Set(
            "dziś dzisiaj jutro jutra północy południa wieczora weekendu tygodnia miesiąca roku świąt wielkanocy"),
        Units = LanguageWords.UnitsOf(
            "punkt punkty punktów punktu pkt",
            "godzina godziny godzin godzinę h:1 dzień dni dnia:24 tydzień tygodnie tygodni tygodnia:168 miesiąc miesiące miesięcy "
            + "miesiąca:720 "
            + "rok roku lat lata:8760 minuta minuty minut:0"),
        CodeWords = LanguageWords.Set("kod kodem kodu kody kupon bon"),
        Greetings = LanguageWords.Set(
            "cześć witaj hej szanowny szanowna drogi droga pan pani panie dzień dobry dziękujemy witamy kochana kochany"),
        Capitals = LanguageWords.Set("ci cię ciebie tobie twój twoja twoje twojego twoim ty państwo państwa pan pani sms vat"),
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: wysyłk*|wysyłamy|dostaw*|przesyłk*|kurier*
            Free: darmow*|za darmo|gratis*|prezent*|upomin*|bezpłatn*|bonus*|free
            Discount: rabat*|zniżk*|taniej|obniżk*|przecen*|oszczędz*|promocj*|mniej za|mniej w|wyprzedaż*|tańsz*
            Points: punkt|punkty|punktów|punktu
            EarlyAccess: wczesny dostęp|przedsprzedaż*|przed innymi|przed wszystkimi|wcześniej niż|ekskluzywn*|wyłącznie dla
            Friend: znajom*|przyjaci*|koleżan*|koleg*|poleć*|polecaj*
            Guarantee: gwaranc*|gwarant*|obiecujemy|obietnic*|bez ryzyka
            Refund: zwrot*|zwrócimy|zwracamy|pieniądze z powrotem|cashback|reklamacj*|wymian*|pieniądze|pieniędzy|pieniądz*|oddamy|oddajemy
            Forever: dożywotni*|na zawsze|bez limitu|bez ograniczeń|nieograniczon*|nielimitowan*|na całe życie|bezterminow*
            Forever: nigdy nie wygasa|wieczn*|zawsze|nie kończy|dopóki
            EveryOrder: każde zamówienie|każdym zamówieniu|wszystkie zamówienia|każdego zamówienia|każde zakupy|każdy zakup
            EveryOrder: za każdym razem|przez cały rok
            Superlative: najleps*|najtań*|najniżs*|bezkonkurencyjn*|numer jeden|nieporównywaln*|niezrównan*|największ*|lider*
            Superlative: gdzie indziej|żaden sklep|nigdzie
            Prize: wygra*|nagrod*|loteri*|konkurs*|losowani*|zwycięzc*
            Urgency: ostatnia szansa|ostatnie godziny|ostatnie dni|ostatni dzień|tylko dziś|tylko dzisiaj|pospiesz*|pośpiesz*
            Urgency: do wyczerpania|ostatnie sztuki|ograniczony czas
            Finance: bez odsetek|raty|ratach|ratalny*|kredyt*|finansowani*|zapłać później
            Health: leczy|leczni*|kliniczn*|medyczn*|schudn*|zdrows*|lekarz*
            Membership: subskrypcj*|abonament*|próbn*|członk*|vip|premium
            NoConditions: bez warunków|bezwarunkow*|bez minimum|bez minimalnej|bez wyjątków|bez zobowiązań|żaden|żadn*|nigdy|bez|nikt
            NoConditions: nigdzie
            Green: ekologiczn*|neutraln*|zrównoważon*|przyjazn* dla środowiska
            Stacking: dodatkow*|ekstra|extra|łączy się|sumuje się|w dodatku|jeszcze raz
            Speed: ekspres*|express|następnego dnia|tego samego dnia|cały świat|całym świecie|priorytet*
            """),
        Harmless = new("bez minimum słów"),
        Personal = new(
            "urodzin*|data urodzenia|twój wiek|adres domowy|telefon*|numer konta|numer klienta|dochod*|ciąż*|"
            + "ostatnie zamówienie|ostatniego zamówienia|kupiłeś|kupiłaś|kupione"),
        Echo = new("jako ai|model językowy|instrukcj*|zignoruj|prompt*|json|asystent*|oto tekst|księga marki"),
    };

    private static IEnumerable<string> Number(int n)
    {
        switch (n)
        {
            case < 20: return [Small[n], SmallGenitive[n]];
            case < 100:
                return n % 10 == 0
                    ? [Tens[n / 10], TensGenitive[n / 10]]
                    : [Tens[n / 10] + Small[n % 10], TensGenitive[n / 10] + SmallGenitive[n % 10]];
            case 100: return ["sto", "stu"];
            case < 1000: return [Hundreds[n / 100]];
            case 1000: return ["tysiąc", "tysiąca"];
            default: return n < 5000 ? [Small[n / 1000] + "tysiące"] : [Small[n / 1000] + "tysięcy"];
        }
    }
}
