using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Which items may speak for an item.</summary>
public enum EaseForm
{
    /// <summary><see cref="Dense"/> up to <see cref="EaseOptions.MaxDenseItems"/> items, <see cref="Sparse"/> above.</summary>
    Auto,

    /// <summary>
    /// All others, by one inverse of items × items: 4 · items² bytes while fitting, in the model and in its file, and about items³
    /// multiply-adds. 4,000 items are 64 MB, 20,000 are 1.6 GB.
    /// </summary>
    Dense,

    /// <summary>
    /// <see cref="EaseOptions.Neighbors"/> of them, by a small ridge regression for each item: 8 bytes a neighbour, time linear in items.
    /// </summary>
    Sparse,
}

/// <summary>How <see cref="EaseTrainer"/> fits. Immutable; every default is valid.</summary>
public sealed record EaseOptions
{
    /// <summary>Dense or sparse. Default <see cref="EaseForm.Auto"/>.</summary>
    public EaseForm Form { get; init; }

    /// <summary>
    /// λ, above 0: weights of pairs that rest on fewer customers than this are held back. Default 200; 50 to 1,000 is usual, more where
    /// there are more customers. Choose it on customers held out: it is the one option that matters.
    /// </summary>
    public double Regularization { get; init => field = Guard.Positive(value); } = 200;

    /// <summary>
    /// Items that may speak for an item in the sparse form, at least 1: those nearest by cosine, of those bought by some of the same
    /// customers. Default 100. Where every two items have a customer in common and all may speak, the sparse form is the dense one.
    /// </summary>
    public int Neighbors { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>Items up to which the dense form may be used, from 1 to 46,000. Default 20,000, which take 1.6 GB.</summary>
    public int MaxDenseItems { get; init => field = Guard.InRange(value, 1, 46_000); } = 20_000;

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
