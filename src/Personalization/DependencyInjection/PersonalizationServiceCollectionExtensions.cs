using Microsoft.Extensions.DependencyInjection;

namespace Personalization;

/// <summary>Registers Personalization with an application's services.</summary>
public static class PersonalizationServiceCollectionExtensions
{
    /// <summary>
    /// Adds Personalization. Calling it again adds to what is there; services that an application registered itself stay.
    /// </summary>
    /// <example><c>builder.Services.AddPersonalization(p => p.LoadModels("models"));</c></example>
    public static IServiceCollection AddPersonalization(this IServiceCollection services, Action<PersonalizationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        configure(new PersonalizationBuilder(services));
        return services;
    }
}
