using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Personalization.Conventions.Tests;

/// <summary>A public type is immutable, which its fields show, or stands here with the reason.</summary>
public sealed class MutabilityTests
{
    private static readonly string[] Collecting =
        ["Add", "AddRange", "Clear", "Enqueue", "Insert", "Push", "Remove", "TryAdd", "TryRemove"];

    /// <summary>Types that change on purpose, each with the reason. An entry that doesn't change any more, or is gone, must go.</summary>
    private static readonly Dictionary<string, string> Mutable = new(StringComparer.Ordinal)
    {
        ["Matrix"] = "the one owned buffer; what leaves a model is a MatrixView",
        ["MutableMatrixView"] = "a view to write through",
        ["EventRow"] = "a rule may repair the row it looks at",
        ["RandomStream"] = "drawing moves it on",
        ["EventLogBuilder"] = "collects",
        ["ModelFileWriter"] = "collects",
        ["EventLayouts"] = "each layout is made when it is first asked for, and kept by an atomic exchange",
        ["EmbeddingIndex"] = "vectors are added and removed while it serves",
        ["ModelFolder"] = "models are replaced while they serve, all at once",
        ["Journal"] = "appends to its file, and knows how far",
        ["JournalReader"] = "reads on",
        ["CodePools"] = "hands codes out",
        ["ReferralBook"] = "notes who brought whom",
        ["SegmentTracker"] = "follows each customer's segment",
        ["BudgetedIncentivePolicy"] = "spends a budget and remembers whom it decided",
        ["ModelFile"] = "is disposed",
        ["CsvTableWriter"] = "writes on",
        ["MarkupWriter"] = "writes on",
        ["ReportBuilder"] = "collects",
        ["PipelineContext"] = "belongs to one run, and collects what its steps find",
        ["Gradients"] = "collects the gradients of a chunk, batch after batch",
        ["TouchedRows"] = "collects the rows that a step reads",
        ["AttentionWorkspace"] = "buffers of a chunk at work, and what forward keeps for backward",
        ["TransformerBlockWorkspace"] = "buffers of a chunk at work, and what forward keeps for backward",
        ["Linear"] = "keeps weights that are promised to stay a second time, the other way round",
        ["BehaviorState"] = "one customer's memory, which takes events up",
        ["AttentionCache"] = "the memory of one sequence, which goes on row by row",
        ["RecommendationFeedback"] = "remembers what customers do, event by event",
        ["ExposureWindowReranker"] = "remembers the latest lists",
        ["FeatureSet"] = "keeps places that an index gave it, which never change",
        ["LinearBandit"] = "learns reward by reward",
        ["BetaBandit"] = "learns reward by reward",
        ["GaussianBandit"] = "learns reward by reward",
        ["DriftAlarm"] = "follows rewards one by one",
        ["Ranker"] = "keeps room for the propensities of a decision",
        ["CustomerColumn"] = "a renamed copy is given its name before anybody sees it",
        ["Histogram"] = "counted by a private method of its factory, then left alone",
    };

    [Fact]
    public void Fields_OfPublicTypes_AreReadOnlyAndUntouched()
    {
        ILookup<(string, string), string> writes = FieldsWritten().ToLookup(w => (w.Package, w.Type), w => w.Field);
        string[] found =
        [
            .. from type in House.PublicTypes
               where (type.IsClass || type.IsValueType) && !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type)
               from field in Assigned(type).Concat(HandedOut(type)).Union(writes[(type.Namespace!, NameOf(type))], StringComparer.Ordinal)
               select $"{NameOf(type)}.{field}",
        ];

        string[] unlisted = [.. found.Where(f => !Mutable.ContainsKey(f.Split('.')[0]))];
        Assert.True(unlisted.Length == 0, $"Neither read-only nor in {nameof(Mutable)}: {string.Join(", ", unlisted)}.");
        Assert.Empty(Mutable.Keys.Except(found.Select(f => f.Split('.')[0])));
    }

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    /// <summary>
    /// Fields that may be assigned after the constructor. The one behind a property that is set while initializing is read-only; the one
    /// behind a parameter of the class never is, whether or not anything assigns it.
    /// </summary>
    private static IEnumerable<string> Assigned(Type type) =>
        from field in type.GetFields(
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        where !field.IsInitOnly && !field.IsLiteral && !field.Name.EndsWith(">P", StringComparison.Ordinal)
        select field.Name;

    /// <summary>Members that hand out memory to write into.</summary>
    private static IEnumerable<string> HandedOut(Type type) =>
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.ReturnType is { IsGenericType: true } returned
            && (returned.GetGenericTypeDefinition() == typeof(Span<>) || returned.GetGenericTypeDefinition() == typeof(Memory<>))
        select method.Name;

    /// <summary>
    /// Fields, and parameters of the class, that a method assigns, or of which it writes or adds an element: the array stays, what it says
    /// doesn't. What is set while initializing isn't meant.
    /// </summary>
    private static IEnumerable<(string Package, string Type, string Field)> FieldsWritten() =>
        from file in House.Sources
        from type in file.TopLevelTypes.OfType<TypeDeclarationSyntax>()
        group type by (file.Project, type.Identifier.Text) into parts
        let fields = parts.SelectMany(p => p.Members).OfType<FieldDeclarationSyntax>()
            .SelectMany(f => f.Declaration.Variables).Select(v => v.Identifier.Text)
            .Concat(parts.SelectMany(p => p.ParameterList?.Parameters ?? []).Select(p => p.Identifier.Text))
            .ToHashSet(StringComparer.Ordinal)
        from member in parts.SelectMany(p => p.Members)
        where member is not (ConstructorDeclarationSyntax or BaseTypeDeclarationSyntax)
        from node in member.DescendantNodes()
        where !node.Ancestors().Any(ancestor => ancestor.IsKind(SyntaxKind.InitAccessorDeclaration))
        let field = Root(Written(node))
        where field is not null && fields.Contains(field)
        select (parts.Key.Project, parts.Key.Text, field);

    /// <summary>What it writes into: <c>x</c> of <c>x = y</c>, <c>x[i] = y</c>, <c>x++</c>, <c>x.Add(y)</c>, <c>y.CopyTo(x)</c>.</summary>
    private static ExpressionSyntax? Written(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PostfixUnaryExpressionSyntax { OperatorToken.Text: "++" or "--" } unary => unary.Operand,
        PrefixUnaryExpressionSyntax { OperatorToken.Text: "++" or "--" } unary => unary.Operand,
        InvocationExpressionSyntax
        {
            Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "CopyTo" },
            ArgumentList.Arguments: [{ } target, ..],
        } => target.Expression,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } when Collecting.Contains(call.Name.Identifier.Text) =>
            call.Expression,
        _ => null,
    };

    /// <summary>The field at the start of <c>_field</c>, <c>this._field</c>, <c>_field.AsSpan(…)</c> or <c>_field[…]</c>.</summary>
    private static string? Root(ExpressionSyntax? expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.Text,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: { } name } => name.Identifier.Text,
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "AsSpan", Expression: { } array } } =>
            Root(array),
        ElementAccessExpressionSyntax access => Root(access.Expression),
        _ => null,
    };
}
