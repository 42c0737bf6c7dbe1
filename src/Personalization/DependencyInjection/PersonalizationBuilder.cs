using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>
/// What an application wants of Personalization; handed to <see cref="PersonalizationServiceCollectionExtensions.AddPersonalization"/>.
/// </summary>
public sealed class PersonalizationBuilder
{
    internal PersonalizationBuilder(IServiceCollection services) => Services = services;

    /// <summary>Where the services go.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Serves the models of a folder, which a singleton <see cref="ModelFolder"/> loads with the first service that asks and replaces at
    /// <see cref="ModelFolder.Reload"/>. A scope (in a web application: a request) keeps the <see cref="ModelSet"/> that served when it
    /// first asked, and its <see cref="IRecommender"/> and <see cref="IClusterModel"/> are of that one; with a key they are the models of
    /// that name. What outlives a scope asks <see cref="ModelFolder.Current"/> instead.
    /// </summary>
    /// <param name="folder">The folder; the pipeline's <see cref="PersonalizationResult.Save"/> makes one.</param>
    /// <param name="recommender">Name of the recommender served without a key. Default "recommender".</param>
    /// <param name="clusters">Name of the cluster model served without a key. Default "clusters".</param>
    public PersonalizationBuilder LoadModels(
        string folder, string recommender = PersonalizationFiles.Recommender, string clusters = PersonalizationFiles.Clusters)
    {
        Guard.NotBlank(folder, nameof(folder));
        Services.TryAddSingleton(provider => PersonalizationModels.Registry.With(provider.GetServices<ModelKind>()));
        Services.TryAddSingleton(
            provider => new ModelFolder(folder, provider.GetRequiredService<ModelRegistry>(), provider.GetService<ILogger<ModelFolder>>()));
        Services.TryAddScoped(provider => provider.GetRequiredService<ModelFolder>().Current);
        return Serve<IRecommender>(recommender).Serve<IClusterModel>(clusters);
    }

    /// <summary>
    /// Lets the recommenders that are served heed what customers do: a singleton <see cref="RecommendationFeedback"/> is told each event by
    /// <see cref="RecommendationFeedback.Observe"/>, and it counts from the next request on.
    /// </summary>
    /// <param name="options">Null takes the defaults.</param>
    public PersonalizationBuilder UseFeedback(FeedbackOptions? options = null)
    {
        Services.TryAddSingleton(new RecommendationFeedback(options));
        return this;
    }

    /// <summary>Lets <see cref="LoadModels"/> load models of an application's own kind too.</summary>
    /// <param name="kind">The kind, such as <c>MyModel.Kind</c>.</param>
    public PersonalizationBuilder AddModelKind(ModelKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        Services.AddSingleton(kind);
        return this;
    }

    /// <summary>Serves a model of the folder as a <typeparamref name="T"/>, and with a key the model of that name.</summary>
    /// <typeparam name="T">A type of model, or what it does: <see cref="IRecommender"/>.</typeparam>
    /// <param name="name">Name of the model served without a key: its file's, without ending.</param>
    public PersonalizationBuilder Serve<T>(string name)
        where T : class
    {
        Guard.NotBlank(name, nameof(name));
        Services.TryAddScoped(provider => Served<T>(provider, name));
        Services.TryAddKeyedScoped(KeyedService.AnyKey, (provider, key) => Served<T>(provider, NameOf(key)));
        return this;
    }

    /// <summary>Registers a <see cref="PersonalizationPipeline"/> of these options and steps as a singleton.</summary>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="steps">Null takes all steps of the whole job.</param>
    public PersonalizationBuilder UsePipeline(PersonalizationOptions? options = null, PipelineSteps? steps = null)
    {
        Services.TryAddSingleton(new PersonalizationPipeline(options, steps));
        return this;
    }

    private static T Served<T>(IServiceProvider provider, string name)
        where T : class
    {
        T model = provider.GetRequiredService<ModelSet>().Get<T>(name);

        // Who asks for a type of model gets it; feedback stands before those who are asked as recommenders alone.
        return typeof(T) == typeof(IRecommender) && provider.GetService<RecommendationFeedback>() is { } feedback
            ? (T)((IRecommender)model).With(feedback)
            : model;
    }

    private static string NameOf(object? key) =>
        key as string ?? throw new InvalidOperationException($"Models are keyed by their names; '{key}' is not a string.");
}
