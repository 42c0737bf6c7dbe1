namespace Personalization.Numerics;

/// <summary>
/// What lanes of any element can do, and all that a product of matrices needs: one kernel serves single and double precision.
/// </summary>
/// <typeparam name="TSelf">The lanes.</typeparam>
/// <typeparam name="T">What a lane holds.</typeparam>
internal interface IProductLanes<TSelf, T>
    where TSelf : struct, IProductLanes<TSelf, T>
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract TSelf Load(ref T source, nuint index);

    static abstract TSelf Broadcast(T value);

    static abstract TSelf Multiply(TSelf left, TSelf right);

    /// <summary>left · right + addend, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf left, TSelf right, TSelf addend);

    static abstract void Store(TSelf value, ref T destination, nuint index);
}
