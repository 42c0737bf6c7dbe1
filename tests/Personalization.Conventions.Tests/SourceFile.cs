using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Conventions.Tests;

/// <summary>A file of C#, read once and parsed when somebody looks at its syntax.</summary>
internal sealed class SourceFile
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private readonly Lazy<SyntaxTree> _tree;

    private SourceFile(string path)
    {
        Path = System.IO.Path.GetRelativePath(House.Root, path).Replace('\\', '/');
        Text = File.ReadAllText(path);
        _tree = new Lazy<SyntaxTree>(() => CSharpSyntaxTree.ParseText(Text, Options, Path));
    }

    /// <summary>From the root of the repository, with slashes.</summary>
    public string Path { get; }

    public string Text { get; }

    public SyntaxTree Tree => _tree.Value;

    /// <summary>The project's folder: the second part of the path.</summary>
    public string Project => Path.Split('/')[1];

    /// <summary>Folders between the project's and the file, from the outside in.</summary>
    public IReadOnlyList<string> Folders => Path.Split('/')[2..^1];

    /// <summary>Types that stand in the namespace itself, not in another type.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes =>
        from node in Tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        where node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        select (MemberDeclarationSyntax)node;

    public static IReadOnlyList<SourceFile> Under(string folder) =>
    [
        .. from path in Directory.EnumerateFiles(System.IO.Path.Combine(House.Root, folder), "*.cs", SearchOption.AllDirectories)
           let file = new SourceFile(path)
           where !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal)
           orderby file.Path
           select file,
    ];

    /// <summary>Name of a top-level type.</summary>
    public static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.Text,
        DelegateDeclarationSyntax named => named.Identifier.Text,
        _ => throw new ArgumentException($"{type.Kind()} has no name.", nameof(type)),
    };
}
