namespace Personalization.Insights;

/// <summary>
/// The style sheet of the report: one column of text, figures in a grid, tables that scroll in their own box; screen and paper.
/// </summary>
internal static class PageStyle
{
    public const string Css =
        """
        :root{color-scheme:light dark;--page:#fff;--panel:#f6f7f9;--line:#dfe3e8;--text:#1d2733;--soft:#56616d;--accent:#17496f;
        --serif:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,serif;
        --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        @media screen and (prefers-color-scheme:dark){:root{--page:#161b22;--panel:#1d242d;--line:#333d49;--text:#e8ecf1;--soft:#a3aebb;
        --accent:#8cc4ee}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;scroll-behavior:smooth}
        @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
        body{margin:0;background:var(--page);color:var(--text);font:16px/1.6 var(--sans);overflow-wrap:anywhere}
        header,main,footer{max-width:1120px;margin:0 auto;padding:0 32px}
        header{padding-top:64px}
        h1,h2,h3{line-height:1.22;margin:0;font-weight:600;text-wrap:balance}
        h1{font:600 40px/1.15 var(--serif);letter-spacing:-.012em}
        h2{font:600 27px/1.25 var(--serif);letter-spacing:-.006em}
        h3{font-size:16.5px;margin:36px 0 10px}
        p{margin:0 0 14px;max-width:72ch}
        a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
        a:focus-visible,.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
        .skip{position:absolute;left:-9999px}.skip:focus{left:16px;top:12px;background:var(--page);padding:6px 10px}
        .subtitle{color:var(--soft);font-size:17px;margin:12px 0 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(140px,1fr));gap:28px 30px;margin:40px 0 0;padding:26px 0;
        border-top:3px solid var(--accent);border-bottom:1px solid var(--line)}
        .tiles dt{color:var(--soft);font-size:13.5px;line-height:1.35}
        .tiles dd{margin:0}
        .tiles .value{font:600 29px/1.25 var(--serif);font-variant-numeric:lining-nums;margin-top:3px;white-space:nowrap}
        .tiles .note{color:var(--soft);font-size:13px;line-height:1.4;margin-top:3px}
        .summary{margin-top:48px}
        .summary dl{margin:20px 0 0}
        .summary dl>div{display:grid;grid-template-columns:215px 1fr;gap:4px 32px;padding:15px 0;border-top:1px solid var(--line)}
        .summary dt{font-weight:600}
        .summary dd{margin:0;max-width:68ch;font-size:17px;line-height:1.6}
        nav{margin:56px 0 0;padding:24px 28px 26px;background:var(--panel);border-radius:4px}
        nav h2{font:600 13.5px/1.4 var(--sans);letter-spacing:0;color:var(--soft)}
        nav ol{margin:12px 0 0;padding:0 0 0 22px;columns:3 220px;column-gap:40px}
        nav li{padding:3px 0;break-inside:avoid}
        nav li::marker{color:var(--soft);font-variant-numeric:tabular-nums}
        main>section{margin-top:80px}
        main>section>h2{padding-top:22px;border-top:1px solid var(--line);scroll-margin-top:12px}
        h2 .number{color:var(--soft);font-weight:400;margin-right:.6em}
        .lede{font-size:18px;line-height:1.6;margin:14px 0 26px}
        .callout{border-left:3px solid var(--accent);background:var(--panel);padding:14px 18px;margin:24px 0;max-width:none}
        figure{margin:28px 0 0}
        figcaption{color:var(--soft);font-size:14px;line-height:1.5;margin-top:14px;max-width:80ch}
        .charts{display:grid;gap:36px 40px;align-items:start}
        .of3{grid-template-columns:repeat(auto-fill,minmax(min(290px,100%),1fr))}
        .of2{grid-template-columns:repeat(auto-fill,minmax(min(420px,100%),1fr))}
        .of1{grid-template-columns:minmax(0,510px)}
        .key{grid-column:1/-1;max-width:360px}
        .scroll{overflow-x:auto;margin:30px 0 0;overflow-wrap:normal}
        .scroll+p{margin-top:14px;color:var(--soft);font-size:14px}
        table{border-collapse:collapse;width:100%;font-size:14.5px;line-height:1.45;font-variant-numeric:tabular-nums lining-nums}
        caption{text-align:left;font-weight:600;font-size:15px;padding:0 0 8px}
        th,td{padding:9px 22px 9px 0;text-align:left;vertical-align:top;border-top:1px solid var(--line);font-weight:400}
        th:last-child,td:last-child{padding-right:0}
        thead th{border-top:0;border-bottom:1.5px solid var(--text);color:var(--soft);font-size:13px;vertical-align:bottom;line-height:1.3}
        tbody tr:first-child>*{border-top:0}
        tbody th{font-weight:600;min-width:128px}
        .number{font-variant-numeric:tabular-nums lining-nums}
        td.number,th.number{text-align:right;white-space:nowrap}
        thead th.number{white-space:normal}
        .prose{min-width:220px}
        .cards{display:grid;gap:24px;grid-template-columns:repeat(auto-fill,minmax(min(300px,100%),1fr));margin-top:28px}
        article{border:1px solid var(--line);border-radius:4px;padding:20px 22px}
        article h3{margin:0;font-size:17px}
        article p{margin:2px 0 0}
        .tag{color:var(--accent);font-size:14px;font-weight:600}
        .lead{color:var(--soft);font-size:14px;margin-top:8px;line-height:1.5}
        article ol{margin:14px 0 0;padding:0;list-style:none;font-size:14.5px;line-height:1.45}
        article li{display:grid;grid-template-columns:minmax(0,1fr) auto;padding:9px 0;border-top:1px solid var(--line)}
        .item{font-weight:600}.score{color:var(--soft);font-variant-numeric:tabular-nums;padding-left:12px}
        .reason{grid-column:1/-1;color:var(--soft);font-size:13.5px;margin-top:2px}
        footer{margin-top:88px;padding-bottom:56px;color:var(--soft);font-size:13.5px}
        footer p{border-top:1px solid var(--line);padding-top:18px;max-width:none}
        @media screen and (max-width:640px){body{font-size:15.5px}header,main,footer{padding-left:16px;padding-right:16px}
        header{padding-top:36px}h1{font-size:30px}h2{font-size:23px}
        .tiles{grid-template-columns:1fr 1fr;gap:22px 18px;margin-top:28px;padding:20px 0}.tiles .value{font-size:24px}
        .summary{margin-top:36px}
        .summary dl>div{grid-template-columns:1fr}.summary dd{font-size:16px}nav{margin-top:36px;padding:18px 20px}
        main>section{margin-top:56px}.lede{font-size:16.5px}
        
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}table,tbody,tr,caption{display:block}
        tr{display:grid;grid-template-columns:1fr;border-top:1px solid var(--line);padding:12px 0}
        tbody tr:first-child{border-top:1.5px solid var(--text)}
        tbody th,tbody td,td.number{display:flex;justify-content:space-between;gap:18px;border:0;padding:3px 0;text-align:right;
        white-space:normal;min-width:0}
        tbody th{font-size:15.5px}td::before{content:attr(data-label);color:var(--soft);text-align:left;flex:none;max-width:45%}
        td.prose{display:block;text-align:left;order:-1;color:var(--soft)}
        tbody th{order:-2}td.prose::before{content:none}td.detail{order:1}td.empty{display:none}}
        @media print{@page{size:A4;margin:16mm 15mm}body{font-size:10pt;line-height:1.45}header,main,footer{max-width:none;padding:0}
        h1{font-size:24pt}h2{font-size:16pt}h3{font-size:11pt}
        .lede,.summary dd{font-size:10.5pt}.skip{display:none}
        nav{background:none;border:1px solid var(--line);margin-top:20px;padding:12px 16px}nav h2{font-size:9pt}
        a{color:inherit;text-decoration:none}
        .tiles{grid-template-columns:repeat(auto-fit,minmax(26mm,1fr));gap:14px 12px;margin-top:18px;padding:14px 0;
        print-color-adjust:exact}.tiles .value{font-size:15pt}.tiles dt,.tiles .note{font-size:8pt}
        .summary{margin-top:20px}.summary dl>div{grid-template-columns:36mm 1fr;padding:7px 0;break-inside:avoid}
        main>section{margin-top:30px}main>section>h2,h3,.lede{break-after:avoid}
        .of3{grid-template-columns:repeat(3,1fr)}.of2{grid-template-columns:1fr 1fr}.of1{grid-template-columns:120mm}.charts{gap:14px 18px}
        .panel,article,tr,.callout{break-inside:avoid}
        .cards{grid-template-columns:1fr 1fr;gap:12px}.scroll{overflow:visible}table{font-size:8.5pt}thead{display:table-header-group}
        thead th{font-size:8pt}caption{font-size:9.5pt}figcaption{font-size:8.5pt}th,td{padding:5px 10px 5px 0}.prose{min-width:0}
        tbody th{min-width:0}
        footer{margin-top:30px;padding:0}}
        """;
}
