using System.Globalization;

namespace Personalization.Numerics;

/// <summary>A matrix that was to be factored is not positive definite, or is so only beyond the precision of its numbers.</summary>
public sealed class NotPositiveDefiniteException : ArithmeticException
{
    /// <summary>Says which pivot failed.</summary>
    /// <param name="pivot">Row of the pivot, from 0.</param>
    /// <param name="value">What was left on the diagonal there.</param>
    public NotPositiveDefiniteException(int pivot, double value)
        : base(
            string.Create(CultureInfo.InvariantCulture, $"Pivot {pivot} is {value}; it must be positive. ")
            + "The matrix is not positive definite: add a small multiple of the identity, or leave out dependent features.")
    {
        Pivot = pivot;
        Value = value;
    }

    /// <summary>Row of the pivot, from 0: the leading rows before it are positive definite.</summary>
    public int Pivot { get; }

    /// <summary>What was left on the diagonal; not positive, or not a number.</summary>
    public double Value { get; }
}
