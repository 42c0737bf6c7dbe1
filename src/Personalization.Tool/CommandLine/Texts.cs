namespace Personalization.Tool;

/// <summary>Descriptions and examples of the help.</summary>
internal static class Texts
{
    public const string Root = "From a shop's export to segments, recommendations, affordable offers and a report.";

    public const string Run = "Reads an export and writes tables, models and report.html.";

    public const string Inspect = "Says what a file would be read as, and prints the command that runs it.";

    public const string Layouts = "Lists whose exports are known, with what an amount is in each.";

    public const string Demo = "Runs the whole job on a simulated jewelry shop.";

    public const string RootExamples = """
        Examples:
          personalize demo                          what comes out, without a file
          personalize inspect orders.csv            what the file is read as
          personalize run orders.csv --out monday   the whole job

        Exit codes: 0 done; 2 bad arguments; 3 bad input; 130 cancelled
        """;

    public const string RunExamples = """
        Examples:
          personalize run orders.csv
          personalize run orders.xlsx --sheet Orders --out monday --budget 5000
          personalize run kunden.csv --map customer=Kundennr --map time=Datum --day-first --decimal-comma
          personalize run orders.csv --customers crm.csv --customers-id "Customer No"
          personalize run orders.csv --customers crm.csv --consent "E-mail opt-in" --reviews reviews.csv
          personalize run exports/ --currency USD --rate EUR=1.08 --catalogue spring.json
          gunzip -c orders.csv.gz | personalize run - --json --no-timings

        Exit codes: 0 done; 2 bad arguments; 3 bad input; 130 cancelled
        """;

    public const string InspectExamples = """
        Examples:
          personalize inspect orders.csv
          personalize inspect orders.csv --map customer=Email --day-first

        Exit codes: 0 it can be read; 2 bad arguments; 3 it can't be read; 130 cancelled
        """;

    public const string LayoutsExamples = """
        Examples:
          personalize layouts
          personalize layouts shopify > mine.json
          personalize run orders.csv --layout mine.json

        Exit codes: 0 done; 2 bad arguments
        """;

    public const string DemoExamples = """
        Examples:
          personalize demo
          personalize demo --customers 20000 --seed 7 --out demo

        Exit codes: 0 done; 2 bad arguments; 130 cancelled
        """;
}
