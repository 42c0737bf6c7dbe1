using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>Reads names of enumerations from the metadata of a model file.</summary>
internal static class EnumMetadata
{
    /// <exception cref="ModelFileException">The entry is missing, or names no value.</exception>
    public static TEnum GetEnum<TEnum>(this ModelFile file, string key)
        where TEnum : struct, Enum
    {
        string text = file.GetMetadata(key);
        return Enum.TryParse(text, out TEnum value) && Enum.IsDefined(value)
            ? value
            : throw file.Invalid($"metadata '{key}' is '{text}'; one of {string.Join(", ", Enum.GetNames<TEnum>())} is expected");
    }
}
