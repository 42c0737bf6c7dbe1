namespace Personalization.Numerics;

internal static class HalfPrecision
{
    /// <summary>2¹¹²: by how much the bias of a single's exponent is larger than a half's.</summary>
    public static float Scale => BitConverter.UInt32BitsToSingle((112u + 127) << 23);
}

/// <summary>Which bits say what in a single.</summary>
internal static class SingleBits
{
    public const int MantissaBits = 23;

    /// <summary>The bits of 2²³.</summary>
    public const int TwoTo23 = 0x4B000000;
}
