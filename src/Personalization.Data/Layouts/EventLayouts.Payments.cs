namespace Personalization.Data;

public static partial class EventLayouts
{
    private const string None = "none"; // EventLayout.NoEvent, as a constant for lists

    /// <summary>Stripe's export of payments: a row a payment, what was paid back of it beside it.</summary>
    public static EventLayout Stripe => field ?? Once(ref field, new()
    {
        Name = "Stripe payments",
        RecognizedBy = ["id", "Amount", "Amount Refunded", "Currency", "Captured", "Status"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Customer ID", "Customer Email"],
            [EventField.Time] = ["Created date (UTC)", "Created (UTC)", "Created date", "Created"],
            [EventField.Order] = ["id"],
            [EventField.Total] = ["Amount"],
            [EventField.RefundedAmount] = ["Amount Refunded"],
            [EventField.RefundTime] = ["Refunded date (UTC)", "Refunded date"],
            [EventField.Currency] = ["Currency"],
            [EventField.Status] = ["Status"],
        },
        CustomerElse = ["Customer Email"],
        Row = RowUnit.Order,
        MoreStatuses = ["Captured"],
        Statuses = new Dictionary<string, StatusMeaning>
        {
            ["refunded"] = StatusMeaning.Sale, // what went back is netted by its amount
            ["partial refund"] = StatusMeaning.Sale,
            ["refund pending"] = StatusMeaning.Sale,
            ["disputed"] = StatusMeaning.Sale,
            ["dispute needs response"] = StatusMeaning.Sale,
            ["dispute under review"] = StatusMeaning.Sale,
            ["dispute won"] = StatusMeaning.Sale,
            ["dispute lost"] = StatusMeaning.NoSale,
            ["true"] = StatusMeaning.Sale,
            ["false"] = StatusMeaning.NoSale,
        },
        Amounts = "what was paid, with shipping and tax, before Stripe's fee",
    });

    /// <summary>Square's item sales: a row an item of a sale or of a refund.</summary>
    public static EventLayout Square => field ?? Once(ref field, new()
    {
        Name = "Square items",
        RecognizedBy = ["Date", "Item", "Qty", "Price Point Name", "Modifiers Applied", "Gross Sales", "Net Sales", "Customer ID"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["Customer ID"],
            [EventField.Time] = ["Date"],
            [EventField.Clock] = ["Time"],
            [EventField.Type] = ["Event Type"],
            [EventField.Order] = ["Transaction ID", "Payment ID"],
            [EventField.Item] = ["SKU", "Item"],
            [EventField.ItemTitle] = ["Item"],
            [EventField.Category] = ["Category"],
            [EventField.Quantity] = ["Qty"],
            [EventField.Total] = ["Net Sales"],
            [EventField.Channel] = ["Channel"],
        },
        CustomerElse = ["Customer Reference ID"],
        ItemElse = ["Item"],
        Events = new Dictionary<string, string> { ["payment"] = "purchase", ["refund"] = "refund" },
        Amounts = "net sales of the line: after discount, without tax and tip",
    });

    /// <summary>PayPal's activity of a shop's account: a row a movement of money.</summary>
    public static EventLayout PayPal => field ?? Once(ref field, new()
    {
        Name = "PayPal activity",
        RecognizedBy = ["Date", "Time", "TimeZone", "Name", "Type", "Status", "Currency", "Gross", "Fee", "Net"],
        Columns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["From Email Address", "Name"],
            [EventField.Time] = ["Date"],
            [EventField.Clock] = ["Time"],
            [EventField.Type] = ["Type"],
            [EventField.Order] = ["Transaction ID"],
            [EventField.Item] = ["Item ID"],
            [EventField.ItemTitle] = ["Item Title"],
            [EventField.Total] = ["Gross"],
            [EventField.Currency] = ["Currency"],
            [EventField.Status] = ["Status"],
        },
        RefundColumns = new Dictionary<EventField, IReadOnlyList<string>>
        {
            [EventField.Customer] = ["To Email Address", "Name"],
            [EventField.Order] = ["Reference Txn ID"],
        },
        Row = RowUnit.Order,
        Statuses = new Dictionary<string, StatusMeaning>
        {
            // What went back has a row of its own.
            ["refunded"] = StatusMeaning.Sale,
            ["partially refunded"] = StatusMeaning.Sale,
            ["reversed"] = StatusMeaning.Sale,
            ["cleared"] = StatusMeaning.Sale,
            ["uncleared"] = StatusMeaning.NoSale,
            ["unclaimed"] = StatusMeaning.NoSale,
            ["removed"] = StatusMeaning.NoSale,
            ["placed"] = StatusMeaning.NoSale,
            ["held"] = StatusMeaning.NoSale,
        },
        Events = PayPalTypes(),
        IsAccountStatement = true,
        Amounts = "gross: with shipping and tax, before PayPal's fee",
    });

    private static Dictionary<string, string> PayPalTypes()
    {
        Dictionary<string, string> types = [];
        void Add(string type, params ReadOnlySpan<string> names)
        {
            foreach (string name in names) types[name] = type;
        }

        Add("purchase", "Express Checkout Payment", "Website Payment", "Website Payments Standard Payment", "General Payment",
            "Mobile Payment", "PreApproved Payment Bill User Payment", "Subscription Payment", "eBay Auction Payment",
            "Direct Credit Card Payment", "Invoice Payment", "Direct Payment API", "Virtual Terminal Payment", "Donation Payment",
            "PayPal Here Payment", "PayPal Checkout APIs", "Order Payment", "Payment Received", "Express Checkout Payment Received",
            "Web Accept Payment Received", "Shopping Cart Payment Received", "Mobile Express Checkout Payment Received",
            "Recurring Payment Received", "Subscription Payment Received", "Donation Received");
        Add("refund", "Payment Refund", "Refund", "Payment Reversal", "Reversal", "Chargeback", "Partial Refund");
        Add(None, "General Withdrawal", "User Initiated Withdrawal", "Auto-sweep", "Withdraw Funds to Bank Account", "Mass Pay Payment",
            "Mass Payment", "Bank Deposit to PP Account", "General Currency Conversion", "User Initiated Currency Conversion",
            "Currency Conversion", "Payment Release", "General Credit Card Deposit", "General Credit Card Withdrawal", "Transfer",
            "Add Funds from a Bank Account", "Payment Hold", "Account Hold for Open Authorization", "Reversal of General Account Hold",
            "General Account Hold", "Hold on Available Balance", "Hold on Balance for Dispute Investigation",
            "Cancellation of Hold for Dispute Resolution", "General Authorization", "Authorization", "Void of Authorization", "Order",
            "General Order", "Shopping Cart Item", "Cancelled Fee", "Fee", "Payment Fee", "Partner Fee", "Dispute Fee", "Chargeback Fee",
            "Chargeback Reversal", "Fee Reversal", "General Account Adjustment", "PayPal Buyer Credit Payment Funding",
            "Request Received", "Request Sent", "Invoice Sent", "Invoice Received", "Postage Payment", "Reserve Hold", "Reserve Release",
            "Bonus", "Tax collected by partner", "Debit Card Purchase", "PayPal Debit Card Purchase",
            "Buyer Credit Payment Withdrawal - Transfer To BML");
        return types;
    }
}
