using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>A model's batches on a device. Belongs to one run.</summary>
internal interface ITorchBatch : IDisposable
{
    /// <summary>Leaves the gradients of a batch's mean loss in the parameters.</summary>
    /// <param name="first">Place of the first example in the epoch's order.</param>
    /// <param name="count">Examples, at most as many as a batch has.</param>
    /// <param name="step">The optimizer's step, from 1, for draws.</param>
    /// <returns>The sum of the examples' losses, one 64-bit number on the device, in the caller's dispose scope.</returns>
    Tensor Accumulate(int first, int count, long step);
}

/// <summary>Makes the batches of a run.</summary>
/// <param name="parameters">Weights to read, and gradients to leave there.</param>
/// <param name="device">Where to calculate.</param>
/// <param name="batchSize">Examples of a batch at most.</param>
internal delegate ITorchBatch TorchBatches(TorchParameters parameters, Device device, int batchSize);
