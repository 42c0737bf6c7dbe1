namespace Personalization.Incentives;

/// <summary>What templates of each language are put together from.</summary>
internal static class BuiltInSentences
{
    public static readonly LanguageTemplates[] All =
    [
        new(
            "en", "Hello {name},", "Your code: {code}.", "Valid until {until}.", "We thought of: {items}.", "At most {most}.",
            [
                ("{discount} off your next order", "We take {discount} off your next order.", "Use it now"),
                ("{discount} off your next order", "We take {discount} off your next order.", "Use it now"),
                ("Free shipping on your next order", "We pay the shipping on your next order.", "Shop now"),
                ("A gift with your next order", "Your next order comes with a gift from us.", "Shop now"),
                ("Be there first", "You can buy {lead} before everyone else.", "Take a look"),
                (
                    "{points, plural, one {# point} other {# points}} for you",
                    "Your next order brings you {points, plural, one {# point} other {# points}}.", "Collect points"
                ),
                ("{discount} for you and a friend", "Bring a friend: you both get {discount} off an order.", "Tell a friend"),
                ("Something for you", "We have picked something that may suit you.", "Read on"),
                ("Together for {price}", "This set costs {price} together; you save {saving}.", "See the set"),
            ]),
        new(
            "de", "Hallo {name},", "Ihr Code: {code}.", "Gültig bis {until}.", "Wir dachten an: {items}.", "Höchstens {most}.",
            [
                ("{discount} auf die nächste Bestellung", "Auf Ihre nächste Bestellung geben wir {discount} Rabatt.", "Jetzt einlösen"),
                ("{discount} auf die nächste Bestellung", "Von Ihrer nächsten Bestellung ziehen wir {discount} ab.", "Jetzt einlösen"),
                ("Kostenloser Versand", "Bei Ihrer nächsten Bestellung übernehmen wir den Versand.", "Jetzt bestellen"),
                ("Ein Geschenk liegt bei", "Ihrer nächsten Bestellung legen wir ein Geschenk bei.", "Jetzt bestellen"),
                ("Vor allen anderen", "Sie können {lead} vor allen anderen einkaufen.", "Umschauen"),
                (
                    "{points, plural, one {# Punkt} other {# Punkte}} für Sie",
                    "Ihre nächste Bestellung bringt Ihnen {points, plural, one {# Punkt} other {# Punkte}}.", "Punkte sammeln"
                ),
                ("{discount} für Sie und einen Freund", "Bringen Sie jemanden mit: Beide bekommen {discount} Rabatt.", "Weitersagen"),
                ("Etwas für Sie", "Wir haben etwas ausgesucht, das zu Ihnen passen könnte.", "Weiterlesen"),
                ("Zusammen für {price}", "Zusammen kostet dieses Set {price}; Sie sparen {saving}.", "Zum Set"),
            ]),
        new(
            "fr", "Bonjour {name},", "Votre code : {code}.", "Valable jusqu'au {until}.", "Nous avons pensé à : {items}.",
            "Au plus {most}.",
            [
                ("{discount} sur votre prochaine commande", "Nous vous accordons {discount} sur votre prochaine commande.", "J'en profite"),
                ("{discount} sur votre prochaine commande", "Nous retirons {discount} de votre prochaine commande.", "J'en profite"),
                ("Livraison offerte", "Nous payons la livraison de votre prochaine commande.", "Commander"),
                ("Un cadeau avec votre commande", "Nous joignons un cadeau à votre prochaine commande.", "Commander"),
                ("Avant tout le monde", "Vous pouvez acheter {lead} avant tout le monde.", "Regarder"),
                (
                    "{points, plural, one {# point} other {# points}} pour vous",
                    "Votre prochaine commande vous rapporte {points, plural, one {# point} other {# points}}.", "Gagner des points"
                ),
                ("{discount} à deux", "Parlez de nous à une amie ou un ami : {discount} pour vous deux.", "En parler"),
                ("Quelque chose pour vous", "Nous avons choisi quelque chose qui pourrait vous plaire.", "Lire la suite"),
                ("Ensemble pour {price}", "Ce lot coûte {price} ; vous économisez {saving}.", "Voir le lot"),
            ]),
        new(
            "es", "Hola, {name}:", "Tu código: {code}.", "Válido hasta el {until}.", "Hemos pensado en: {items}.", "Como máximo {most}.",
            [
                ("{discount} en tu próximo pedido", "Te descontamos un {discount} de tu próximo pedido.", "Usar ahora"),
                ("{discount} menos en tu próximo pedido", "Te descontamos {discount} de tu próximo pedido.", "Usar ahora"),
                ("Envío gratis", "Pagamos el envío de tu próximo pedido.", "Comprar ahora"),
                ("Un regalo con tu pedido", "Tu próximo pedido lleva un regalo nuestro.", "Comprar ahora"),
                ("Antes que nadie", "Puedes comprar {lead} antes que los demás.", "Mirar"),
                (
                    "{points, plural, one {# punto} other {# puntos}} para ti",
                    "Con tu próximo pedido ganas {points, plural, one {# punto} other {# puntos}}.", "Sumar puntos"
                ),
                ("{discount} para los dos", "Trae a alguien: los dos tendréis un {discount} de descuento.", "Contarlo"),
                ("Algo para ti", "Hemos elegido algo que puede gustarte.", "Seguir leyendo"),
                ("Juntos por {price}", "Este conjunto cuesta {price}; ahorras {saving}.", "Ver el conjunto"),
            ]),
        new(
            "it", "Ciao {name},", "Il tuo codice: {code}.", "Scadenza: {until}.", "Abbiamo pensato a: {items}.", "Al massimo {most}.",
            [
                ("{discount} sul prossimo ordine", "Sul tuo prossimo ordine hai uno sconto del {discount}.", "Usalo ora"),
                ("{discount} in meno sul prossimo ordine", "Dal tuo prossimo ordine togliamo {discount}.", "Usalo ora"),
                ("Spedizione gratuita", "La spedizione del tuo prossimo ordine la paghiamo noi.", "Acquista ora"),
                ("Un regalo con il tuo ordine", "Con il prossimo ordine ricevi un nostro regalo.", "Acquista ora"),
                ("Prima di tutti", "Puoi acquistare {lead} prima degli altri.", "Guarda"),
                (
                    "{points, plural, one {# punto} other {# punti}} per te",
                    "Con il prossimo ordine ottieni {points, plural, one {# punto} other {# punti}}.", "Raccogli punti"
                ),
                ("{discount} per due", "Porta una persona amica: per entrambi lo sconto è del {discount}.", "Raccontalo"),
                ("Qualcosa per te", "Abbiamo scelto qualcosa che potrebbe piacerti.", "Continua a leggere"),
                ("Insieme a {price}", "Questo set costa {price}; risparmi {saving}.", "Vedi il set"),
            ]),
        new(
            "nl", "Hallo {name},", "Je code: {code}.", "Geldig tot en met {until}.", "We dachten aan: {items}.", "Ten hoogste {most}.",
            [
                ("{discount} op je volgende bestelling", "Op je volgende bestelling krijg je {discount} korting.", "Nu gebruiken"),
                ("{discount} korting", "Van je volgende bestelling halen we {discount} af.", "Nu gebruiken"),
                ("Gratis verzending", "Wij betalen de verzending van je volgende bestelling.", "Nu bestellen"),
                ("Een cadeau bij je bestelling", "Bij je volgende bestelling krijg je een cadeau van ons.", "Nu bestellen"),
                ("Voor alle anderen", "Je kunt {lead} eerder kopen dan alle anderen.", "Rondkijken"),
                (
                    "{points, plural, one {# punt} other {# punten}} voor jou",
                    "Met je volgende bestelling krijg je {points, plural, one {# punt} other {# punten}}.", "Punten sparen"
                ),
                ("{discount} voor jullie allebei", "Breng iemand mee: jullie krijgen allebei {discount} korting.", "Vertel het verder"),
                ("Iets voor jou", "We hebben iets uitgekozen dat bij je past.", "Verder lezen"),
                ("Samen voor {price}", "Deze set kost samen {price}; je bespaart {saving}.", "Bekijk de set"),
            ]),
        new(
            "pl", "Dzień dobry, {name},", "Kod: {code}.", "Ważne do {until}.", "Mamy na myśli: {items}.", "Najwyżej {most}.",
            [
                ("{discount} na następne zamówienie", "Na następne zamówienie dajemy {discount} rabatu.", "Skorzystaj"),
                ("{discount} mniej przy zamówieniu", "Od następnego zamówienia odejmiemy {discount}.", "Skorzystaj"),
                ("Darmowa wysyłka", "Za wysyłkę następnego zamówienia płacimy my.", "Zamów teraz"),
                ("Prezent do zamówienia", "Do następnego zamówienia dołączymy prezent.", "Zamów teraz"),
                ("Wcześniej niż inni", "Możesz kupować wcześniej niż inni: {lead}.", "Zobacz"),
                (
                    "{points, plural, one {# punkt} few {# punkty} many {# punktów} other {# punktu}} dla ciebie",
                    "Za następne zamówienie dostaniesz "
                    + "{points, plural, one {# punkt} few {# punkty} many {# punktów} other {# punktu}}.",
                    "Zbieraj punkty"
                ),
                ("{discount} dla was obojga", "Poleć nas komuś: oboje dostaniecie {discount} rabatu.", "Opowiedz dalej"),
                ("Coś dla ciebie", "Wybraliśmy coś, co może ci się spodobać.", "Czytaj dalej"),
                ("Razem za {price}", "Ten zestaw kosztuje {price}; oszczędzasz {saving}.", "Zobacz zestaw"),
            ]),
    ];
}
