using System.Reflection;

namespace Personalization.Conventions.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Namespaces_OfPublicTypes_AreThePackage() =>
        Assert.All(House.PublicTypes, type => Assert.Equal(type.Assembly.GetName().Name, type.Namespace));

    [Fact]
    public void Classes_ThatAreInstantiable_AreSealed() =>
        Assert.DoesNotContain(House.PublicTypes, t => t.IsClass && !t.IsSealed && !t.IsAbstract && !typeof(Exception).IsAssignableFrom(t));

    [Fact]
    public void Fields_OfPublicTypes_AreNotPublic()
    {
        IEnumerable<string> open =
            from type in House.PublicTypes
            where !type.IsEnum
            from field in type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where !field.IsLiteral
            where !(field.IsStatic && field.IsInitOnly && field.FieldType == typeof(decimal)) // a decimal constant isn't a literal
            select $"{type.Name}.{field.Name}";

        Assert.Empty(open);
    }

    [Fact]
    public void Options_WithoutArguments_AreValidSealedRecords()
    {
        Type[] options = [.. House.PublicTypes.Where(t => t.Name.EndsWith("Options", StringComparison.Ordinal))];

        Assert.NotEmpty(options);
        Assert.All(options, type =>
        {
            Assert.True(type.IsSealed && type.GetMethod("<Clone>$") is not null, $"{type.Name} must be a sealed record class.");
            Assert.NotNull(Activator.CreateInstance(type));
        });
    }

    [Fact]
    public void Trainers_OfAnyKind_FitWithProgressAndCancellation()
    {
        Type[] trainers = [.. House.Trainers];

        Assert.NotEmpty(trainers);
        Assert.All(trainers, type =>
        {
            MethodInfo[] fits = [.. type.GetMethods().Where(m => m.Name == "Fit")];
            Assert.NotEmpty(fits);
            Assert.All(fits, fit => Assert.Equal(typeof(CancellationToken), fit.GetParameters()[^1].ParameterType));
            Assert.NotNull(House.ModelOf(type));
        });
    }

    [Fact]
    public void Models_OfTrainers_ReportSaveAndLoad()
    {
        Assert.All(House.Trainers.Select(House.ModelOf).OfType<Type>().Distinct(), model =>
        {
            Assert.NotNull(model.GetProperty("Report"));
            Assert.NotNull(model.GetMethod("Save", [typeof(Stream)]));
            Assert.Contains(model.GetInterfaces(), contract => contract.Name == "IModel`1" && contract.GenericTypeArguments[0] == model);
        });
    }

    [Fact]
    public void Methods_ThatTakeACancellationToken_TakeItLast()
    {
        IEnumerable<string> misplaced =
            from type in House.PublicTypes
            where !typeof(Delegate).IsAssignableFrom(type) // whose BeginInvoke is the compiler's
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            let parameters = method.GetParameters()
            where parameters.SkipLast(1).Any(p => p.ParameterType == typeof(CancellationToken))
            select $"{type.Name}.{method.Name}";

        Assert.Empty(misplaced);
    }
}
