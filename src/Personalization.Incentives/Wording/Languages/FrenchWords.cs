namespace Personalization.Incentives;

/// <summary>French.</summary>
internal static class FrenchWords
{
    private static readonly string[] Small =
    [
        "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze",
        "quinze", "seize", "dix sept", "dix huit", "dix neuf",
    ];

    private static readonly string[] Tens =
        ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre vingt", "quatre vingt"];

    public static readonly LanguageWords Words = new()
    {
        Language = "fr",
        Letters = "àâäçéèêëîïôöùûüÿœæ",
        Common = LanguageWords.Set(
            """
            le la les l un une des de du d et ou mais si que qu qui quoi dont où à au aux en dans sur sous par pour avec sans comme est
            sont était
            être été a ont avait avoir sera serez seront peut pouvez pourrez doit ne n pas plus rien jamais oui non ce c cet cette ces
            cela ça il
            elle ils elles on nous vous je j me m te t se s lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos tout tous
            toute
            toutes quelque quelques autre autres même très bien bon bonne peu moins mieux aussi alors donc encore déjà bientôt puis ici là
            jusqu
            avant après depuis pendant chez entre vers prochaine prochain nouvelle nouveautés nouveau profite profitez commande commandes
            commander
            commandez panier livraison cadeau offre offrons offerte gratuite gratuit points réduction remise code valable bonjour merci
            bienvenue
            amie ami deux ensemble fois livre livres lire lecture liste pages lot prix choisir choisi choisissez trouverez voir découvrir
            regarder payer payons retirons économisez gagnez recevez avez attend visite temps semaine mois jour heures aujourd hui
            raconter partager partagez suite continuer ouvrir profiter essayer visiter montrer ajouter parcourir commencer gagner utiliser
            retour venez accéder parlez parler
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "moitié demi demie:50 quart:25 tiers:33 double doublé doublée doublés:200 triple:300 douzaine:12 "
            + "cinquième:20 sixième:17 huitième:13 dixième:10"),
        Months = LanguageWords.Map(
            "janvier janv:1 février fevr:2 mars:3 avril avr:4 mai:5 juin:6 juillet juil:7 août:8 septembre sept:9 octobre oct:10 "
            + "novembre nov:11 décembre déc:12"),
        Weekdays = LanguageWords.Days("dimanche:0 lundi:1 mardi:2 mercredi:3 jeudi:4 vendredi:5 samedi:6"),
        Until = LanguageWords.Set("jusqu jusque avant expire finit termine fin seulement uniquement sous"),
        RelativeDays = LanguageWords.Set("aujourd demain soir minuit midi week weekend semaine mois année noël pâques"),
        Units = LanguageWords.UnitsOf(
            "point points pts", "heure heures h:1 jour jours:24 semaine semaines:168 mois:720 an ans année années:8760 minute minutes:0"),
        CodeWords = LanguageWords.Set("code codes bon coupon"),
        Greetings = LanguageWords.Set("bonjour bonsoir salut cher chère monsieur madame mademoiselle m mme merci bienvenue coucou"),
        Capitals = LanguageWords.Set("sms tva"),
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: livraison*|livrée*|livrons|est livré|sont livrés|vous livr*|expédi*|frais de port|port offert|port gratuit|transport*
            Free: gratuit*|gratis|offert|offerte|offerts|offertes|cadeau*|sans frais|bonus*|free
            Discount: réduction*|remise*|rabais|solde|soldes|promo|promotion*|moins cher*|économis*|de moins|ristourne*|réduit*|baisse*
            Points: point|points
            EarlyAccess: avant première|accès anticipé|avant tout le monde|avant les autres|en exclusivité|exclusi*|prévente*
            Friend: ami|amie|amis|amies|parrain*|proche|proches|filleul*
            Guarantee: garanti*|promesse*|promettons|sans risque
            Refund: rembours*|retour gratuit*|retours|reprise|cashback|satisfait ou*|échange*|argent|rendons|rendu
            Forever: à vie|pour toujours|illimité*|sans limite*|pour la vie|à jamais|permanent*|sans fin|n expire jamais|éternel*|perpétu*
            Forever: pas de fin|toujours|aussi longtemps
            EveryOrder: chaque commande|toutes vos commandes|toutes les commandes|tous vos achats|chaque achat|chaque fois|toute l année
            Superlative: le meilleur|la meilleure|les meilleurs|les meilleures|meilleur prix|meilleurs prix|le moins cher|les moins chers
            Superlative: la moins chère|imbattable*|numéro un|n 1|plus bas|inégalé*|leader*|incomparable*|ailleurs|aucune boutique
            Prize: tirage*|loterie*|concours|gros lot|jackpot|gagnant*|tombola
            Urgency: dernière chance|dernières heures|aujourd hui seulement|seulement aujourd hui|dépêchez*|stock limité|stocks limités
            Urgency: dans la limite des stocks|derniers jours|dernier jour|plus que quelques|durée limitée|vite
            Finance: sans intérêt*|crédit*|paiement en plusieurs*|mensualité*|financement*|payez plus tard|plusieurs fois
            Health: guéri*|cliniquement|médica*|maigrir|santé|médecin*|soigne*
            Membership: abonn*|essai|adhé*|membre*|vip|surclass*|premium
            NoConditions: sans condition*|sans minimum*|sans montant minimum|sans engagement|sans exception|aucun*|jamais|sans|personne
            NoConditions: nulle part
            Green: neutre en carbone|neutre pour le climat|écologique*|durable*|écoresponsable*|respectueux de l environnement
            Stacking: supplémentaire*|en plus de|cumulable*|extra|additionnel*|en prime|par dessus
            Speed: express|en 24|le lendemain|jour même|monde entier|prioritaire*
            """),
        Harmless = new("vite dit|de moins en moins"),
        Personal = new(
            "anniversaire|date de naissance|votre âge|adresse postale|téléphone|numéro de compte|numéro client|"
            + "numéro de client|vos revenus|enceinte|dernière commande|vous avez acheté|vous avez commandé"),
        Echo = new(
            "en tant qu ia|modèle de langage|instructions|ignorez|ignore les|le prompt|json|assistant|voici le texte|"
            + "charte de marque"),
    };

    private static IEnumerable<string> Number(int n)
    {
        switch (n)
        {
            case < 20: return [Small[n]];
            case < 100:
                int ten = n / 10, rest = ten is 7 or 9 ? n - ((ten - 1) * 10) : n % 10;
                if (rest == 0) return n == 80 ? ["quatre vingts", "quatre vingt", "huitante", "octante"] : [Tens[ten]];
                string[] own = [Tens[ten] + Small[rest], Tens[ten] + "et" + Small[rest]];
                return n switch { 70 => [.. own, "septante"], 90 => [.. own, "nonante"], _ => own };
            case 100: return ["cent"];
            case < 1000: return [Small[n / 100] + "cents", Small[n / 100] + "cent"];
            case 1000: return ["mille"];
            default: return [Small[n / 1000] + "mille"];
        }
    }
}
