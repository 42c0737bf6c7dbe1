namespace Personalization.Incentives;

/// <summary>How <see cref="GenerativeOfferWriter"/> asks. Immutable; every default is valid.</summary>
public sealed record GenerativeOfferOptions
{
    /// <summary>How the shop speaks. Default: friendly, plain and brief.</summary>
    public BrandGuide BrandGuide { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new();

    /// <summary>How long one answer may take, above zero, at most an hour. Default 20 seconds.</summary>
    public TimeSpan Timeout
    {
        get;
        init => field = value > TimeSpan.Zero && value <= TimeSpan.FromHours(1)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), value, $"Timeout is {value}; it must be above zero, and at most an hour.");
    } = TimeSpan.FromSeconds(20);

    /// <summary>How often it asks before it takes the template, 1 to 10. Default 2.</summary>
    public int Attempts { get; init => field = Guard.InRange(value, 1, 10); } = 2;

    /// <summary>Longest answer that is read, in characters, 200 to 100,000. Default 8,000.</summary>
    public int MaxAnswerLength { get; init => field = Guard.InRange(value, 200, 100_000); } = 8_000;

    /// <summary>Temperature passed on to the model, 0 to 2. Default .7.</summary>
    public double Temperature { get; init => field = Guard.InRange(value, 0, 2); } = .7;
}
