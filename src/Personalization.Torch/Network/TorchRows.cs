using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// Rows of tables that a batch touches. They are taken out, and their gradients added where they came from, so that no table as large as
/// an embedding is made for a batch.
/// </summary>
internal sealed class TorchRows
{
    private readonly List<(Tensor Gradient, Tensor Index, Tensor Rows)> _taken = [];

    /// <summary>Rows of a table: the shape of the index, then the row.</summary>
    /// <param name="table">Dense or sparse; a dense one's gradients are made by backward itself.</param>
    /// <param name="rows">64-bit, of any shape.</param>
    public Tensor Take(TorchParameter table, Tensor rows)
    {
        Tensor index = rows.reshape(-1);
        Tensor taken = table.Values.index_select(0, index).view([.. rows.shape, table.Values.shape[1]]);
        if (table.Values.requires_grad) return taken;
        taken.requires_grad_();
        _taken.Add((table.Gradient, index, taken));
        return taken;
    }

    /// <summary>Forgets what was taken for another batch.</summary>
    public void Clear() => _taken.Clear();

    /// <summary>Adds the gradients of a loss of what was taken.</summary>
    public void Backward(Tensor loss)
    {
        loss.backward();
        using IDisposable constant = no_grad();
        foreach ((Tensor table, Tensor index, Tensor rows) in _taken)
        {
            if (rows.grad is { } slopes) table.index_add_(0, index, slopes.view(-1, table.shape[1]), 1);
        }

        _taken.Clear();
    }
}
