using System.Collections.Immutable;

namespace Personalization.Core;

/// <summary>A model file that wasn't loaded, because its kind or its format version isn't known.</summary>
/// <param name="Path">The file.</param>
/// <param name="Kind">What it says it is; empty where it doesn't say.</param>
/// <param name="FormatVersion">Its format version; 0 where it doesn't say.</param>
/// <param name="Reason">Why it wasn't loaded and what to do, without a full stop.</param>
public sealed record UnknownModel(string Path, string Kind, int FormatVersion, string Reason);

/// <summary>The models of a folder as they were at one moment, by file name without ending. Immutable and thread-safe.</summary>
public sealed class ModelSet
{
    private readonly ImmutableSortedDictionary<string, IModel> _models;
    private readonly ImmutableArray<UnknownModel> _unknown;

    internal ModelSet(IEnumerable<KeyValuePair<string, IModel>> models, IEnumerable<UnknownModel> unknown)
    {
        _models = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, models);
        _unknown = [.. unknown];
    }

    /// <summary>Number of models.</summary>
    public int Count => _models.Count;

    /// <summary>The models by name, in ordinal order of names.</summary>
    public IReadOnlyDictionary<string, IModel> Models => _models;

    /// <summary>Files that weren't loaded, in ordinal order of paths.</summary>
    public IReadOnlyList<UnknownModel> Unknown => _unknown;

    /// <summary>The model of a name; null where there is none, or where it isn't of this type.</summary>
    /// <typeparam name="T">A model, or what it does: <see cref="IRecommender"/>.</typeparam>
    /// <param name="name">File name without ending.</param>
    public T? Find<T>(string name)
        where T : class => _models.GetValueOrDefault(name) as T;

    /// <summary>The model of a name.</summary>
    /// <inheritdoc cref="Find{T}(string)"/>
    /// <exception cref="InvalidOperationException">There is none, or it isn't of this type; the message says what there is.</exception>
    public T Get<T>(string name)
        where T : class => Find<T>(name) ?? throw new InvalidOperationException(Missing<T>(name));

    /// <summary>All models of a type with their names, in ordinal order of names.</summary>
    /// <typeparam name="T">A model, or what it does: <see cref="IRecommender"/>.</typeparam>
    public IEnumerable<KeyValuePair<string, T>> All<T>()
        where T : class
    {
        foreach ((string name, IModel model) in _models)
        {
            if (model is T typed) yield return new KeyValuePair<string, T>(name, typed);
        }
    }

    private string Missing<T>(string name)
        where T : class
    {
        string there = string.Join(", ", All<T>().Select(model => model.Key)) is { Length: > 0 } names ? names : "none";
        UnknownModel? unknown = _unknown.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file.Path) == name);
        string why = _models.TryGetValue(name, out IModel? model) ? $" The model '{name}' is of kind '{model.Kind}'."
            : unknown is not null ? $" The file '{unknown.Path}' wasn't loaded: {unknown.Reason}."
            : "";
        return $"There is no {typeof(T).Name} called '{name}'; of that type there is {there}.{why}";
    }
}
