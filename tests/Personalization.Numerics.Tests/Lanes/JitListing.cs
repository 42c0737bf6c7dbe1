using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Personalization.Numerics.Tests;

/// <summary>What the compiler made of a method: its instructions, and the loops among them.</summary>
internal sealed partial class JitListing
{
    private JitListing(string name, string[] lines) => (Name, Lines) = (name, lines);

    /// <summary>Type and method, as the runtime writes them.</summary>
    public string Name { get; }

    /// <summary>The whole method.</summary>
    public string[] Lines { get; }

    [GeneratedRegex(@"^(?<label>G_M\w+_IG\d+):", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label { get; }

    [GeneratedRegex(@"^\s+(j\w+|b(\.\w+)?|cbn?z|tbn?z)\s.*\b(?<target>G_M\w+_IG\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Jump { get; }

    [GeneratedRegex(@"^\s+(call|bl|blr)\s+(?<callee>.*)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call { get; }

    /// <summary>Innermost loops: from a label to a jump back to it, with no other such within.</summary>
    public IReadOnlyList<string[]> InnermostLoops
    {
        get
        {
            Dictionary<string, int> labels = [];
            List<(int Start, int End)> loops = [];
            for (int line = 0; line < Lines.Length; line++)
            {
                if (Label.Match(Lines[line]) is { Success: true } label) labels[label.Groups["label"].Value] = line;
                if (Jump.Match(Lines[line]) is { Success: true } jump && labels.TryGetValue(jump.Groups["target"].Value, out int start))
                    loops.Add((start, line));
            }

            return
            [
                .. loops.Where(loop => !loops.Any(other => other != loop && other.Start >= loop.Start && other.End <= loop.End))
                    .Select(loop => Lines[loop.Start..(loop.End + 1)]),
            ];
        }
    }

    /// <summary>What is called within some lines; the runtime's own checks, which don't return, stand outside of loops.</summary>
    public static IEnumerable<string> CallsIn(string[] lines) =>
        lines.Select(line => Call.Match(line)).Where(call => call.Success).Select(call => call.Groups["callee"].Value.Trim());

    /// <summary>
    /// Listings of some methods of <see cref="ListedKernels"/>, run in a process of its own; none where the runtime writes no listing.
    /// </summary>
    /// <param name="methods">Names as <c>DOTNET_JitDisasm</c> takes them.</param>
    /// <param name="environment">What the process is told about the processor.</param>
    public static IReadOnlyList<JitListing> Of(string methods, IReadOnlyDictionary<string, string> environment)
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.asm");
        try
        {
            ProcessStartInfo start = Tests();
            (start.Environment["DOTNET_JitStdOutFile"], start.Environment["DOTNET_JitDisasm"]) = (file, methods);
            start.Environment["DOTNET_TieredCompilation"] = "0";
            foreach ((string name, string value) in environment) start.Environment[name] = value;
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, output);
            return File.Exists(file) ? [.. Read(File.ReadAllText(file))] : [];
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static IEnumerable<JitListing> Read(string text)
    {
        const string Header = "; Assembly listing for method ";
        return text.Split(Header, StringSplitOptions.RemoveEmptyEntries).Where(part => part.Contains("_IG", StringComparison.Ordinal))
            .Select(part => part.Split('\n')).Select(lines => new JitListing(lines[0].TrimEnd(), lines));
    }

    /// <summary>These tests themselves, of which one is run.</summary>
    private static ProcessStartInfo Tests()
    {
        string host = Environment.ProcessPath!, tests = typeof(ListedKernels).Assembly.Location;
        bool isDotnet = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        string[] arguments = ["-class", typeof(ListedKernels).FullName!, "-explicit", "only", "-noColor"];
        return new ProcessStartInfo(host, isDotnet ? ["exec", tests, .. arguments] : arguments) { RedirectStandardOutput = true };
    }
}
