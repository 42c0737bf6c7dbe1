using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Personalization;

/// <summary>
/// Checks of options and arguments. Each returns the value it was given, so that a property validates in one line: <c>init =&gt; field =
/// Guard.AtLeast(value, 1);</c>, and each error names what the caller knows, the value and what is allowed. What the caller knows is the
/// argument as the method calls it, and in an accessor the property. Give a name where it is something else: <c>Guard.Finite(values[i],
/// nameof(values))</c>. What may be null passes where it is.
/// <para>Compiled into every package, and seen from no other even where that sees the rest.</para>
/// </summary>
[Microsoft.CodeAnalysis.Embedded]
internal static class Guard
{
    public static T AtLeast<T>(
        T value, T minimum, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        value >= minimum ? value : throw OutOfRange(NameOf(name, member), value, $"at least {Text(minimum)}");

    public static T Positive<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        value > T.Zero && T.IsFinite(value) ? value : throw OutOfRange(NameOf(name, member), value, "positive and finite");

    public static T InRange<T>(
        T value, T minimum, T maximum, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        value >= minimum && value <= maximum
            ? value
            : throw OutOfRange(NameOf(name, member), value, $"from {Text(minimum)} to {Text(maximum)}");

    public static T Finite<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : INumber<T> =>
        T.IsFinite(value) ? value : throw OutOfRange(NameOf(name, member), value, "finite");

    public static T? AtLeast<T>(
        T? value, T minimum, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, INumber<T> => value is { } given ? AtLeast(given, minimum, name, member) : null;

    public static T? Positive<T>(
        T? value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, INumber<T> => value is { } given ? Positive(given, name, member) : null;

    public static T? InRange<T>(
        T? value, T minimum, T maximum, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, INumber<T> => value is { } given ? InRange(given, minimum, maximum, name, member) : null;

    public static T? Finite<T>(T? value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
        where T : struct, INumber<T> => value is { } given ? Finite(given, name, member) : null;

    public static string NotBlank(
        string value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
    {
        name = NameOf(name, member);
        return string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"{name} must not be empty or white space.", name) : value;
    }

    public static IReadOnlyList<T> NotEmpty<T>(
        IReadOnlyList<T> value, [CallerArgumentExpression(nameof(value))] string name = "", [CallerMemberName] string member = "")
    {
        name = NameOf(name, member);
        ArgumentNullException.ThrowIfNull(value, name);
        return value.Count > 0 ? value : throw new ArgumentException($"{name} must hold at least one element.", name);
    }

    /// <summary>An accessor knows its argument as <c>value</c>; whoever sets the property knows the property.</summary>
    private static string NameOf(string argument, string member) => argument == "value" && member != ".ctor" ? member : argument;

    private static ArgumentOutOfRangeException OutOfRange<T>(string name, T value, string allowed)
        where T : INumber<T> =>
        new(name, value, $"{name} is {Text(value)}; it must be {allowed}.");

    private static string Text<T>(T value)
        where T : INumber<T> => value.ToString(null, CultureInfo.InvariantCulture);
}
