namespace Personalization.Core;

/// <summary>An id that the outside world gave: a non-empty string, compared ordinally.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IExternalId<TSelf> : IEquatable<TSelf>, IComparable<TSelf>
    where TSelf : struct, IExternalId<TSelf>
{
    /// <summary>The id as the shop writes it; empty only in <c>default</c>.</summary>
    string Value { get; }

    /// <summary>Makes an id of its text.</summary>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or white space.</exception>
    static abstract TSelf Create(string value);
}
