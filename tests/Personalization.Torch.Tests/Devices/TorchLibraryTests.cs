namespace Personalization.Torch.Tests;

public sealed class TorchLibraryTests
{
    [Fact]
    public void Missing_CpuLibrary_SaysWhichPackageToAdd()
    {
        string message = TorchLibrary.Missing("LibTorchSharp", TorchDevice.Cpu, "there is no file of that name.");

        Assert.Matches("add libtorch-cpu-[a-z]+-[a-z0-9]+ 2\\.10\\.0 to|there is no package", message);
        Assert.DoesNotContain("GCC", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_LibraryForANewerHost_SaysSo() => Assert.Contains(
        "GCC 13",
        TorchLibrary.Missing("LibTorchSharp", TorchDevice.Cpu, "libstdc++.so.6: version `GLIBCXX_3.4.32' not found"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("/x.so: version V not found (required by /a/libLibTorchSharp.so)", true)]
    [InlineData("libtorch.so: cannot open shared object file: No such file", true)]
    [InlineData("/app/LibTorchSharp.so: cannot open shared object file: No such file", false)]
    public void Reason_FailedLoad_IsTheLineThatTells(string line, bool tells)
    {
        string message = $"Unable to load.\n/a.b/libLibTorchSharp: cannot open shared object file: No such file\n{line}\n";

        string reason = TorchLibrary.Reason("LibTorchSharp", message);

        if (OperatingSystem.IsLinux() || tells) Assert.Equal(tells ? line : "there is no file of that name.", reason);
    }

    /// <summary>The libtorch of these tests is the processors' one, so CUDA is missing wherever they run.</summary>
    [Fact]
    public void Open_CudaWithoutItsLibrary_SaysWhichPackageToAdd()
    {
        Libtorch.Require();

        DllNotFoundException error = Assert.Throws<DllNotFoundException>(() => TorchLibrary.Open(TorchDevice.Cuda));

        Assert.Contains("'torch_cuda'", error.Message, StringComparison.Ordinal);
        Assert.Contains("libtorch-cuda-12.8-", error.Message, StringComparison.Ordinal);
    }
}
