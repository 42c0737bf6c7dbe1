namespace Microsoft.CodeAnalysis;

/// <summary>
/// The compiler's own mark for a type that every assembly compiles for itself: other assemblies don't see it, not even those that are shown
/// the internal types.
/// </summary>
[AttributeUsage(AttributeTargets.All)]
internal sealed partial class EmbeddedAttribute : Attribute;
