using System.Globalization;
using Personalization.Tool;

// The whole job from the command line: `personalize run` without its name. Without a file it simulates a jewelry shop.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using CancellationTokenSource cancel = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancel.Cancel();
};
return new PersonalizeTool(Console.Out, Console.Error, Console.OpenStandardInput, TimeProvider.System, !Console.IsErrorRedirected)
    .RunJob(args, cancel.Token);
