namespace Personalization.Insights;

/// <summary>The style sheet of the charts: a palette that colour-blind readers can tell apart, for light, dark and paper.</summary>
/// <remarks>A page changes a colour by setting <c>--chart-1</c> … <c>--chart-8</c>, <c>--chart-ink</c>, <c>--chart-quiet</c>,
/// <c>--chart-grid</c> or <c>--chart-surface</c>. The palette follows Okabe and Ito, darkened or lightened to at least 3:1 against the
/// surface.</remarks>
public static class ChartStyle
{
    /// <summary>Number of series colours; series beyond it begin again at the first.</summary>
    public const int Colors = 8;

    /// <summary>The style sheet, to be put once into a page that holds charts.</summary>
    public const string Css =
        """
        .chart{--c1:var(--chart-1,#17629f);--c2:var(--chart-2,#c75300);--c3:var(--chart-3,#00805f);--c4:var(--chart-4,#a2478f);
        --c5:var(--chart-5,#a87400);--c6:var(--chart-6,#3a92c4);--c7:var(--chart-7,#68727e);--c8:var(--chart-8,#852250);
        --ink:var(--chart-ink,#1d2733);--quiet:var(--chart-quiet,#5a6572);--grid:var(--chart-grid,#e2e6eb);
        --surface:var(--chart-surface,#fff);
        display:block;width:100%;height:auto;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;
        font-size:11.5px}
        @media screen and (prefers-color-scheme:dark){.chart{--c1:var(--chart-1,#5aa9e6);--c2:var(--chart-2,#f08a3c);
        --c3:var(--chart-3,#3cc29a);
        --c4:var(--chart-4,#d58cc6);--c5:var(--chart-5,#e0b040);--c6:var(--chart-6,#8ccbf0);--c7:var(--chart-7,#9aa5b1);
        --c8:var(--chart-8,#e07a9e);
        --ink:var(--chart-ink,#e8ecf1);--quiet:var(--chart-quiet,#a3aebb);--grid:var(--chart-grid,#333d49);
        --surface:var(--chart-surface,#161b22)}}
        .chart text{fill:var(--quiet)}.chart .ink{fill:var(--ink)}.chart .head{fill:var(--ink);font-size:14px;font-weight:600}
        .chart .note{font-size:10.5px}
        .chart .mid{text-anchor:middle}.chart .end{text-anchor:end}.chart .strong{fill:var(--ink);font-weight:600}
        .chart .clear{paint-order:stroke;stroke:var(--surface);stroke-width:4;stroke-linejoin:round}
        .chart .grid{stroke:var(--grid);stroke-width:1;fill:none}.chart .base{stroke:var(--quiet);stroke-width:1;fill:none}
        .chart .mark{stroke:var(--ink);stroke-width:2;fill:none}
        .chart .rule{stroke:var(--quiet);stroke-width:1;stroke-dasharray:3 3;fill:none}
        .chart .f1{fill:var(--c1)}.chart .f2{fill:var(--c2)}.chart .f3{fill:var(--c3)}.chart .f4{fill:var(--c4)}
        .chart .f5{fill:var(--c5)}.chart .f6{fill:var(--c6)}.chart .f7{fill:var(--c7)}.chart .f8{fill:var(--c8)}
        .chart .l1,.chart .l2,.chart .l3,.chart .l4,.chart .l5,.chart .l6,.chart .l7,.chart .l8{fill:none;stroke-width:2;
        stroke-linejoin:round;stroke-linecap:round}
        .chart .l1{stroke:var(--c1)}.chart .l2{stroke:var(--c2)}.chart .l3{stroke:var(--c3)}.chart .l4{stroke:var(--c4)}
        .chart .l5{stroke:var(--c5)}.chart .l6{stroke:var(--c6)}.chart .l7{stroke:var(--c7)}.chart .l8{stroke:var(--c8)}
        .chart .bin{fill-opacity:.32}.chart .bubble{fill-opacity:.45;stroke:var(--surface);stroke-width:.6}
        .chart .dot{stroke:var(--surface);stroke-width:1.5}
        .chart .ring{fill:none;stroke:var(--c2);stroke-width:2}.chart .outline{fill:none;stroke:var(--quiet)}.chart .rest{fill:var(--grid)}
        .chart .crowd{fill:none;stroke:var(--quiet);stroke-opacity:.22;stroke-width:2.4;stroke-linecap:round}
        .chart .points{stroke-width:5;stroke-opacity:.55}
        .chart .cell{stroke:var(--surface);stroke-width:2;fill:var(--c1)}.chart .h0{fill-opacity:.05}.chart .h1{fill-opacity:.16}
        .chart .h2{fill-opacity:.32}
        .chart .h3{fill-opacity:.48}.chart .h4{fill-opacity:.82}.chart .h5{fill-opacity:1}.chart .over{fill:var(--surface);font-weight:600}
        """;

    internal static string Fill(int series) => "f" + Slot(series);

    internal static string Stroke(int series) => "l" + Slot(series);

    private static string Slot(int series) => ((series % Colors) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
