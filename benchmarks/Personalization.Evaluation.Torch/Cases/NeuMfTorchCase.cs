using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Personalization.Numerics;
using Personalization.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// NeuMF as anybody would write it with TorchSharp: GMF of 8, MLP 64-32-16-8, cross-entropy, Adam, dense gradients of embeddings, on the
/// rows (customer, item, has it or not) of MovieLens 1M, 4 sampled items for each that a customer has. What sampling costs isn't measured.
/// benchmarks/peers/neumf.py is the same in Python.
/// </summary>
internal sealed class NeuMfTorchCase : IEvaluationCase
{
    private const int Negatives = 4;

    public string Name => "neumf-torch";

    public string Description =>
        "NeuMF in TorchSharp, a plain loop: samples a second, and one customer's scores of all items [--batches 256,4096] [--steps 300] "
        + "[--reps 3] [--threads 2] [--device Cpu]";

    public void Run(EvaluationContext context)
    {
        TorchDevice device = Enum.Parse<TorchDevice>(context.Option("device", nameof(TorchDevice.Cpu)));
        Device where = TorchLibrary.Open(device);
        TorchLibrary.UseThreads(context.Option("threads", 2));
        (long[] customers, long[] items, float[] targets, int customerCount, int itemCount) =
            Rows(context.Data("movielens-1m/ncf.train.rating.gz"));
        context.Say($"{customers.Length} rows, {customerCount} customers, {itemCount} items");
        using Tensor allCustomers = tensor(customers, device: where);
        using Tensor allItems = tensor(items, device: where);
        using Tensor allTargets = tensor(targets, device: where);
        foreach (string text in context.Option("batches", "256,4096").Split(','))
        {
            int batch = int.Parse(text, CultureInfo.InvariantCulture);
            foreach (bool flat in (bool[])[false, true])
            {
                manual_seed(0).Dispose();
                using NeuMf model = new(customerCount, itemCount);
                model.to(where);
                int steps = Math.Min(context.Option("steps", 300), customers.Length / batch);
                using AdamStep optimizer = new(model, flat);
                int place = 0;
                double loss = 0;
                double seconds = EvaluationContext.MedianSeconds(context.Option("reps", 3), () =>
                {
                    for (int step = 0; step < steps; step++, place = (place + batch) % (customers.Length - batch))
                    {
                        using DisposeScope scope = NewDisposeScope();
                        Tensor error = nn.functional.binary_cross_entropy_with_logits(
                            model.forward(allCustomers.narrow(0, place, batch), allItems.narrow(0, place, batch)),
                            allTargets.narrow(0, place, batch));
                        optimizer.Clear();
                        error.backward();
                        optimizer.Step();
                        if (step == steps - 1) loss = error.item<float>();
                    }
                });
                string name = flat ? "NeuMF, TorchSharp, one long Adam" : "NeuMF, TorchSharp";
                context.Figure(
                    name, "samples_per_s", (double)batch * steps / seconds, seconds, ("batch", batch), ("steps", steps), ("loss", loss),
                    ("threads", get_num_threads()), ("device", device));
                if (!flat) Score(context, model, itemCount, where);
            }
        }
    }

    private static void Score(EvaluationContext context, NeuMf model, int itemCount, Device device)
    {
        const int calls = 30;
        using IDisposable constant = inference_mode();
        using Tensor customer = zeros(itemCount, ScalarType.Int64, device), items = arange(itemCount, ScalarType.Int64, device);
        double seconds = EvaluationContext.MedianSeconds(7, () =>
        {
            for (int call = 0; call < calls; call++)
            {
                using DisposeScope scope = NewDisposeScope();
                model.forward(customer, items).cpu();
            }
        });
        context.Figure("NeuMF, TorchSharp", "us_per_customer", seconds / calls * 1e6, seconds, ("items", itemCount));
    }

    /// <summary>An epoch's rows in random order.</summary>
    private static (long[] Customers, long[] Items, float[] Targets, int CustomerCount, int ItemCount) Rows(string path)
    {
        List<(int Customer, int Item)> pairs = [];
        using (GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress))
        using (StreamReader reader = new(unpacked))
        {
            while (reader.ReadLine() is { } line)
            {
                string[] cells = line.Split('\t');
                pairs.Add((int.Parse(cells[0], CultureInfo.InvariantCulture), int.Parse(cells[1], CultureInfo.InvariantCulture)));
            }
        }

        int customerCount = pairs.Max(pair => pair.Customer) + 1, itemCount = pairs.Max(pair => pair.Item) + 1, row = 0;
        HashSet<(int, int)> known = [.. pairs];
        RandomStream random = new(1, "neumf rows");
        int[] order = [.. Enumerable.Range(0, pairs.Count * (1 + Negatives))];
        random.Shuffle(order.AsSpan());
        long[] customers = new long[order.Length], items = new long[order.Length];
        float[] targets = new float[order.Length];
        foreach ((int customer, int item) in pairs)
        {
            for (int i = 0; i <= Negatives; i++, row++)
            {
                int other = item;
                while (i > 0 && known.Contains((customer, other))) other = random.NextInt32(itemCount);
                (customers[order[row]], items[order[row]], targets[order[row]]) = (customer, other, i == 0 ? 1 : 0);
            }
        }

        return (customers, items, targets, customerCount, itemCount);
    }

    private sealed class NeuMf : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding _customerProduct;
        private readonly Embedding _itemProduct;
        private readonly Embedding _customerTower;
        private readonly Embedding _itemTower;
        private readonly Sequential _tower;
        private readonly Linear _output;

        public NeuMf(int customers, int items)
            : base(nameof(NeuMf))
        {
            (_customerProduct, _itemProduct) = (nn.Embedding(customers, 8), nn.Embedding(items, 8));
            (_customerTower, _itemTower) = (nn.Embedding(customers, 32), nn.Embedding(items, 32));
            _tower = nn.Sequential(
                nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 16), nn.ReLU(), nn.Linear(16, 8), nn.ReLU());
            _output = nn.Linear(16, 1);
            foreach (Embedding embedding in (Embedding[])[_customerProduct, _itemProduct, _customerTower, _itemTower])
                nn.init.normal_(embedding.weight!, std: .01);
            RegisterComponents();
        }

        public override Tensor forward(Tensor customers, Tensor items)
        {
            Tensor tower = _tower.forward(cat([_customerTower.forward(customers), _itemTower.forward(items)], 1));
            Tensor product = _customerProduct.forward(customers) * _itemProduct.forward(items);
            return _output.forward(cat([product, tower], 1)).squeeze(1);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                foreach (nn.Module module in (nn.Module[])[_customerProduct, _itemProduct, _customerTower, _itemTower, _tower, _output])
                    module.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    /// <summary>
    /// <c>torch.optim.Adam</c>; or the same step over one long tensor of all weights, which TorchSharp needs fewer calls for.
    /// </summary>
    private sealed class AdamStep : IDisposable
    {
        private readonly Adam? _adam;
        private readonly Tensor[] _long = [];
        private int _steps;

        public AdamStep(NeuMf model, bool flat)
        {
            TorchSharp.Modules.Parameter[] parameters = [.. model.parameters()];
            if (!flat)
            {
                _adam = optim.Adam(parameters, lr: 1e-3);
                return;
            }

            using IDisposable constant = no_grad();
            long count = parameters.Sum(parameter => parameter.numel());
            _long = [.. Enumerable.Range(0, 4).Select(_ => zeros(count, device: parameters[0].device))];
            long start = 0;
            foreach (TorchSharp.Modules.Parameter parameter in parameters)
            {
                using Tensor place = _long[0].narrow(0, start, parameter.numel()).view(parameter.shape);
                place.copy_(parameter);
                parameter.set_(place);
                parameter.grad = _long[1].narrow(0, start, parameter.numel()).view(parameter.shape);
                start += parameter.numel();
            }
        }

        public void Clear()
        {
            if (_adam is not null) _adam.zero_grad();
            else _long[1].zero_();
        }

        public void Step()
        {
            if (_adam is not null)
            {
                _adam.step();
                return;
            }

            using IDisposable constant = no_grad();
            _steps++;
            double first = 1 - Math.Pow(.9, _steps), second = Math.Sqrt(1 - Math.Pow(.999, _steps));
            _long[2].mul_(.9).add_(_long[1], .1);
            _long[3].mul_(.999).addcmul_(_long[1], _long[1], .001);
            _long[0].addcdiv_(_long[2], _long[3].sqrt().div_(second).add_(1e-8), -.001 / first);
        }

        public void Dispose()
        {
            _adam?.Dispose();
            foreach (Tensor tensor in _long) tensor.Dispose();
        }
    }
}
