using System.Globalization;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// What an embedding is worth: the same linear learner answers questions about what customers did after a date from recency, frequency,
/// spend and tenure, from the embedding, from the signature, and from both. Everything is made of events before the date alone, the
/// embedding too; nothing is tuned on the answers. Answers are out of five folds, differences have a paired bootstrap over customers.
/// </summary>
internal sealed class EmbeddingValueCase : IEvaluationCase
{
    private static readonly TimeSpan Horizon = TimeSpan.FromDays(90);

    private static readonly (string, string)[] Pairs =
    [
        ("embedding", "rfm"), ("signature", "rfm"), ("rfm + embedding", "rfm"), ("rfm + embedding", "embedding"),
        ("rfm + signature", "rfm"), ("rfm + signature", "signature"),
    ];

    public string Name => "embedding-value";

    public string Description =>
        "Online Retail II, simulated shop, CDNOW: RFM, embedding, both, by the same learner [--shop retail|simulated|cdnow] [--seed 1]";

    public void Run(EvaluationContext context)
    {
        string only = context.Option("shop", "all");
        if (only is "all" or "retail") Retail(context);
        if (only is "all" or "simulated") Simulated(context);
        if (only is "all" or "cdnow") Cdnow(context);
    }

    private static void Retail(EvaluationContext context)
    {
        EventLog log = Cases.Retail.Read(context).Log;
        DateTime date = log.LastTime.Date.AddDays(1) - Horizon;
        Facts facts = Facts.Of(context, log, date);
        foreach (Question question in Purchases(log, date, facts)) question.Ask(context, "online-retail-ii", facts.Sets, Pairs);
    }

    private static void Simulated(EvaluationContext context)
    {
        SimulatedShop shop = JewelryShop.Simulate(
            new() { CustomerCount = context.Option("customers", 6_000), Seed = (ulong)context.Option("seed", 1) });
        EventLog log = shop.Log;
        DateTime date = shop.Options.End - Horizon;
        Facts facts = Facts.Of(context, log, date);
        CustomerTruth[] truth = [.. facts.Customers.Select(customer => shop.Truth.Find(customer)!)];
        int[] all = [.. Enumerable.Range(0, truth.Length)];
        (int[] buyers, double[] categories) = NextCategories(log, date, facts);
        foreach (Question question in (Question[])
        [
            new("persona", "accuracy", all, [.. truth.Select(customer => (double)customer.Persona)]),
            new("has left", "AUC", all, [.. truth.Select(customer => customer.Churned < date ? 1d : 0)]),
            new("category of the next purchase", "accuracy", buyers, categories),
            .. Purchases(log, date, facts),
        ])
        {
            question.Ask(context, "simulated", facts.Sets, Pairs);
        }
    }

    /// <summary>Purchases without items: the band of an order's amount, a tenth of all orders each, stands for its item.</summary>
    private static void Cdnow(EvaluationContext context)
    {
        List<(string Customer, DateTime Time, float Quantity, decimal Amount)> rows = [];
        foreach (string line in File.ReadLines(context.Data("cdnow/CDNOW_master.txt")))
        {
            string[] cells = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (cells.Length < 4 || !DateTime.TryParseExact(
                cells[1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time)) continue;
            rows.Add((
                cells[0], time, float.Parse(cells[2], CultureInfo.InvariantCulture),
                decimal.Parse(cells[3], CultureInfo.InvariantCulture)));
        }

        decimal[] amounts = [.. rows.Select(row => row.Amount).Order()];
        EventLogBuilder builder = new();
        foreach ((string customer, DateTime time, float quantity, decimal amount) in rows)
        {
            int band = Math.Min(9, Array.BinarySearch(amounts, amount) is int place && place >= 0 ? place * 10 / amounts.Length : 9);
            builder.Add(new ShopEvent(new CustomerId(customer), time, EventType.Purchase)
            {
                Item = new ItemId("amount-" + band.ToString(CultureInfo.InvariantCulture)),
                Quantity = quantity,
                UnitPrice = quantity > 0 ? amount / (decimal)quantity : amount,
            });
        }

        EventLog log = builder.Build();
        DateTime date = new(1997, 10, 1);
        Facts facts = Facts.Of(context, log, date);
        foreach (Question question in Purchases(log, date, facts)) question.Ask(context, "cdnow", facts.Sets, Pairs);
    }

    /// <summary>Whether a customer buys in the next 90 days, and the logarithm of how much.</summary>
    private static Question[] Purchases(EventLog log, DateTime date, Facts facts)
    {
        OrderTable later = OrderTable.From(log.Between(date, date + Horizon));
        int[] rows = facts.Customers.RowsIn(log.Customers), all = [.. Enumerable.Range(0, rows.Length)];
        double[] spent = new double[rows.Length];
        foreach (int row in all)
        {
            foreach (Order order in later.OrdersOf(facts.Customers[row])) spent[row] += (double)order.Total;
        }

        return
        [
            new("buys within 90 days", "AUC", all, [.. spent.Select(amount => amount > 0 ? 1d : 0)]),
            new("log of what is spent", "R2", all, [.. spent.Select(amount => Math.Log(1 + Math.Max(0, amount)))]),
        ];
    }

    private static (int[] Rows, double[] Categories) NextCategories(EventLog log, DateTime date, Facts facts)
    {
        EventLog later = log.Since(date);
        int purchase = log.TypeCode(EventType.Purchase);
        int[] rows = facts.Customers.RowsIn(log.Customers);
        List<int> buyers = [];
        List<double> categories = [];
        for (int row = 0; row < rows.Length; row++)
        {
            CustomerEvents events = later.EventsOf(rows[row]);
            int first = events.Types.IndexOf((byte)purchase);
            if (first < 0 || events.Categories[first] < 0) continue;
            buyers.Add(row);
            categories.Add(events.Categories[first]);
        }

        return ([.. buyers], [.. categories]);
    }

    /// <summary>What is known of the buyers before a date.</summary>
    private sealed record Facts(IdIndex<CustomerId> Customers, IReadOnlyList<(string Name, double[][] Features)> Sets)
    {
        public static Facts Of(EvaluationContext context, EventLog log, DateTime date)
        {
            EventLog past = log.Before(date);
            RfmTable table = RfmTable.From(past, new RfmOptions { ReferenceDate = date });
            Beha2VecOptions options = Beha2VecStepOptions.ModelFor(past) with
            {
                MaxEpochs = context.Option("epochs", 10),
                Seed = (ulong)context.Option("seed", 1),
            };
            EventSequences sequences = EventSequences.From(past);
            Beha2VecModel model = new Beha2VecTrainer(options).Fit(sequences);
            context.Say($"trained {model.Report.Iterations} epochs on {past.EventCount} events of {past.ActiveCustomerCount} customers");
            FeatureTable rfm = table.ToFeatures(includeTenure: true).Log1P();
            FeatureTable mean = BehaviorSignatures.Of(
                model, sequences, table.Customers, date,
                new() { Traits = options.Dimensions, Steps = 0, Activity = false, Season = false });
            FeatureTable signature = BehaviorSignatures.Of(model, sequences, table.Customers, date, new() { Traits = options.Dimensions });
            int[] rows = table.Customers.RowsIn(model.Customers);
            double[][] plain = Rows(rfm.Values), signed = Rows(signature.Values);
            double[][] embedding = [.. Rows(mean.Values).Select((own, row) => (double[])[.. own, .. Row(model.Embeddings, rows[row])])];
            return new Facts(
                table.Customers,
                [
                    ("rfm", plain), ("embedding", embedding), ("signature", signed), ("rfm + embedding", Beside(plain, embedding)),
                    ("rfm + signature", Beside(plain, signed)),
                ]);
        }

        private static double[] Row(MatrixView values, int row)
        {
            double[] own = new double[values.Columns];
            for (int i = 0; i < own.Length; i++) own[i] = values[row, i];
            return own;
        }

        private static double[][] Rows(MatrixView values) => [.. Enumerable.Range(0, values.Rows).Select(row => Row(values, row))];

        private static double[][] Beside(double[][] left, double[][] right) =>
            [.. left.Zip(right, (one, other) => (double[])[.. one, .. other])];
    }
}
