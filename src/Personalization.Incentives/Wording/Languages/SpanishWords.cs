namespace Personalization.Incentives;

/// <summary>Spanish.</summary>
internal static class SpanishWords
{
    private static readonly string[] Small =
    [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce",
            "quince",
        "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós", "veintitrés", "veinticuatro",
            "veinticinco",
        "veintiséis", "veintisiete", "veintiocho", "veintinueve",
    ];

    private static readonly string[] Tens = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];

    private static readonly string[] Hundreds =
        ["", "", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"];

    public static readonly LanguageWords Words = new()
    {
        Language = "es",
        Letters = "áéíóúüñ¿¡",
        Common = LanguageWords.Set(
            """
            el la los las lo un una unos unas de del y e o u pero si que qué quien cual donde cuando como cómo a al en por para con sin
            sobre entre
            hasta desde es son era ser sido está están estar ha han había haber tiene tienes tienen tener puede puedes pueden podrás debe
            no sí ya
            me te se nos os le les mi mis tu tus ti su sus nuestro nuestra nuestros nuestras él ella ellos ellas yo tú nosotros vosotros
            usted
            ustedes este esta estos estas ese esa eso esto todo todos toda todas algo alguien nada nadie otro otra otros más menos muy
            bien bueno
            buena mejor mucho muchos poco también solo así entonces ahora hoy luego pronto antes después próximo próxima nuevo nueva nuevas
            novedades pedido pedidos compra compras comprar carrito cesta envío regalo gratis puntos descuento descontamos código válido
            hola gracias
            bienvenido amiga amigo dos juntos vez libro libros leer lecturas lista páginas conjunto precio elige elegir elijas encontrarás
            encuentres ver mirar mira empezar hacer haz hacemos pagar pagamos pagamos ahorras ganas espera visita tiempo semana mes día
            horas
            seguir leyendo contarlo contar cuéntalo compartir comparte continuar abrir usar probar visitar mostrar añadir explorar volver
            sumar entra entrar nuestra cuéntaselo
            """),
        Numbers = LanguageWords.NumbersOf(Number),
        Parts = LanguageWords.Decimals(
            "mitad medio media:50 cuarto:25 tercio:33 doble dobles duplicado:200 triple:300 docena:12 "
            + "quinto quinta:20 sexta:17 octavo octava:13 décimo décima:10"),
        Months = LanguageWords.Map(
            "enero:1 febrero:2 marzo:3 abril:4 mayo:5 junio:6 julio:7 agosto:8 septiembre setiembre:9 octubre:10 "
            + "noviembre:11 diciembre:12"),
        Weekdays = LanguageWords.Days("domingo:0 lunes:1 martes:2 miércoles:3 jueves:4 viernes:5 sábado:6"),
        Until = LanguageWords.Set("hasta antes termina acaba caduca vence solo sólo solamente"),
        RelativeDays = LanguageWords.Set("hoy mañana noche medianoche mediodía fin semana mes año navidad pascua"),
        Units = LanguageWords.UnitsOf(
            "punto puntos pts", "hora horas h:1 día días:24 semana semanas:168 mes meses:720 año años:8760 minuto minutos:0"),
        CodeWords = LanguageWords.Set("código códigos cupón vale"),
        Greetings = LanguageWords.Set(
            "hola buenos buenas estimado estimada querido querida señor señora sr sra don doña gracias bienvenido "
            + "bienvenida"),
        Capitals = LanguageWords.Set("ud uds usted sms iva"),
        Claims = LanguageWords.ClaimsOf(
            """
            Shipping: envío*|envíos|enviamos|entrega*|portes|gastos de envío|transporte*
            Free: gratis|gratuit*|regalo*|regalamos|obsequio*|sin coste|sin costo|de balde|bonus|free
            Discount: descuento*|descontamos|rebaja*|oferta|ofertas|barato*|barata*|ahorr*|menos en|menos que|reducción*|promoción*
            Points: punto|puntos
            EarlyAccess: acceso anticipado|preventa*|antes que nadie|antes que los demás|antes que todos|exclusiv*
            Friend: amigo*|amiga*|recomienda*|invita a|trae a
            Guarantee: garant*|promes*|prometemos|sin riesgo*
            Refund: reembols*|devoluci*|devolver|devolvemos|te devolvemos|dinero de vuelta|cashback|dinero
            Forever: de por vida|para toda la vida|para siempre|ilimitad*|sin límite*|nunca caduca|permanente*|eterno|eterna|sin fin
            Forever: siempre|no termina|mientras quieras
            EveryOrder: cada pedido|todos tus pedidos|todos los pedidos|cada compra|todas tus compras|todas las compras|cada vez|todo el año
            Superlative: el mejor|la mejor|los mejores|las mejores|mejor precio|mejores precios|más barat*|más bajo|más bajos|imbatible*
            Superlative: número uno|inigualable*|insuperable*|líder*|en ningún sitio|ninguna tienda|otra tienda
            Prize: sorteo*|lotería*|premio*|concurso*|rifa*|ganador*
            Urgency: última oportunidad|últimas horas|últimos días|último día|solo hoy|sólo hoy|hoy solamente|date prisa|corre que
            Urgency: hasta agotar|últimas unidades|tiempo limitado|quedan pocas|quedan pocos
            Finance: sin intereses|a plazos|crédito*|financia*|cuotas|paga después|paga más tarde
            Health: cura|curar|clínic*|médic*|adelgaz*|saludable*|sana
            Membership: suscripci*|suscríb*|prueba|socio*|membresía|miembro*|vip|premium
            NoConditions: sin condicion*|sin mínimo*|sin pedido mínimo|sin compromiso|sin excepcion*|ningún|ninguna|ningunos|nunca|jamás|sin
            Green: ecológic*|sostenible*|neutro en carbono|clima neutro|respetuoso con el medio
            Stacking: adicional*|extra|además de|acumulable*|encima|por si fuera poco
            Speed: exprés|express|urgente|día siguiente|mismo día|todo el mundo|prioritari*
            """),
        Harmless = new("a mejor"),
        Personal = new(
            "cumpleaños|fecha de nacimiento|tu edad|domicilio|teléfono|número de cuenta|número de cliente|tus ingresos|"
            + "embaraz*|último pedido|última compra|que compraste|has comprado"),
        Echo = new("como ia|modelo de lenguaje|instrucciones|ignora|ignore|el prompt|json|asistente|aquí está el texto|guía de marca"),
    };

    private static IEnumerable<string> Number(int n) => n switch
    {
        < 30 => [Small[n]],
        < 100 => [Tens[n / 10] + (n % 10 == 0 ? "" : "y" + Small[n % 10])],
        100 => ["cien", "ciento"],
        < 1000 => [Hundreds[n / 100]],
        1000 => ["mil"],
        _ => [Small[n / 1000] + "mil"],
    };
}
