namespace Personalization.Core;

/// <summary>
/// How interactions were counted, in a model's file: nothing is written where purchases alone were, so that such files stay as they are.
/// </summary>
internal static class InteractionOptionsFile
{
    private const string Types = "interactions.types", Weights = "interactions.weights";

    /// <summary>Writes options that aren't the default ones.</summary>
    public static void Write(ModelFileWriter file, InteractionOptions options)
    {
        if (IsDefault(options)) return;
        KeyValuePair<EventType, float>[] weights = [.. options.Weights.OrderBy(pair => pair.Key.Name, StringComparer.Ordinal)];
        file.Set("interactions.value", options.Value.ToString());
        file.Set("interactions.neutral_rating", options.NeutralRating);
        if (options.HalfLifeDays is { } halfLife) file.Set("interactions.half_life_days", halfLife);
        float[] values = [.. weights.Select(pair => pair.Value)];
        file.AddStrings(Types, [.. weights.Select(pair => pair.Key.Name)]);
        file.Add(Weights, values);
    }

    /// <summary>Reads them back; the default ones where none were written.</summary>
    public static InteractionOptions Read(ModelFile file)
    {
        if (!file.Contains(Weights)) return InteractionOptions.Purchases;
        string[] types = file.Strings(Types);
        float[] values = file.Floats(Weights, types.Length);
        Dictionary<EventType, float> weights = [];
        for (int i = 0; i < types.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(types[i]) || !weights.TryAdd(new EventType(types[i]), values[i]))
                throw file.Invalid($"event type '{types[i]}' is empty or stands twice among '{Types}'");
        }

        return new InteractionOptions
        {
            Value = file.GetEnum<InteractionValue>("interactions.value"),
            NeutralRating = file.GetMetadata<double>("interactions.neutral_rating"),
            HalfLifeDays = file.TryGetMetadata("interactions.half_life_days", out _)
                ? file.GetMetadata<double>("interactions.half_life_days")
                : null,
            Weights = weights,
        };
    }

    private static bool IsDefault(InteractionOptions options) =>
        options is { Value: InteractionValue.Binary, HalfLifeDays: null }
        && options.NeutralRating == InteractionOptions.Purchases.NeutralRating
        && options.Weights.Count == 1
        && options.Weights.TryGetValue(EventType.Purchase, out float weight)
        && weight == 1;
}
