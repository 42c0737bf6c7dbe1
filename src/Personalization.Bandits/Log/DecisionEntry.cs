namespace Personalization.Bandits;

/// <summary>What a record of the decision log says.</summary>
internal enum DecisionEntry : byte
{
    /// <summary>The name of a feature, by its number.</summary>
    Name = 1,

    /// <summary>An action with its features, by its number.</summary>
    Action = 2,

    Decided = 3,
    Activated = 4,
    Rewarded = 5,

    /// <summary>Waiting is over: the reward that is learned.</summary>
    Settled = 6,

    /// <summary>A piece of what the policy had learned, where a log was shortened.</summary>
    Policy = 7,

    /// <summary>A piece of what imitates the shop's own rule, where a log was shortened.</summary>
    Imitator = 8,

    /// <summary>Counts, where a log was shortened; ends what stands for the records before it.</summary>
    Counts = 9,
}
