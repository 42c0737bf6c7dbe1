using System.Diagnostics;
using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Torch;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A transformer's weights there and back: a model that was trained on libtorch embeds customers in Python's PyTorch, is trained on there,
/// and read again. The script loads them by name into <c>nn.TransformerEncoderLayer</c>.
/// </summary>
internal sealed class PythonSequencesCase : IEvaluationCase
{
    public string Name => "weights-python-sequences";

    public string Description =>
        "weights of Beha2Vec to Python's PyTorch and back, by benchmarks/peers/beha2vec_weights.py: how far embeddings differ "
        + "[--python /usr/bin/python3]";

    public void Run(EvaluationContext context)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("personalization-weights-");
        try
        {
            foreach (BehaviorPositions positions in Enum.GetValues<BehaviorPositions>()) Run(context, positions, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Run(EvaluationContext context, BehaviorPositions positions, string folder)
    {
        Beha2VecOptions options = new()
        {
            Positions = positions,
            Dimensions = 16,
            Heads = 2,
            InnerWidth = 24,
            MaxLength = 30,
            Window = 8,
            MaxEpochs = 3,
            LearningRate = .01,
        };
        EventSequences sequences = EventSequences.From(Log());
        Beha2VecModel model = new TorchBeha2VecTrainer(options).Fit(sequences);
        string own = Path.Combine(folder, "own.model"), theirs = Path.Combine(folder, "theirs.model");
        string tokens = Path.Combine(folder, "tokens"), embeddings = Path.Combine(folder, "embeddings");
        model.Save(own);
        WriteTokens(sequences, options.Reach, tokens);
        ProcessStartInfo start = new(context.Option("python", "/usr/bin/python3"))
        {
            ArgumentList = { EvaluationContext.Source("benchmarks/peers/beha2vec_weights.py"), own, tokens, theirs, embeddings },
        };
        using (Process python = Process.Start(start)!)
        {
            python.WaitForExit();
            if (python.ExitCode != 0) throw new EvaluationException($"{start.FileName} ended with {python.ExitCode}.");
        }

        using ModelFile file = ModelFile.Read(File.OpenRead(embeddings));
        Beha2VecModel trained = Beha2VecModel.Load(File.OpenRead(theirs));
        Matrix again = new(sequences.Customers.Count, options.Dimensions);
        trained.Embed(EventSequences.From(Log(), trained.Vocabulary), again);
        float[] after = file.Floats("after", -1, -1);
        context.Figure(positions.ToString(), "farthest_embedding_there", Farthest(model.Embeddings, file.Floats("before", -1, -1)));
        context.Figure(positions.ToString(), "farthest_embedding_back", Farthest(again, after));
        context.Figure(positions.ToString(), "moved_in_python", Farthest(model.Embeddings, after));
    }

    /// <summary>Codes of each customer's latest events, as many as an embedding depends on: rows of seven, and where each begins.</summary>
    private static void WriteTokens(EventSequences sequences, int reach, string path)
    {
        BehaviorToken[] read = new BehaviorToken[reach];
        List<int> codes = [], starts = [0];
        for (int customer = 0; customer < sequences.Customers.Count; customer++)
        {
            foreach (BehaviorToken token in read.AsSpan(0, sequences.Read(customer, 0, read)))
                codes.AddRange([token.Type, token.Item, token.Category, token.Price, token.Quantity, token.Channel, token.Gap]);
            starts.Add(codes.Count / 7);
        }

        ModelFileWriter file = new("tokens", 1);
        file.Add("tokens", [.. codes]);
        file.Add("starts", [.. starts]);
        file.Save(path);
    }

    private static double Farthest(MatrixView embeddings, float[] expected)
    {
        double farthest = 0;
        for (int row = 0; row < embeddings.Rows; row++)
        {
            for (int column = 0; column < embeddings.Columns; column++)
                farthest = Math.Max(farthest, Math.Abs(embeddings.Row(row)[column] - expected[(row * embeddings.Columns) + column]));
        }

        return farthest;
    }

    private static EventLog Log()
    {
        RandomStream random = new(1, "weights");
        DateTime day = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(Enumerable.Range(0, 4_000).Select(i =>
        {
            int item = random.NextInt32(90);
            return new ShopEvent(
                new CustomerId($"c{random.NextInt32(random.NextInt32(150) + 1):000}"), day.AddMinutes(i * 7),
                i % 3 == 0 ? EventType.Purchase : EventType.View)
            {
                Item = new ItemId($"i{item:00}"),
                Category = $"k{item % 6}",
                UnitPrice = 1 + item,
            };
        }));
    }
}
