using Personalization.Core;

namespace Quickstart;

/// <summary>One line on standard error that moves along; a line a step where standard error is a file.</summary>
internal sealed class ConsoleProgress : IProgress<FitProgress>
{
    private readonly Lock _gate = new();
    private string _stage = "";
    private int _width;

    public void Report(FitProgress value)
    {
        lock (_gate)
        {
            if (Console.IsErrorRedirected)
            {
                if (value.Stage != _stage) Console.Error.WriteLine(value.Stage);
                _stage = value.Stage;
                return;
            }

            string line = $"{value.Fraction,5:P0}  {value.Stage}";
            if (value is { Count: { } count, Unit: { } unit }) line += $", {count:N0} {unit}";
            if (value.PerSecond is { } rate) line += $" ({rate:N0} a second)";
            Console.Error.Write('\r' + line.PadRight(_width));
            _width = line.Length;
        }
    }

    public void Clear()
    {
        if (!Console.IsErrorRedirected && _width > 0) Console.Error.Write('\r' + new string(' ', _width) + '\r');
    }
}
