namespace Personalization.Torch.Tests;

/// <summary>The native library, or why it can't be had here.</summary>
internal static class Libtorch
{
    private static readonly string? Reason = Why();

    /// <summary>Skips the test that calls it where libtorch can't be loaded.</summary>
    public static void Require() => Assert.SkipWhen(Reason is not null, Reason ?? "");

    private static string? Why()
    {
        try
        {
            TorchLibrary.Open(TorchDevice.Cpu);
            return null;
        }
        catch (DllNotFoundException error)
        {
            // On a host with the libstdc++ of GCC 12 eng/libtorch-on-gcc12.sh helps.
            return $"libtorch can't be loaded; eng/libtorch-on-gcc12.sh helps on Debian 12. {error.Message}";
        }
    }
}
