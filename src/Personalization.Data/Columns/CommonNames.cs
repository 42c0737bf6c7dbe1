namespace Personalization.Data;

/// <summary>
/// Common names of columns by what they stand for, as they are compared (<see cref="HeaderNames.Key"/>). Earlier names win where a file has
/// two columns for one field; English first, then German, French, Spanish, Dutch, Portuguese and Italian.
/// </summary>
internal static class CommonNames
{
    public static readonly (EventField Field, string[] Names)[] All =
    [
        (EventField.Customer,
        [
            "customerid", "customeruniqueid", "customernumber", "customerno", "customercode", "customerkey", "customerref", "customer",
            "userid", "user", "clientid", "clientnumber", "client", "memberid", "membernumber", "member", "accountid", "accountnumber",
            "buyerid", "buyerusername", "buyer", "householdid", "visitorid", "fullvisitorid", "custid", "custno", "shopperid",
            "contactid", "subscriberid", "patientid", "guestid", "cid", "uid", "userpseudoid", "loyaltyid", "cardid", "cardnumber",
            "kundennummer", "kundennr", "kundenid", "kdnr", "kunde", "kundin", "debitor", "debitorennummer", "mitgliedsnummer",
            "numeroclient", "noclient", "idclient", "codeclient", "clientno", "acheteur", "idcliente", "clienteid", "numerodecliente",
            "numerocliente", "codigocliente", "codcliente", "cliente", "comprador", "klantnummer", "klantnr", "klantid", "klant",
            "codigodocliente", "codicecliente", "customeremail", "customeremailaddress", "buyeremail", "buyeremailaddress",
            "billingemail", "contactemail", "useremail", "email", "emailaddress", "mail", "mailadresse", "emailadresse", "adressemail",
            "adresseemail", "courriel", "correo", "correoelectronico", "emailadres", "enderecodeemail", "indirizzoemail", "customername",
            "clientname", "buyername", "kundenname", "nombrecliente", "nomeclient",
        ]),
        (EventField.Time,
        [
            "timestamp", "eventtime", "eventtimestamp", "datetime", "orderdatetime", "orderpurchasetimestamp", "purchasetimestamp",
            "orderdate", "invoicedate", "purchasedate", "saledate", "salesdate", "transactiontimestamp", "transactiondatetime",
            "transactiondate", "orderedat", "ordertime", "purchasetime", "transactiontime", "purchasedat", "createdat", "createddate",
            "created", "createdon", "creationdate", "datecreated", "datecreatedgmt", "createddateutc", "createdutc", "occurredat",
            "processedat", "paidat", "paymentdate", "bookingdate", "billdate", "receiptdate", "visitdate", "tdat", "ts", "date", "day",
            "time", "bestelldatum", "bestellzeit", "kaufdatum", "rechnungsdatum", "auftragsdatum", "belegdatum", "buchungsdatum",
            "verkaufsdatum", "zeitpunkt", "zeitstempel", "datum", "erstelltam", "datedecommande", "datecommande", "dateachat",
            "datedachat", "datefacture", "datedefacture", "datedevente", "datevente", "horodatage", "fechadepedido", "fechapedido",
            "fechadecompra", "fechacompra", "fechafactura", "fechadeventa", "fecha", "besteldatum", "aankoopdatum", "factuurdatum",
            "orderdatum", "verkoopdatum", "tijdstip", "datadopedido", "datapedido", "datadacompra", "datacompra", "datafatura",
            "datadevenda", "data", "dataordine", "datadellordine", "dataacquisto", "datafattura", "datavendita",
        ]),
        (EventField.Type,
        [
            "eventtype", "event", "eventname", "action", "actiontype", "behavior", "behaviour", "behaviortype", "activity",
            "transactiontype", "ereignis", "evenement", "evento", "gebeurtenis", "type",
        ]),
        (EventField.Item,
        [
            "itemid", "itemcode", "itemnumber", "itemno", "item", "productid", "productcode", "productnumber", "productkey", "product",
            "sku", "lineitemsku", "itemsku", "productsku", "stockcode", "articleid", "articlenumber", "article", "asin", "variantid",
            "variantsku", "ean", "gtin", "isbn", "artikelnummer", "artikelnr", "artnr", "artikelid", "artikel", "produktnummer",
            "produktid", "produkt", "referenceproduit", "codeproduit", "codearticle", "idproduit", "refproduit", "produit", "idproducto",
            "codigoproducto", "codigodeproducto", "codigoarticulo", "referencia", "articulo", "producto", "productnummer", "artikelcode",
            "idproduto", "codigoproduto", "codigodoproduto", "produto", "idprodotto", "codiceprodotto", "codicearticolo", "articolo",
            "prodotto",
        ]),
        (EventField.ItemTitle,
        [
            "itemtitle", "producttitle", "title", "productname", "itemname", "lineitemname", "itemdescription", "productdescription",
            "description", "artikelbezeichnung", "artikelname", "produktname", "bezeichnung", "beschreibung", "nomproduit",
            "nomduproduit", "libelle", "designation", "nombreproducto", "nombredelproducto", "descripcion", "productnaam", "artikelnaam",
            "omschrijving", "nomeproduto", "nomedoproduto", "descricao", "nomeprodotto", "descrizione", "name",
        ]),
        (EventField.Category,
        [
            "category", "categorycode", "categoryname", "categoryid", "productcategory", "itemcategory", "productcategoryname",
            "producttype", "department", "productgroup", "warengruppe", "kategorie", "produktgruppe", "categorie", "rayon", "categoria",
            "departamento", "productgroep", "reparto",
        ]),
        (EventField.Quantity,
        [
            "quantity", "qty", "units", "itemquantity", "lineitemquantity", "quantitysold", "quantityordered", "qtyordered", "unitssold",
            "itemssold", "count", "menge", "anzahl", "stuck", "stueck", "stuckzahl", "quantite", "qte", "nombre", "cantidad", "unidades",
            "aantal", "hoeveelheid", "quantidade", "qtd", "quantita", "qta", "pezzi",
        ]),
        (EventField.UnitPrice,
        [
            "unitprice", "priceperunit", "priceeach", "itemprice", "lineitemprice", "productprice", "sellingprice", "saleprice", "price",
            "pricepaid", "unitcost", "einzelpreis", "stuckpreis", "stueckpreis", "verkaufspreis", "preis", "prixunitaire", "prix",
            "preciounitario", "precio", "stukprijs", "eenheidsprijs", "prijs", "precounitario", "preco", "prezzounitario", "prezzo",
        ]),
        (EventField.Total,
        [
            "linetotal", "lineamount", "totallineamount", "itemtotal", "itemrevenue", "netsales", "netamount", "totalprice",
            "totalamount", "total", "amount", "sales", "salesamount", "salesvalue", "revenue", "turnover", "value", "netrevenue",
            "dollars", "spend", "spent", "amountspent", "monetary", "paidamount", "amountpaid", "paymentvalue", "paymentamount",
            "transactionamount", "purchaseamount", "purchasevalue", "ordervalue", "orderamount", "ordertotal", "grandtotal", "totalsales",
            "totalpaid", "grosssales", "grossamount", "gross", "subtotal", "invoiceamount", "invoicetotal", "gesamtpreis", "gesamtbetrag",
            "zeilensumme", "positionssumme", "summe", "betrag", "umsatz", "bestellwert", "rechnungsbetrag", "montanttotal", "montantttc",
            "montantht", "montant", "prixtotal", "chiffredaffaires", "importetotal", "importe", "preciototal", "monto", "valortotal",
            "bedrag", "totaalbedrag", "totaalprijs", "totaal", "omzet", "valor", "precototal", "importo", "importototale", "prezzototale",
            "totale", "fatturato",
        ]),
        (EventField.Currency,
        [
            "currency", "currencycode", "ordercurrency", "wahrung", "waehrung", "devise", "monnaie", "moneda", "divisa", "munt", "valuta",
            "moeda",
        ]),
        (EventField.Order,
        [
            "orderid", "ordernumber", "orderno", "ordername", "order", "invoice", "invoiceno", "invoiceid", "invoicenumber",
            "transactionid", "transactionnumber", "basketid", "receiptid", "receiptnumber", "billid", "billno", "bookingid", "purchaseid",
            "saleid", "checkoutid", "ticketid", "bestellnummer", "bestellnr", "bestellung", "auftragsnummer", "rechnungsnummer",
            "belegnummer", "bonnummer", "numerocommande", "numerodecommande", "ndecommande", "ncommande", "numcommande", "idcommande",
            "nocommande", "commande", "numerofacture", "facture", "numerodepedido", "numeropedido", "idpedido", "pedido", "numerofactura",
            "factura", "ordernummer", "factuurnummer", "bestelling", "numerodopedido", "notafiscal", "numeroordine", "idordine", "ordine",
            "numerofattura", "fattura",
        ]),
        (EventField.Session,
        [
            "sessionid", "session", "usersession", "visitid", "gasessionid", "sitzung", "sessao", "sesion", "sessione",
        ]),
        (EventField.Channel,
        [
            "channel", "saleschannel", "saleschannelid", "purchasepoint", "source", "platform", "device", "store", "kanal",
            "vertriebskanal", "canal", "kanaal", "canale",
        ]),
        (EventField.Clock,
        [
            "time", "timeofday", "ordertime", "transactiontime", "purchasetime", "hour", "uhrzeit", "zeit", "heure", "hora", "tijd",
            "ora",
        ]),
        (EventField.Status,
        [
            "status", "orderstatus", "paymentstatus", "financialstatus", "transactionstatus", "orderstate", "itemstatus", "invoicestatus",
            "bestellstatus", "zahlungsstatus", "auftragsstatus", "statut", "statutcommande", "estado", "estadodelpedido", "estadopedido",
            "bestelstatus", "situacao", "statusdopedido", "stato", "statoordine",
        ]),
        (EventField.RefundedAmount,
        [
            "refundedamount", "amountrefunded", "totalrefunded", "refundamount", "refundtotal", "erstattet", "erstattungsbetrag",
            "montantrembourse", "importereembolsado", "terugbetaaldbedrag", "valorreembolsado", "importorimborsato",
        ]),
        (EventField.RefundTime,
        [
            "refundedat", "refunddate", "refundeddate", "refundtime",
        ]),
        (EventField.EventId,
        [
            "eventid", "messageid", "insertid", "eventuuid", "idempotencykey",
        ]),
    ];
}
