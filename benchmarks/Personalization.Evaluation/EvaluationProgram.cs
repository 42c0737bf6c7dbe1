using System.Globalization;
using System.Reflection;

namespace Personalization.Evaluation;

/// <summary>The command line of a program of cases.</summary>
internal static class EvaluationProgram
{
    public static int Run(string[] args, IEvaluationCase[] cases)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        string? project = Assembly.GetExecutingAssembly().GetName().Name;
        if (args is not [{ Length: > 0 } name, ..])
        {
            Console.Error.WriteLine(
                    $"usage: dotnet run -c Release --project benchmarks/{project} -- list | CASE [--data DIR] [--NAME VALUE …]");
            return 2;
        }

        if (name == "list")
        {
            foreach (IEvaluationCase each in cases) Console.Out.WriteLine($"{each.Name,-24} {each.Description}");
            return 0;
        }

        IEvaluationCase? chosen = Array.Find(cases, c => c.Name == name);
        if (chosen is null)
        {
            Console.Error.WriteLine($"There is no case '{name}'; 'list' names them.");
            return 2;
        }

        Dictionary<string, string> options = new(StringComparer.Ordinal);
        for (int i = 1; i < args.Length; i += 2)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == args.Length)
            {
                Console.Error.WriteLine($"'{args[i]}' is not understood; options are written --name value.");
                return 2;
            }

            options[args[i][2..]] = args[i + 1];
        }

        try
        {
            chosen.Run(new EvaluationContext(name, options.GetValueOrDefault("data"), options));
            return 0;
        }
        catch (EvaluationException e)
        {
            Console.Error.WriteLine(e.Message);
            return 3;
        }
    }
}
