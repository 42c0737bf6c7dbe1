namespace Personalization.Data;

/// <summary>What a rule says of a row.</summary>
public enum RowVerdict
{
    /// <summary>Nothing to say.</summary>
    Keep,

    /// <summary>The rule changed the row, which stays.</summary>
    Repair,

    /// <summary>The row goes.</summary>
    Drop,
}

/// <summary>
/// One named reason to drop or repair rows. Rules are tried in order; a row is counted as dropped under the first that drops it. Rules hold
/// no state and may be shared by threads.
/// </summary>
public abstract class CleaningRule
{
    /// <summary>Short name, as it stands in the report: "no customer".</summary>
    public abstract string Name { get; }

    /// <summary>What the rule does and why, one sentence.</summary>
    public abstract string Description { get; }

    /// <summary>
    /// True where a dropped row is a fault of the file, at which strict mode stops; false (default) where dropping it is a choice.
    /// </summary>
    public virtual bool IsDefect => false;

    /// <summary>Judges a row, and may change it.</summary>
    public abstract RowVerdict Check(EventRow row);

    /// <summary>The value that the report shows of a row under this rule. Default: the customer and the order.</summary>
    public virtual string ValueOf(EventRow row) => row.Order.Length > 0 ? row.Order : row.Customer;

    /// <summary>Makes a rule of a delegate.</summary>
    /// <param name="name">Short name for the report.</param>
    /// <param name="description">What it does and why.</param>
    /// <param name="check">Judges a row, and may change it.</param>
    /// <param name="valueOf">The value that the report shows; null shows the order or the customer.</param>
    public static CleaningRule Custom(
        string name, string description, Func<EventRow, RowVerdict> check, Func<EventRow, string>? valueOf = null) =>
        new DelegateRule(name, description, isDefect: false, check, valueOf);
}

internal sealed class DelegateRule(
    string name, string description, bool isDefect, Func<EventRow, RowVerdict> check, Func<EventRow, string>? valueOf) : CleaningRule
{
    private readonly Func<EventRow, RowVerdict> _check = check ?? throw new ArgumentNullException(nameof(check));

    public override string Name { get; } = Guard.NotBlank(name, nameof(name));

    public override string Description { get; } = Guard.NotBlank(description, nameof(description));

    public override bool IsDefect => isDefect;

    public override RowVerdict Check(EventRow row) => _check(row);

    public override string ValueOf(EventRow row) => valueOf?.Invoke(row) ?? base.ValueOf(row);
}
