using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Conventions.Tests;

/// <summary>Every trainer, model, step, store and policy inherits its suite of TestKit.</summary>
public sealed class ConformanceTests
{
    /// <summary>Contracts whose implementers are tested by a suite; one that doesn't exist yet counts from the day it does.</summary>
    private static readonly string[] Contracts =
    [
        "IModel", "IRecommender", "IClusterModel", "ICustomerEmbedder", "IPipelineStep",
        "IIncentivePolicy", "IConsentPolicy", "IBanditPolicy", "IProfileStore", "IDecisionLog",
    ];

    [Fact]
    public void Types_ThatASuiteExistsFor_InheritIt()
    {
        string[] tested = [.. Suites()];
        Assert.NotEmpty(tested);

        IEnumerable<string> missing = House.PublicTypes.Where(NeedsSuite).Select(Tested).Except(tested, StringComparer.Ordinal);

        Assert.Empty(missing);
    }

    private static bool NeedsSuite(Type type) =>
        type is { IsClass: true, IsAbstract: false } &&
        (type.Name.EndsWith("Trainer", StringComparison.Ordinal) || type.Name.EndsWith("Store", StringComparison.Ordinal)
            || type.GetInterfaces().Any(contract => Contracts.Contains(contract.Name.Split('`')[0], StringComparer.Ordinal)));

    /// <summary>What a suite names: a trainer is tested with the model that it fits.</summary>
    private static string Tested(Type type) => (House.ModelOf(type) ?? type).Name.Split('`')[0];

    /// <summary>The T of every class of the tests that runs and has <c>SomeConformance&lt;T&gt;</c> of TestKit as an ancestor.</summary>
    private static IEnumerable<string> Suites()
    {
        ClassDeclarationSyntax[] classes =
            [.. House.Tests.SelectMany(file => file.TopLevelTypes).OfType<ClassDeclarationSyntax>().Where(c => c.BaseList is not null)];
        HashSet<string> suites =
        [
            .. from file in House.Tests
               where file.Project == "Personalization.TestKit"
               from type in file.TopLevelTypes
               let name = SourceFile.NameOf(type)
               where name.EndsWith("Conformance", StringComparison.Ordinal)
               select name,
        ];
        foreach (ClassDeclarationSyntax runs in classes.Where(c => !c.Modifiers.Any(SyntaxKind.AbstractKeyword)))
        {
            for (ClassDeclarationSyntax? type = runs; type is not null;)
            {
                SimpleNameSyntax? parent = type.BaseList!.Types[0].Type as SimpleNameSyntax;
                if (parent is GenericNameSyntax { TypeArgumentList.Arguments: [SimpleNameSyntax tested, ..] } suite
                    && suites.Contains(suite.Identifier.Text))
                    yield return tested.Identifier.Text;
                type = classes.FirstOrDefault(c => c.Identifier.Text == parent?.Identifier.Text && c != runs);
            }
        }
    }
}
