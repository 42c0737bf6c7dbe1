using System.Security.Cryptography;
using System.Text;
using Personalization.Core;

namespace Personalization.Simulation.Tests;

/// <summary>One hash over everything that a log holds.</summary>
internal static class LogHash
{
    public static string Of(EventLog log)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        StringBuilder line = new();
        foreach (ShopEvent e in log.Events()) hash.AppendData(Encoding.UTF8.GetBytes(line.Clear().Append(e).Append('\n').ToString()));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
