using System.Globalization;
using Personalization.Tool;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
using CancellationTokenSource cancel = new();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    cancel.Cancel();
};
return new PersonalizeTool(Console.Out, Console.Error, Console.OpenStandardInput, TimeProvider.System, !Console.IsErrorRedirected)
    .Run(args, cancel.Token);
