using System.Security.Cryptography;

namespace Personalization.Evaluation.Cases;

/// <summary>The same seed, one thread and several: the same bytes in every file.</summary>
internal sealed class SameBytesCase : IEvaluationCase
{
    public string Name => "same-bytes";

    public string Description => "Online Retail II: every output file with 1 thread, with 2 and with 7, by SHA-256";

    public void Run(EvaluationContext context)
    {
        string folder = Path.Combine(Path.GetTempPath(), "personalization-same-bytes-" + Environment.ProcessId);
        string? first = null;
        try
        {
            foreach (int threads in (int[])[1, 2, 7])
            {
                string own = Path.Combine(folder, $"{threads}");
                new PersonalizationPipeline(new() { Seed = 1, Threads = threads }).Run(context.Data(Retail.File)).Save(
                    own, includeTimings: false);
                string hash = HashOf(own);
                first ??= hash;
                context.Figure(
                    "PersonalizationPipeline", "same_bytes", hash == first ? 1 : 0, null, ("threads", threads), ("sha256", hash));
            }
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static string HashOf(string folder)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            hash.AppendData(File.ReadAllBytes(path));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
