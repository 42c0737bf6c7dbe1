namespace Personalization.Conventions.Tests;

/// <summary>One name, one thing.</summary>
public sealed class NameTests
{
    [Fact]
    public void Types_OfTwoPackages_HaveDifferentNames()
    {
        IEnumerable<string> twice =
            from file in House.Sources
            from type in file.TopLevelTypes
            group file.Project by SourceFile.NameOf(type) into packages
            where packages.Distinct(StringComparer.Ordinal).Skip(1).Any()
            orderby packages.Key
            select packages.Key;

        Assert.Empty(twice);
    }
}
