using System.Numerics;
using System.Runtime.CompilerServices;

namespace Personalization;

/// <summary>
/// Checks of options and arguments. Each returns the value it was given, so that a property validates in one line:
/// <c>init =&gt; field = Guard.AtLeast(value, 1);</c>, and each error names the property, the value and what is allowed.
/// Compiled into every package, public in none.
/// </summary>
internal static class Guard
{
    public static T AtLeast<T>(T value, T minimum, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value >= minimum ? value : throw OutOfRange(name, value, $"at least {Text(minimum)}");

    public static T Positive<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value > T.Zero && T.IsFinite(value) ? value : throw OutOfRange(name, value, "positive and finite");

    public static T InRange<T>(T value, T minimum, T maximum, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        value >= minimum && value <= maximum ? value : throw OutOfRange(name, value, $"from {Text(minimum)} to {Text(maximum)}");

    public static T Finite<T>(T value, [CallerMemberName] string name = "")
        where T : INumber<T> =>
        T.IsFinite(value) ? value : throw OutOfRange(name, value, "finite");

    public static string NotBlank(string value, [CallerMemberName] string name = "") =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException($"{name} must not be empty or white space.", name) : value;

    public static IReadOnlyList<T> NotEmpty<T>(IReadOnlyList<T> value, [CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value.Count > 0 ? value : throw new ArgumentException($"{name} must hold at least one element.", name);
    }

    private static ArgumentOutOfRangeException OutOfRange<T>(string name, T value, string allowed)
        where T : INumber<T> =>
        new(name, value, $"{name} is {Text(value)}; it must be {allowed}.");

    private static string Text<T>(T value)
        where T : INumber<T> => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}
