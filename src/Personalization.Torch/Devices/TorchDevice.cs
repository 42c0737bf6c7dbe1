namespace Personalization.Torch;

/// <summary>Where libtorch calculates.</summary>
public enum TorchDevice
{
    /// <summary>On the processors.</summary>
    Cpu,

    /// <summary>On the first CUDA device. Rows are added up in any order there, so two runs differ in the last bits.</summary>
    Cuda,
}
