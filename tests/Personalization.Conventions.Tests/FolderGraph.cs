using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Conventions.Tests;

/// <summary>
/// Which folder of a package knows which, as the compiler understands the code: a name, or a <c>new()</c> without one, that means a type or
/// a member declared in another folder. Folders of one parent are compared with each other; what lies deeper counts as theirs.
/// </summary>
internal sealed class FolderGraph
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The framework, the libraries and our packages, each read once.</summary>
    private static readonly (string Name, MetadataReference Reference)[] Libraries =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path))),
    ];

    /// <summary>For each pair of neighbouring folders, where it was seen first.</summary>
    private readonly SortedDictionary<(string From, string To), string> _edges = [];

    public FolderGraph(string package)
    {
        Dictionary<SyntaxTree, SourceFile> files = House.Sources.Where(f => f.Project == package).ToDictionary(f => f.Tree);
        CSharpCompilation compilation = Compile(package, files.Keys);
        foreach ((SyntaxTree tree, SourceFile file) in files)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (SyntaxNode node in tree.GetRoot().DescendantNodes())
            {
                if (node is not (SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax)) continue;
                if (model.GetSymbolInfo(node).Symbol is { } symbol) Add(file, node, symbol, files);
            }
        }
    }

    /// <summary>Every circle of folders, with a line of code for each step of it.</summary>
    public IEnumerable<string> Cycles()
    {
        HashSet<string> told = new(StringComparer.Ordinal);
        foreach (string start in _edges.Keys.Select(e => e.From).Distinct().ToArray())
        {
            if (told.Contains(start) || Circle(start) is not { } circle) continue;
            told.UnionWith(circle);
            yield return string.Join('\n', circle.Zip([.. circle[1..], start], (from, to) => $"{from} → {to}: {_edges[(from, to)]}"));
        }
    }

    /// <summary>The shortest way from a folder back to itself.</summary>
    private string[]? Circle(string start)
    {
        Queue<string[]> ways = new([[start]]);
        HashSet<string> seen = new(StringComparer.Ordinal);
        while (ways.TryDequeue(out string[]? way))
        {
            foreach ((_, string next) in _edges.Keys.Where(e => e.From == way[^1]))
            {
                if (next == start) return way;
                if (seen.Add(next)) ways.Enqueue([.. way, next]);
            }
        }

        return null;
    }

    private static CSharpCompilation Compile(string package, IEnumerable<SyntaxTree> trees)
    {
        // What is generated while building is missing: names that mean it are not understood, and are in no folder either.
        IEnumerable<SyntaxTree> shared = House.Sources.Where(f => f.Project == "Shared").Select(f => f.Tree);
        SyntaxTree usings = CSharpSyntaxTree.ParseText(ImplicitUsings, (CSharpParseOptions)trees.First().Options);
        return CSharpCompilation.Create(
            package,
            [.. trees, .. shared, usings],
            Libraries.Where(library => library.Name != package).Select(library => library.Reference),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    private void Add(SourceFile from, SyntaxNode node, ISymbol symbol, Dictionary<SyntaxTree, SourceFile> files)
    {
        // A member counts where it is written, which for a partial type isn't where the type is.
        if (symbol is not (INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol)) return;
        if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction }) return;
        symbol = symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension : symbol.OriginalDefinition;
        SourceFile[] targets = [.. (symbol.DeclaringSyntaxReferences.IsEmpty ? symbol.ContainingType : symbol)?.DeclaringSyntaxReferences
            .Select(r => files.GetValueOrDefault(r.SyntaxTree)).OfType<SourceFile>() ?? []];
        if (targets.Length == 0 || targets.Contains(from)) return;

        (string From, string To)[] edges = [.. targets.Select(to => Neighbors(from, to)).OfType<(string, string)>()];
        if (edges.Length < targets.Length) return; // declared in this folder too
        int line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        string name = symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat);
        foreach ((string, string) edge in edges) _edges.TryAdd(edge, $"{from.Path}:{line} uses {name}");
    }

    /// <summary>The two folders, of one parent, that two files are in; null where one file's folder holds the other's.</summary>
    private static (string From, string To)? Neighbors(SourceFile from, SourceFile to)
    {
        int depth = 0;
        while (depth < from.Folders.Count && depth < to.Folders.Count && from.Folders[depth] == to.Folders[depth]) depth++;
        if (depth == from.Folders.Count || depth == to.Folders.Count) return null;
        string parent = string.Concat(from.Folders.Take(depth).Select(f => f + "/"));
        return (parent + from.Folders[depth], parent + to.Folders[depth]);
    }
}
