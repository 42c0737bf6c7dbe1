using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// One customer's behavior as it goes on: what the model needs to remember of past events, and the embedding after the last one.
/// <see cref="Beha2VecModel.Start()"/> makes one, <see cref="Beha2VecModel.Append"/> takes an event up. One thread at a time.
/// </summary>
/// <remarks>
/// Its size doesn't depend on how many events there were: 8 · blocks · window · dimensions bytes for keys and values and 4 · dimensions for
/// the embedding, 31,056 bytes in all at the defaults. With <see cref="BehaviorPositions.Learned"/> it keeps the codes of the last
/// <see cref="Beha2VecOptions.MaxLength"/> events instead, 28 bytes each, and every event embeds all of them anew.
/// </remarks>
public sealed class BehaviorState
{
    internal const int HeaderBytes = 32;

    private const uint Magic = 0x53563242; // "B2VS"
    private const int Version = 1, TokenInts = 7;

    private readonly float[] _values;
    private readonly BehaviorToken[] _events;

    internal BehaviorState(BehaviorStepper stepper)
    {
        Stepper = stepper;
        _values = new float[stepper.MemoryLength + stepper.Dimensions];
        _events = stepper.EventsKept == 0 ? [] : new BehaviorToken[stepper.EventsKept];
    }

    /// <summary>Embedding after the last event, as many values as the model has dimensions; zeros before the first.</summary>
    public ReadOnlySpan<float> Embedding => _values.AsSpan(Stepper.MemoryLength);

    /// <summary>Events taken up. A state that was begun from a longer history took up those that still count.</summary>
    public int EventCount { get; private set; }

    /// <summary>Time of the last event; null before the first.</summary>
    public DateTime? LastTime => EventCount == 0 ? null : new DateTime(LastTicks);

    /// <summary>Bytes that <see cref="ToBytes"/> gives, the same for all states of a model.</summary>
    public int ByteCount => HeaderBytes + (sizeof(float) * _values.Length) + (sizeof(int) * TokenInts * _events.Length);

    internal BehaviorStepper Stepper { get; }

    internal long LastTicks { get; private set; }

    internal Span<float> Memory => _values.AsSpan(0, Stepper.MemoryLength);

    /// <summary>Begins anew with no event, and keeps the memory.</summary>
    public void Clear()
    {
        _values.AsSpan().Clear();
        _events.AsSpan().Clear();
        (EventCount, LastTicks) = (0, 0);
    }

    /// <summary>A state that goes on apart from this one.</summary>
    public BehaviorState Copy()
    {
        BehaviorState copy = new(Stepper) { EventCount = EventCount, LastTicks = LastTicks };
        _values.CopyTo(copy._values, 0);
        _events.CopyTo(copy._events, 0);
        return copy;
    }

    /// <summary>The state as bytes, little-endian, for <see cref="Beha2VecModel.Restore"/> of the same model.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[ByteCount];
        WriteTo(bytes);
        return bytes;
    }

    /// <summary>Writes the state as <see cref="ToBytes"/> gives it, without allocating.</summary>
    /// <param name="destination">Receives <see cref="ByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public void WriteTo(Span<byte> destination)
    {
        if (destination.Length != ByteCount)
            throw new ArgumentException($"There is room for {destination.Length} bytes; a state has {ByteCount}.", nameof(destination));
        BinaryPrimitives.WriteUInt32LittleEndian(destination, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(destination[4..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], Stepper.Fingerprint);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], EventCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], LastTicks);
        destination = destination[HeaderBytes..];
        foreach (float value in _values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(destination, value);
            destination = destination[sizeof(float)..];
        }

        foreach (int code in MemoryMarshal.Cast<BehaviorToken, int>(_events.AsSpan()))
        {
            BinaryPrimitives.WriteInt32LittleEndian(destination, code);
            destination = destination[sizeof(int)..];
        }
    }

    /// <summary>Reads what <see cref="ToBytes"/> gave, and trusts none of it.</summary>
    /// <exception cref="ArgumentException">The bytes aren't a state of this model.</exception>
    internal static BehaviorState Read(BehaviorStepper stepper, ReadOnlySpan<byte> source)
    {
        BehaviorState state = new(stepper);
        if (source.Length != state.ByteCount)
            throw new ArgumentException(Wrong($"has {source.Length} bytes; one of this model has {state.ByteCount}"), nameof(source));
        if (BinaryPrimitives.ReadUInt32LittleEndian(source) != Magic)
            throw new ArgumentException(Wrong("doesn't begin as one"), nameof(source));
        if (BinaryPrimitives.ReadInt32LittleEndian(source[4..]) is not Version and int version)
            throw new ArgumentException(Wrong($"has version {version}; {Version} is expected"), nameof(source));
        if (BinaryPrimitives.ReadUInt64LittleEndian(source[8..]) != stepper.Fingerprint)
            throw new ArgumentException(Wrong("is of another model"), nameof(source));
        long count = BinaryPrimitives.ReadInt64LittleEndian(source[16..]), ticks = BinaryPrimitives.ReadInt64LittleEndian(source[24..]);
        if (count is < 0 or > int.MaxValue) throw new ArgumentException(Wrong($"counts {count} events"), nameof(source));
        if ((ulong)ticks > (ulong)DateTime.MaxValue.Ticks)
            throw new ArgumentException(Wrong($"has its last event at {ticks} ticks"), nameof(source));
        (state.EventCount, state.LastTicks) = ((int)count, ticks);
        source = source[HeaderBytes..];
        foreach (ref float value in state._values.AsSpan())
        {
            value = BinaryPrimitives.ReadSingleLittleEndian(source);
            if (!float.IsFinite(value)) throw new ArgumentException(Wrong($"holds {value}"), nameof(source));
            source = source[sizeof(float)..];
        }

        foreach (ref int code in MemoryMarshal.Cast<BehaviorToken, int>(state._events.AsSpan()))
        {
            code = BinaryPrimitives.ReadInt32LittleEndian(source);
            source = source[sizeof(int)..];
        }

        foreach (BehaviorToken token in state._events)
        {
            if (!stepper.Shape.Has(token))
                throw new ArgumentException(Wrong($"holds an event that the model has no codes for: {token}"), nameof(source));
        }

        return state;

        static string Wrong(string what) => $"The state {what}.";
    }

    /// <summary>Takes an event up.</summary>
    internal void Append(BehaviorToken token, long ticks)
    {
        if (_events.Length == 0)
        {
            Stepper.Step(token, Memory, EventCount, _values.AsSpan(Stepper.MemoryLength));
        }
        else
        {
            int kept = Math.Min(EventCount, _events.Length);
            if (kept == _events.Length) _events.AsSpan(1).CopyTo(_events);
            else kept++;
            _events[kept - 1] = token;
            Stepper.Embed(_events.AsSpan(0, kept), _values.AsSpan(Stepper.MemoryLength));
        }

        (EventCount, LastTicks) = (checked(EventCount + 1), ticks);
    }
}
