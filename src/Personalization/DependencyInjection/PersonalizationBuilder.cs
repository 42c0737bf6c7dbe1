using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Personalization.Core;

namespace Personalization;

/// <summary>What an application wants of Personalization; handed to <see cref="PersonalizationServiceCollectionExtensions.AddPersonalization"/>.</summary>
public sealed class PersonalizationBuilder
{
    internal PersonalizationBuilder(IServiceCollection services) => Services = services;

    /// <summary>Where the services go.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Serves the models of a folder: <see cref="IRecommender"/> and <see cref="IClusterModel"/>, keyed by file name without ending, and without a key the
    /// models called <paramref name="recommender"/> and <paramref name="clusters"/>. They are loaded with the first service that asks, and replaced while serving by
    /// <see cref="ModelFolder.Reload"/>. All are singletons.
    /// </summary>
    /// <param name="folder">The folder; the pipeline's <see cref="PersonalizationResult.Save"/> makes one.</param>
    /// <param name="recommender">Name of the recommender served without a key. Default "recommender".</param>
    /// <param name="clusters">Name of the cluster model served without a key. Default "clusters".</param>
    public PersonalizationBuilder LoadModels(string folder, string recommender = PersonalizationFiles.Recommender, string clusters = PersonalizationFiles.Clusters)
    {
        Guard.NotBlank(folder, nameof(folder));
        Services.TryAddSingleton(provider => new ModelFolder(folder, provider.GetService<ILogger<ModelFolder>>()));
        Services.TryAddSingleton<IRecommender>(provider => new ServingRecommender(provider.GetRequiredService<ModelFolder>(), recommender));
        Services.TryAddSingleton<IClusterModel>(provider => new ServingClusterModel(provider.GetRequiredService<ModelFolder>(), clusters));
        Services.TryAddKeyedSingleton<IRecommender>(
            KeyedService.AnyKey, (provider, key) => new ServingRecommender(provider.GetRequiredService<ModelFolder>(), NameOf(key)));
        Services.TryAddKeyedSingleton<IClusterModel>(
            KeyedService.AnyKey, (provider, key) => new ServingClusterModel(provider.GetRequiredService<ModelFolder>(), NameOf(key)));
        return this;
    }

    /// <summary>Registers a <see cref="PersonalizationPipeline"/> of these options as a singleton.</summary>
    public PersonalizationBuilder UsePipeline(PersonalizationOptions? options = null)
    {
        Services.TryAddSingleton(new PersonalizationPipeline(options));
        return this;
    }

    private static string NameOf(object? key) =>
        key as string ?? throw new InvalidOperationException($"Models are keyed by their names; '{key}' is not a string.");
}
