namespace Personalization.Incentives;

/// <summary>Italian.</summary>
internal static class ItalianWords
{
    private static readonly string[] Small =
    [
        "zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici",
            "quattordici",
        "quindici", "sedici", "diciassette", "diciotto", "diciannove",
    ];

    private static readonly string[] Tens =
        ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

    public static readonly LanguageWords Words = new()
    {
        Language = "it",
        Letters = "àèéìíîòóùú",
        Common = LanguageWords.Set(
            """
            il lo la i gli le l un uno una di del dello della dei degli delle dell d e ed o ma se che chi cui dove quando come a al allo
            alla ai
            agli alle all da dal dalla dai dalle in nel nella nei nelle nell su sul sulla sui sulle sull con per tra fra senza è sono era
            essere
            stato ha hai hanno abbiamo avete avere può puoi possono potrai deve devi non sì no già mi ti ci vi si te me noi voi loro lui
            lei io tu
            mio mia tuo tua tuoi tue suo sua nostro nostra nostri nostre vostro questo questa questi queste quello quella quelli qualcosa
            qualche
            tutto tutta tutti tutte altro altri nulla niente nessuno più meno molto bene buono buona meglio anche solo così allora ora
            oggi poi
            presto prima dopo fino entro prossimo prossima nuovo nuova novità ordine ordini ordina acquisto acquisti acquista carrello
            spedizione regalo
            gratis gratuita punti sconto codice valido ciao grazie benvenuto amica amico due insieme volta libro libri leggere letture
            lista pagine
            pagina set prezzo scegli sceglierai scegliere trovi troverai vedi vai scopri guarda inizia pagare paghiamo risparmi guadagni
            aspetta
            aspettiamo visita tempo settimana mese giorno ore cassa quest
            raccontalo raccontare racconta condividi continua continuare apri usa usalo prova visita mostra aggiungi sfoglia esplora torna
            raccogli raccontaci dillo dirlo entra
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "metà mezzo mezza:50 quarto:25 terzo:33 doppio doppia doppi raddoppiato:200 triplo:300 dozzina:12 "
            + "quinto quinta:20 sesto:17 ottavo:13 decimo:10"),
        Months = LanguageWords.Map(
            "gennaio:1 febbraio:2 marzo:3 aprile:4 maggio:5 giugno:6 luglio:7 agosto:8 settembre:9 ottobre:10 novembre:11 dicembre:12"),
        Weekdays = LanguageWords.Days("domenica:0 lunedì:1 martedì:2 mercoledì:3 giovedì:4 venerdì:5 sabato:6"),
        Until = LanguageWords.Set("fino entro prima scade termina finisce solo soltanto"),
        RelativeDays = LanguageWords.Set("oggi domani stasera mezzanotte mezzogiorno weekend settimana mese anno natale pasqua"),
        Units = LanguageWords.UnitsOf(
            "punto punti pt", "ora ore h:1 giorno giorni:24 settimana settimane:168 mese mesi:720 anno anni:8760 minuto minuti:0"),
        CodeWords = LanguageWords.Set("codice codici coupon buono"),
        Greetings = LanguageWords.Set("ciao buongiorno buonasera salve gentile caro cara signor signora sig grazie benvenuto benvenuta"),
        Capitals = LanguageWords.Set("lei suo sua sms iva"),
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: spedizion*|spediamo|consegn*|spese di invio|corriere|trasporto
            Free: gratis|gratuit*|regalo|regali|regaliamo|omaggio|omaggi|in dono|senza costi|bonus|free
            Discount: sconto|sconti|scontat*|ribass*|saldi|saldo|offerta|offerte|risparmi*|in meno|riduzion*|promozion*|più economic*
            Discount: convenien*
            Points: punto|punti
            EarlyAccess: accesso anticipato|anteprima|prevendita|prima di tutti|prima degli altri|esclusiv*
            Friend: amico|amica|amici|amiche|invita|presenta un|persona amica
            Guarantee: garan*|promess*|promettiamo|senza rischi*
            Refund: rimbors*|reso|resi|restitu*|soldi indietro|cashback|soldi|denaro|ridiamo|restituiamo
            Forever: a vita|per tutta la vita|per sempre|illimitat*|senza limit*|non scade mai|permanent*|eterno|eterna|senza fine|sempre
            Forever: finché vuoi|non finisce
            EveryOrder: ogni ordine|tutti gli ordini|tutti i tuoi ordini|ogni acquisto|tutti gli acquisti|tutti i tuoi acquisti|ogni volta
            EveryOrder: tutto l anno
            Superlative: il migliore|la migliore|i migliori|le migliori|miglior prezzo|migliori prezzi|più bass*|imbattibil*|numero uno
            Superlative: ineguagliabil*|insuperabil*|leader|altrove|nessun negozio|da nessuna parte
            Prize: lotteria|premio|premi|concorso|estrazion*|vinci|vincita|vincitor*|sorteggio
            Urgency: ultima occasione|ultima possibilità|ultime ore|ultimi giorni|ultimo giorno|solo oggi|oggi soltanto|affrettati
            Urgency: fino a esaurimento|ultimi pezzi|tempo limitato|sbrigati
            Finance: senza interessi|a rate|rate|credito|finanziament*|paga dopo|paga più tardi
            Health: cura|guari*|clinicament*|medic*|dimagri*|salutar*
            Membership: abbonament*|abbonati|prova gratuita|periodo di prova|membro|membri|iscrizion*|vip|premium
            NoConditions: senza condizion*|senza minimo|senza spesa minima|nessun minimo|senza impegno|senza eccezion*|nessun*|mai|senza
            Green: ecologic*|sostenibil*|a impatto zero|neutrale per il clima
            Stacking: aggiuntiv*|extra|oltre allo sconto|cumulabil*|ulterior*|per di più
            Speed: express|espress*|giorno dopo|giorno stesso|tutto il mondo|prioritari*
            """),
        Harmless = new("a cura"),
        Personal = new(
            "compleanno|data di nascita|la tua età|indirizzo di casa|telefono|numero di conto|numero cliente|"
            + "codice cliente|reddito|incinta|ultimo ordine|ultimo acquisto|che hai comprato|hai acquistato"),
        Echo = new("come ia|modello linguistico|istruzioni|ignora|il prompt|json|assistente|ecco il testo|guida del marchio"),
    };

    private static IEnumerable<string> Number(int n)
    {
        switch (n)
        {
            case < 20: return [Small[n]];
            case < 100:
                string ten = Tens[n / 10];
                return [n % 10 == 0 ? ten : (n % 10 is 1 or 8 ? ten[..^1] : ten) + Small[n % 10]];
            case 100: return ["cento"];
            case < 1000: return [Small[n / 100] + "cento"];
            case 1000: return ["mille"];
            default: return [Small[n / 1000] + "mila"];
        }
    }
}
