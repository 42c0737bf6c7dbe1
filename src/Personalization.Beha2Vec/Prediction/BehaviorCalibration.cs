using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>
/// Temperatures that logits are divided by before they become probabilities (Guo et al. 2017), one for each thing that is told of the next
/// event. Fitted on all events of customers whom training held out. Immutable.
/// </summary>
/// <param name="Type">Of the event type, .05 to 20.</param>
/// <param name="Item">Of the item, .05 to 20.</param>
/// <param name="Gap">Of the time, .05 to 20.</param>
/// <param name="Events">Events that they were fitted on; 0: none, and all are 1.</param>
public sealed record BehaviorCalibration(double Type, double Item, double Gap, int Events)
{
    internal const double Lowest = .05, Highest = 20;

    /// <summary>Logits as they are.</summary>
    public static BehaviorCalibration None { get; } = new(1, 1, 1, 0);

    internal void Write(ModelFileWriter file)
    {
        file.Set("type_temperature", Type);
        file.Set("item_temperature", Item);
        file.Set("gap_temperature", Gap);
        file.Set("calibration_events", Events);
    }

    internal static BehaviorCalibration Read(ModelFile file)
    {
        int events = file.GetMetadata<int>("calibration_events");
        if (events < 0) throw file.Invalid($"it was calibrated on {events} events");
        return new BehaviorCalibration(Temperature("type"), Temperature("item"), Temperature("gap"), events);

        double Temperature(string name)
        {
            double value = file.GetMetadata<double>(name + "_temperature");
            return value is >= Lowest and <= Highest
                ? value
                : throw file.Invalid($"'{name}_temperature' is {value}; it must be {Lowest} to {Highest}");
        }
    }
}
