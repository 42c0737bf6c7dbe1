namespace Personalization.VectorIndex;

/// <summary>Lends <see cref="SearchBuffers"/>; which one somebody gets changes no result.</summary>
internal sealed class BufferPool
{
    private readonly SearchBuffers?[] _free = new SearchBuffers?[Math.Max(4, Environment.ProcessorCount * 2)];

    public SearchBuffers Rent()
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is not null && Interlocked.Exchange(ref _free[i], null) is { } buffers) return buffers;
        }

        return new SearchBuffers();
    }

    public void Return(SearchBuffers buffers)
    {
        for (int i = 0; i < _free.Length; i++)
        {
            if (_free[i] is null && Interlocked.CompareExchange(ref _free[i], buffers, null) is null) return;
        }
    }
}
