using System.Runtime.InteropServices;
using TorchSharp;

namespace Personalization.Torch;

/// <summary>The native libtorch of the process.</summary>
internal static class TorchLibrary
{
    /// <summary>The libtorch that the version of TorchSharp was made for, and the CUDA of its packages.</summary>
    private const string Version = "2.10.0", CudaVersion = "12.8";

    private static readonly Lock Loading = new();

    /// <summary>
    /// Loads libtorch where it isn't loaded yet, and gives the device. It is looked for here first: TorchSharp on its own would copy a
    /// package's half gigabyte beside the program when it finds that a library won't load, and write to the console about it.
    /// </summary>
    /// <exception cref="DllNotFoundException">It is missing or can't be loaded; the message says which packages to add.</exception>
    /// <exception cref="NotSupportedException">There is no CUDA device, or the libtorch knows none.</exception>
    public static torch.Device Open(TorchDevice device)
    {
        lock (Loading)
        {
            // libLibTorchSharp asks for the others, which stand in another package's folder where no build put them into one.
            Load("torch_cpu", device);
            if (device == TorchDevice.Cuda) Load("torch_cuda", device);
            Load("LibTorchSharp", device);
            try
            {
                torch.InitializeDeviceType(device == TorchDevice.Cuda ? DeviceType.CUDA : DeviceType.CPU);
            }
            catch (Exception error) when (error is NotSupportedException or TypeInitializationException or InvalidOperationException)
            {
                throw NoDevice(device, error);
            }
        }

        return device == TorchDevice.Cuda ? torch.CUDA : torch.CPU;
    }

    /// <summary>
    /// Sets how many threads calculate, once a fit: the number is the process's, so of two fits side by side the later one's holds.
    /// </summary>
    public static void UseThreads(int? threads)
    {
        int wanted = threads ?? Environment.ProcessorCount;
        if (torch.get_num_threads() != wanted) torch.set_num_threads(wanted);
    }

    /// <summary>What to say when a library can't be loaded.</summary>
    internal static string Missing(string library, TorchDevice device, string reason)
    {
        string advice = Package(device) is { } package
            ? $"add {package} {Version} to the application's project"
            : $"there is no package of libtorch for {RuntimeInformation.RuntimeIdentifier} and {device}";
        string hint = reason.Contains("GLIBCXX", StringComparison.Ordinal) || reason.Contains("CXXABI", StringComparison.Ordinal)
            ? " It needs the libstdc++ of GCC 13 or later (Debian 13, Ubuntu 24.04)."
            : "";
        return $"libtorch can't be used: '{library}' was not loaded. Personalization.Torch brings no native library: {advice}.{hint} "
            + $"The system says: {reason}";
    }

    private static string? Package(TorchDevice device)
    {
        bool isX64 = RuntimeInformation.OSArchitecture == Architecture.X64;
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsLinux() ? "linux" : "osx";
        string platform = $"{system}-{(isX64 ? "x64" : "arm64")}";
        return (device, platform) switch
        {
            (TorchDevice.Cpu, "linux-x64" or "win-x64" or "win-arm64" or "osx-arm64") => $"libtorch-cpu-{platform}",
            (TorchDevice.Cuda, "linux-x64" or "win-x64") => $"libtorch-cuda-{CudaVersion}-{platform}",
            _ => null,
        };
    }

    /// <summary>
    /// What tells why, of the many lines of a failed load: not those that say for each place that the library itself isn't there.
    /// </summary>
    internal static string Reason(string library, string message)
    {
        const string absent = ": cannot open shared object file";
        foreach (string line in message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            int end = line.IndexOf(absent, StringComparison.Ordinal);
            string name = end < 0 ? "" : Path.GetFileName(line[..end]).Split('.')[0];
            if (name != library && name != "lib" + library) return line;
        }

        return OperatingSystem.IsLinux() ? "there is no file of that name." : message;
    }

    private static void Load(string library, TorchDevice device)
    {
        try
        {
            NativeLibrary.Load(library, typeof(torch).Assembly, searchPath: null);
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            throw new DllNotFoundException(Missing(library, device, Reason(library, error.Message)), error);
        }
    }

    private static NotSupportedException NoDevice(TorchDevice device, Exception inner) => new(
        $"libtorch was loaded, but can't use the device {device}: {inner.Message}", inner);
}
