using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Core;

/// <summary>
/// Names one decision, so that exposures and outcomes can refer to it. 128 bits of what was decided for whom and when: the same decision
/// made again has the same id, and no two others are met with in practice. <c>default</c> stands for "none".
/// </summary>
/// <param name="Value">The bits.</param>
public readonly record struct DecisionId(UInt128 Value)
{
    /// <summary>Makes the id of a decision: the first 128 bits of the SHA-256 of its parts.</summary>
    /// <param name="seed">
    /// Seed of the policy: policies that run beside each other on equal customers differ in it or in their version.
    /// </param>
    /// <param name="policyVersion">Version of the policy, not empty.</param>
    /// <param name="customer">Whom it was decided for.</param>
    /// <param name="time">When; moments are compared as such, whatever their offset.</param>
    public static DecisionId From(ulong seed, string policyVersion, CustomerId customer, DateTimeOffset time)
    {
        const int FixedBytes = 24;
        byte[] version = Encoding.UTF8.GetBytes(Guard.NotBlank(policyVersion, nameof(policyVersion)));
        byte[] id = Encoding.UTF8.GetBytes(customer.Value);
        byte[] parts = new byte[FixedBytes + version.Length + id.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(parts, seed);
        BinaryPrimitives.WriteInt64LittleEndian(parts.AsSpan(8), time.UtcTicks);
        BinaryPrimitives.WriteInt64LittleEndian(parts.AsSpan(16), version.Length);
        version.CopyTo(parts, FixedBytes);
        id.CopyTo(parts, FixedBytes + version.Length);
        return new(BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(parts)));
    }

    /// <summary>The id as 32 hexadecimal digits, as events and files have it.</summary>
    public override string ToString() => Value.ToString("x32", System.Globalization.CultureInfo.InvariantCulture);
}
