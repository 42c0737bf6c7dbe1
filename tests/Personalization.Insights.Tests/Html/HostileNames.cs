namespace Personalization.Insights.Tests;

/// <summary>Names that try to be more than text.</summary>
public static class HostileNames
{
    public static TheoryData<string> All { get; } =
    [
        "<script>alert(1)</script>",
        "\" onload=\"alert(1)",
        "' onmouseover='alert(1)",
        "]]><svg onload=alert(1)>",
        "</style><img src=x onerror=alert(1)>",
        "</title></svg><script>alert(1)</script>",
        "a & b &lt; c &#x3c;script&#x3e;",
        "nul\0inside",
        "lone \uD800 high, lone \uDC00 low",
        "\u202Egnp.exe\u202C",
        "\u2066isolate\u2069\u200F",
        "line\r\nbreak\ttab",
        "noncharacter \uFFFE \uFFFF",
        "escape \u001b[31m and \u0085",
    ];
}
