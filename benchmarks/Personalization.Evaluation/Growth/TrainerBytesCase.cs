using System.Security.Cryptography;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// The SHA-256 of every clustering's model file on small made-up data, with 1, 2 and 7 threads. Run it with narrower vectors
/// (<c>DOTNET_EnableAVX512=0</c>,
/// <c>DOTNET_EnableAVX2=0</c>, <c>DOTNET_EnableHWIntrinsic=0</c>) and compare: CI does.
/// </summary>
internal sealed class TrainerBytesCase : IEvaluationCase
{
    public string Name => "trainer-bytes";

    public string Description => "SHA-256 of every clustering's model with 1, 2 and 7 threads; the same at every vector width";

    public void Run(EvaluationContext context)
    {
        ThreadPool.SetMinThreads(8, 8);
        foreach (int columns in new[] { 3, 20 })
        {
            Matrix samples = ClusterTrainer.Clouds(context.Option("rows", 3_000), columns, 5);
            foreach (ClusterTrainer trainer in ClusterTrainer.All)
            {
                string one = Hash(trainer, samples, 1);
                foreach (int threads in new[] { 2, 7 })
                {
                    string more = Hash(trainer, samples, threads);
                    if (more != one)
                        throw new EvaluationException(
                            $"{trainer.Family}, {trainer.Name} of {columns} features gives {one} on 1 thread and {more} on {threads}.");
                }

                // No times here: the lines of two runs must be equal.
                Console.Out.WriteLine($"{trainer.Family}, {trainer.Name}, {columns} features: {one}");
            }
        }
    }

    private static string Hash(ClusterTrainer trainer, Matrix samples, int threads)
    {
        using MemoryStream bytes = new();
        trainer.Fit(samples, threads)(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }
}
