using System.Diagnostics;

namespace Personalization.Evaluation.Cases;

/// <summary>Starts a case of this program as a process of its own, to be killed.</summary>
internal static class ChildCase
{
    /// <param name="name">Name of the case.</param>
    /// <param name="file">What it gets as <c>--file</c>.</param>
    /// <param name="run">What it gets as <c>--run</c>.</param>
    public static Process Start(string name, string file, int run)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        string program = typeof(ChildCase).Assembly.Location;
        foreach (string argument in (string[])["exec", program, name, "--file", file, "--run", $"{run}"]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
