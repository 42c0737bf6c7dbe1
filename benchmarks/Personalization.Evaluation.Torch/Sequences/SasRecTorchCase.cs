using System.Diagnostics;
using Personalization.Numerics;
using Personalization.Torch;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A plain TorchSharp loop of SASRec: d 64, two blocks, length 200, batches of 128, padded on the left, Adam. What making batches costs
/// isn't measured.
/// </summary>
internal sealed class SasRecTorchCase : IEvaluationCase
{
    public string Name => "sasrec-torch";

    public string Description =>
        "SASRec in TorchSharp, a plain loop: seconds of an epoch and tokens a second, or of one sequence with its top 10 [--loss Softmax] "
        + "[--heads 2] [--epochs 2] [--batch 128] [--score false] [--threads 2] [--device Cpu] [--file FILE] [--customers 6040]";

    public void Run(EvaluationContext context)
    {
        TorchDevice device = Enum.Parse<TorchDevice>(context.Option("device", nameof(TorchDevice.Cpu)));
        Device where = TorchLibrary.Open(device);
        TorchLibrary.UseThreads(context.Option("threads", 2));
        SequenceData data = SequenceData.Of(context);
        manual_seed(0).Dispose();
        using SasRec model = new(data.ItemCount, 64, data.Length, 2, context.Option("heads", 2), .2);
        model.to(where);
        if (context.Option("score", "false") == "true") Score(context, model, data, where);
        else Train(context, model, data, where);
    }

    private static void Train(EvaluationContext context, SasRec model, SequenceData data, Device device)
    {
        int batch = context.Option("batch", 128), epochs = context.Option("epochs", 2);
        bool isBinary = context.Option("loss", "Softmax") == "BinaryCrossEntropy";
        using Adam optimizer = optim.Adam(model.parameters(), lr: 1e-3, beta1: .9, beta2: .999);
        RandomStream random = new(1, "sasrec batches");
        int[] order = [.. Enumerable.Range(0, data.CustomerCount)];
        List<double> seconds = [], losses = [];
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            random.Shuffle(order.AsSpan());
            double spent = 0;
            using Tensor sum = zeros(1, ScalarType.Float64, device);
            for (int first = 0; first < order.Length; first += batch)
            {
                using DisposeScope scope = NewDisposeScope();
                ReadOnlySpan<int> customers = order.AsSpan(first, Math.Min(batch, order.Length - first));
                (Tensor inputs, Tensor targets, Tensor others) = Batch(data, customers, random, device);
                long began = Stopwatch.GetTimestamp();
                optimizer.zero_grad();
                Tensor places = inputs.view(-1).nonzero().squeeze(1);
                Tensor states = model.forward(inputs).view(-1, 64).index_select(0, places);
                Tensor next = targets.view(-1).index_select(0, places);
                Tensor loss = isBinary ? Binary(states, next, others.view(-1).index_select(0, places)) : Softmax(states, next);
                loss.backward();
                optimizer.step();
                using (no_grad()) sum.add_(loss.detach() * places.shape[0]);
                if (first + batch >= order.Length && device.type == DeviceType.CUDA) cuda.synchronize();
                spent += Stopwatch.GetElapsedTime(began).TotalSeconds;
            }

            seconds.Add(spent);
            losses.Add(sum.item<double>() / data.Steps);
        }

        Tensor Binary(Tensor states, Tensor next, Tensor other) =>
            nn.functional.softplus(-(states * model.Take(next)).sum(-1)).mean()
            + nn.functional.softplus((states * model.Take(other)).sum(-1)).mean();

        Tensor Softmax(Tensor states, Tensor next) => nn.functional.cross_entropy(states.matmul(model.ItemWeights.t()), next);

        double median = (seconds.Count > 1 ? seconds[1..] : seconds).Order().ElementAt((seconds.Count - 1) / 2);
        context.Figure("SASRec, TorchSharp", "tokens_per_second", data.Steps / median, median, ("heads", context.Option("heads", 2)),
            ("loss", string.Join(", ", losses.Select(loss => loss.ToString("0.0000", System.Globalization.CultureInfo.InvariantCulture)))),
            ("batch", batch), ("device", device), ("threads", get_num_threads()));
    }

    private static void Score(EvaluationContext context, SasRec model, SequenceData data, Device device)
    {
        const int calls = 200;
        using IDisposable constant = inference_mode();
        model.eval();
        int longest = Enumerable.Range(0, data.CustomerCount).MaxBy(customer => data.Sequence(customer).Length);
        long[] items = [.. data.Sequence(longest)[^data.Length..].ToArray().Select(item => (long)item)];
        using Tensor input = tensor(items, 1, data.Length, device: device);
        double[] seconds = new double[calls];
        for (int i = 0; i < calls; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            long began = Stopwatch.GetTimestamp();
            model.forward(input).select(1, -1).matmul(model.ItemWeights.t()).topk(10).indexes.cpu();
            seconds[i] = Stopwatch.GetElapsedTime(began).TotalSeconds;
        }

        double median = seconds[(calls / 2)..].Order().ElementAt(calls / 4);
        context.Figure("SASRec, TorchSharp", "ms_per_sequence", median * 1e3, median, ("length", data.Length));
    }

    /// <summary>Sequences padded on the left to the full length, what follows each event, and an item that is drawn for each.</summary>
    private static (Tensor Inputs, Tensor Targets, Tensor Others) Batch(
        SequenceData data, ReadOnlySpan<int> customers, RandomStream random, Device device)
    {
        int length = data.Length, size = customers.Length * length;
        long[] inputs = new long[size], targets = new long[size], others = new long[size];
        for (int i = 0; i < customers.Length; i++)
        {
            ReadOnlySpan<int> sequence = data.Sequence(customers[i]);
            int start = (i * length) + length - (sequence.Length - 1);
            for (int place = 0; place + 1 < sequence.Length; place++)
                (inputs[start + place], targets[start + place]) = (sequence[place], sequence[place + 1]);
        }

        for (int i = 0; i < size; i++) others[i] = 1 + random.NextInt32(data.ItemCount);
        return (On(inputs), On(targets), On(others));

        Tensor On(long[] values) => tensor(values, [size / length, length], device: device);
    }
}
