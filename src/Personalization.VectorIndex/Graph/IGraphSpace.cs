using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// Where the rows of a graph lie and how far they are from each other; smaller is nearer. A struct, so that each kind gets loops of its
/// own.
/// </summary>
internal unsafe interface IGraphSpace<TSelf>
    where TSelf : struct, IGraphSpace<TSelf>
{
    /// <summary>Bytes that a prepared vector takes.</summary>
    static abstract int PreparedBytes(int stride);

    /// <summary>The space over blocks of rows of so many padded values.</summary>
    static abstract TSelf Over(RowBlocks blocks, int stride);

    /// <summary>Makes a row comparable: a pointer to it, or to what was written to the scratch memory.</summary>
    byte* Prepare(int row, byte* scratch);

    /// <summary>Makes a padded vector comparable.</summary>
    byte* Prepare(float* vector, byte* scratch);

    /// <summary>Asks the cache for a row.</summary>
    void Prefetch(int row);

    /// <summary>Distances from what was prepared to four rows.</summary>
    Vector128<float> Distances(byte* prepared, int first, int second, int third, int fourth);
}

/// <summary>Rows of single-precision values.</summary>
internal readonly unsafe struct SingleSpace<TForm>(nint[] addresses, int stride) : IGraphSpace<SingleSpace<TForm>>
    where TForm : struct, IRowForm
{
    private readonly nint[] _addresses = addresses;
    private readonly int _stride = stride;

    public static int PreparedBytes(int stride) => 0;

    public static SingleSpace<TForm> Over(RowBlocks blocks, int stride) => new(blocks.Addresses, stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Prepare(int row, byte* scratch) => (byte*)Row(row);

    public byte* Prepare(float* vector, byte* scratch) => (byte*)vector;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int row)
    {
        if (!Sse.IsSupported) return;
        byte* start = (byte*)Row(row);
        int bytes = Math.Min(_stride * sizeof(float), 512);
        for (int i = 0; i < bytes; i += 64) Sse.Prefetch0(start + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Distances(byte* prepared, int first, int second, int third, int fourth) =>
        RowDistances.Four<TForm>((float*)prepared, Row(first), Row(second), Row(third), Row(fourth), _stride);

    // Whoever passes a row has checked it against the number of rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Row(int row) =>
        (float*)Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_addresses), row >> RowBlocks.Shift)
            + ((nint)(row & RowBlocks.Mask) * _stride);
}

/// <summary>
/// Rows of 8-bit codes: value ≈ scale · code. Behind a block's codes stand each row's scale and the other term of its distance (0, or the
/// square of the coded row's length), so that a distance is (term + term) + (factor · scale · scale) · (dot product of the codes).
/// </summary>
internal readonly unsafe struct CodeSpace<TForm>(nint[] addresses, int stride) : IGraphSpace<CodeSpace<TForm>>
    where TForm : struct, ICodeForm
{
    private const int PreparedHead = 64;

    private readonly nint[] _addresses = addresses;
    private readonly int _stride = stride;

    public static int PreparedBytes(int stride) => PreparedHead + (stride * sizeof(short));

    public static CodeSpace<TForm> Over(RowBlocks blocks, int stride) => new(blocks.Addresses, stride);

    public byte* Prepare(int row, byte* scratch)
    {
        float* terms = Terms(row);
        Widen(Codes(row), terms[0], terms[1], scratch);
        return scratch;
    }

    public byte* Prepare(float* vector, byte* scratch)
    {
        sbyte* codes = (sbyte*)(scratch + PreparedHead);
        (float scale, float term) = RowCodes.Encode<TForm>(vector, codes, _stride);

        // Codes become 16-bit ones in place, the last first.
        short* wide = (short*)codes;
        for (int i = _stride - 1; i >= 0; i--) wide[i] = codes[i];
        ((float*)scratch)[0] = scale * TForm.Factor;
        ((float*)scratch)[1] = term;
        return scratch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int row)
    {
        if (!Sse.IsSupported) return;
        byte* start = (byte*)Codes(row);
        int bytes = Math.Min(_stride, 512);
        for (int i = 0; i < bytes; i += 64) Sse.Prefetch0(start + i);
        Sse.Prefetch0(Terms(row));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<float> Distances(byte* prepared, int first, int second, int third, int fourth)
    {
        Vector128<int> dots = CodeDots.Four(
            (short*)(prepared + PreparedHead), Codes(first), Codes(second), Codes(third), Codes(fourth), _stride);
        float* a = Terms(first), b = Terms(second), c = Terms(third), d = Terms(fourth);
        Vector128<float> scales = Vector128.Create(a[0], b[0], c[0], d[0]) * ((float*)prepared)[0];
        if (!TForm.HasTerms) return Vector128.ConvertToSingle(dots) * scales;
        return Vector128.FusedMultiplyAdd(
            Vector128.ConvertToSingle(dots), scales, Vector128.Create(a[1], b[1], c[1], d[1]) + Vector128.Create(((float*)prepared)[1]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private sbyte* Codes(int row) => (sbyte*)Block(row) + ((nint)(row & RowBlocks.Mask) * _stride);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float* Terms(int row) => (float*)(Block(row) + ((nint)RowBlocks.RowsPerBlock * _stride)) + ((nint)(row & RowBlocks.Mask) * 2);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private nint Block(int row) =>
        Unsafe.Add(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(_addresses), row >> RowBlocks.Shift);

    private void Widen(sbyte* codes, float scale, float term, byte* scratch)
    {
        short* wide = (short*)(scratch + PreparedHead);
        int i = 0;
        if (Avx2.IsSupported)
        {
            for (; i < _stride; i += 16) Avx2.ConvertToVector256Int16(codes + i).Store(wide + i);
        }

        for (; i < _stride; i++) wide[i] = codes[i];
        ((float*)scratch)[0] = scale * TForm.Factor;
        ((float*)scratch)[1] = term;
    }
}
