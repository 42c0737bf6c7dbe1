using System.Globalization;
using System.Text;

namespace Personalization.Tool.Tests;

/// <summary>Command lines in, text and exit codes out, in a folder of its own.</summary>
public sealed class ToolRun : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("personalization-tool-");

    public string Folder => _folder.FullName;

    /// <summary>Forty customers, their orders of a year, and two rows that can't be kept.</summary>
    public static string Orders { get; } = MakeOrders();

    public void Dispose() => _folder.Delete(recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content, Encoding.Latin1);
        return path;
    }

    public (int Code, string Output, string Errors) Run(params string[] arguments) => RunWith("", default, arguments);

    public (int Code, string Output, string Errors) RunWith(string input, CancellationToken cancel, params string[] arguments)
    {
        using StringWriter output = new(CultureInfo.InvariantCulture), errors = new(CultureInfo.InvariantCulture);
        PersonalizeTool tool = new(output, errors, () => new MemoryStream(Encoding.UTF8.GetBytes(input)), new HandClock());
        int code = tool.Run(arguments, cancel);
        return (code, output.ToString(), errors.ToString());
    }

    private static string MakeOrders()
    {
        StringBuilder csv = new("customer_id,time,item_id,quantity,unit_price,order_id\n");
        for (int order = 0; order < 160; order++)
        {
            int customer = order * 7 % 40, month = 1 + (order * 5 % 12), day = 1 + (order * 11 % 28);
            for (int line = 0; line <= order % 3; line++)
            {
                csv.Append(
                    CultureInfo.InvariantCulture,
                    $"c{customer},2025-{month:00}-{day:00},i{((order * 3) + line) % 20},{1 + (order % 2)},{5 + (customer % 9)}.50,");
                csv.Append(CultureInfo.InvariantCulture, $"o{order}\n");
            }
        }

        return csv.Append(",2025-01-02,i1,1,5.00,o900\nc1,yesterday,i1,1,5.00,o901\n").ToString();
    }
}
