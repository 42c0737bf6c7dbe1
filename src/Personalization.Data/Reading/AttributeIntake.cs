using Personalization.Core;

namespace Personalization.Data;

/// <summary>
/// Where readers bring what is said of customers: it goes to the log, or is counted as left out, with the reason. Of one thread at a time.
/// </summary>
internal sealed class AttributeIntake
{
    private const string Personal = "personal identifier";

    private static readonly string TooMany = $"more than {AttributeNames.MaxCount} attributes";
    private const int MaxNames = 1000;
    private const int MaxSpellings = 1024;

    private readonly EventLogBuilder _builder;
    private readonly int _maxValueLength;
    private readonly HashSet<string> _asked;
    private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _traits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Name, string Reason), long> _leftOut = [];

    public AttributeIntake(EventLogBuilder builder, EventReadOptions options)
    {
        _builder = builder;
        _maxValueLength = options.MaxTextLength;
        _asked = [.. options.CustomerAttributes.Select(HeaderNames.Key)];
    }

    /// <summary>Codes of the attributes of a file's columns; what the plan leaves out of them is noted.</summary>
    public int[] CodesOf(ColumnPlan plan)
    {
        foreach (string name in plan.PersonalIdentifiers) LeaveOut(name, Personal, 0);
        foreach (string name in plan.AttributesTooMany) LeaveOut(name, TooMany, 0);
        return [.. plan.Attributes.Select(column => CodeOf(plan.Header[column]))];
    }

    /// <summary>The code of an attribute, kept from now on.</summary>
    public int CodeOf(string name)
    {
        _names.Add(CustomerAttributes.NameOf(name));
        return _builder.AttributeCode(name);
    }

    /// <summary>Notes the value of a trait, unless it's one that isn't kept.</summary>
    /// <param name="customer">Code of the customer.</param>
    /// <param name="path">Names from the outside in, with dots.</param>
    /// <param name="value">Its text; null where it isn't a plain value.</param>
    /// <param name="time">From when on it is known.</param>
    public void TakeTrait(int customer, string path, string? value, long time)
    {
        if (value is null) LeaveOut(path, "a list, or an object in an object", 1);
        else if (!string.IsNullOrWhiteSpace(value) && TryTrait(path, out int code))
        {
            string text = value.Trim();
            if (text.Length <= _maxValueLength) _builder.SetAttribute(customer, code, text, time);
            else LeaveOutLong(path);
        }
    }

    /// <summary>Counts a value that is too long.</summary>
    public void LeaveOutLong(string name) => LeaveOut(name, $"longer than {_maxValueLength} characters", 1);

    /// <summary>Counts a value that isn't kept.</summary>
    public void LeaveOut(string name, string reason, long values)
    {
        (string, string) key = (ReadableText.Of(name), reason);
        if (!_leftOut.ContainsKey(key) && _leftOut.Count >= MaxNames) key = ("other", "more names than are counted one by one");
        _leftOut[key] = _leftOut.GetValueOrDefault(key) + values;
    }

    /// <summary>The account: names with the customers who have a value, and what was left out.</summary>
    public (AttributeCount[] Kept, AttributeLeftOut[] LeftOut) Account(EventLog log) =>
        ([.. _names.Select(name => new AttributeCount(name, CustomersWith(log, name)))],
         [.. _leftOut.Select(entry => new AttributeLeftOut(entry.Key.Name, entry.Key.Reason, entry.Value))]);

    private static int CustomersWith(EventLog log, string name)
    {
        if (log.CustomerAttributes.Find(name) is not { } attribute) return 0;
        int count = 0;
        for (int row = 0; row < log.Customers.Count; row++)
        {
            if (attribute.CodeAt(row) >= 0) count++;
        }

        return count;
    }

    private bool TryTrait(string path, out int code)
    {
        if (_traits.TryGetValue(path, out code)) return true;
        if (ReasonAgainst(path) is { } reason)
        {
            LeaveOut(path, reason, 1);
            return false;
        }

        code = CodeOf(path);
        if (_traits.Count < MaxSpellings) _traits.Add(path, code); // one name can be spelled in countless ways
        return true;
    }

    private string? ReasonAgainst(string path)
    {
        if (path.Length > AttributeNames.MaxLength) return $"name longer than {AttributeNames.MaxLength} characters";
        string key = HeaderNames.Key(path);
        if (key.Length == 0) return "name without letters or digits";
        if (!_asked.Contains(key) && AttributeNames.OfTrait(path) == AttributeKind.PersonalIdentifier) return Personal;
        return _names.Count < AttributeNames.MaxCount || _names.Contains(CustomerAttributes.NameOf(path)) ? null : TooMany;
    }
}
