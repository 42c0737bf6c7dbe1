namespace Personalization.TestKit;

/// <summary>
/// What a piece of code allocates on its thread. A collection that another test sets off in between adds bytes that nobody asked for and
/// never takes any away, so the least of a few runs is what the code itself allocates.
/// </summary>
public static class Allocations
{
    private const int Runs = 5;

    /// <summary>Bytes that an action allocates, each time that it runs.</summary>
    public static long Of(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        long least = long.MaxValue;
        for (int run = 0; run < Runs && least > 0; run++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
