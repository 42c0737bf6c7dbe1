using System.Collections.Frozen;

namespace Personalization.Data;

/// <summary>
/// Words of status columns that mean the same in every shop. A word that isn't here is a sale, and is named in the report.
/// </summary>
internal static class StatusWords
{
    private static readonly FrozenSet<string> NoSale = FrozenSet.ToFrozenSet(
    [
        "cancelled", "canceled", "cancelledbyseller", "cancelledbycustomer", "cancelledbybuyer", "cancelledbyadmin", "cancel", "failed",
        "failure", "declined", "denied", "rejected", "refused", "voided", "void", "expired", "aborted", "blocked", "fraud",
        "suspectedfraud", "pending", "pendingpayment", "paymentpending", "awaitingpayment", "waitingforpayment", "onhold", "unpaid",
        "notpaid", "requiresaction", "requirespaymentmethod", "requiresconfirmation", "uncaptured", "incomplete", "draft",
        "checkoutdraft", "autodraft", "trash", "abandoned", "unavailable", "refunded", "fullyrefunded", "returned", "returnedtoseller",
        "chargeback", "chargedback", "reversed", "wccancelled", "wcfailed", "wcpending", "wconhold", "wcrefunded", "wccheckoutdraft",
        // German, French, Spanish, Dutch, Portuguese, Italian
        "storniert", "abgebrochen", "abgelehnt", "fehlgeschlagen", "offen", "unbezahlt", "erstattet", "retourniert", "annule", "annulee",
        "echoue", "refuse", "impaye", "rembourse", "remboursee", "cancelado", "cancelada", "anulado", "anulada", "fallido", "rechazado",
        "pendiente", "reembolsado", "devuelto", "devolvido", "geannuleerd", "mislukt", "geweigerd", "onbetaald", "terugbetaald",
        "recusado", "pendente", "reembolsada", "falhou", "annullato", "annullata", "fallito", "rifiutato", "inattesa", "rimborsato",
        "rimborsata",
    ]);

    private static readonly FrozenSet<string> Sale = FrozenSet.ToFrozenSet(
    [
        "paid", "completed", "complete", "processing", "shipped", "delivered", "fulfilled", "closed", "success", "succeeded",
        "successful", "captured", "approved", "invoiced", "settled", "partiallyrefunded", "partiallypaid", "partiallyshipped",
        "confirmed", "accepted", "wccompleted", "wcprocessing", "shippeddeliveredtobuyer", "shippedpickedup", "shippedoutfordelivery",
        "shipping", "intransit", "created", "bezahlt", "abgeschlossen", "versendet", "geliefert", "paye", "payee", "termine", "terminee",
        "expedie", "expediee", "livre", "livree", "pagado", "completado", "enviado", "entregado", "betaald", "afgerond", "verzonden",
        "geleverd", "pago", "concluido", "entregue", "pagato", "completato", "spedito", "consegnato",
    ]);

    /// <summary>What a word means; null where it isn't known, which counts as a sale.</summary>
    /// <param name="key">Letters and digits of the word, lower case.</param>
    public static StatusMeaning? Of(string key) =>
        NoSale.Contains(key) ? StatusMeaning.NoSale : Sale.Contains(key) ? StatusMeaning.Sale : null;
}
