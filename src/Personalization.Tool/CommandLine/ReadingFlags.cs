using System.CommandLine;
using System.CommandLine.Parsing;
using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>The options that say how a file is read; <c>run</c> and <c>inspect</c> have them in common.</summary>
internal sealed class ReadingFlags
{
    private readonly Option<IReadOnlyList<KeyValuePair<EventField, string>>> _map;
    private readonly Option<string> _layout, _sheet, _encoding, _currency;
    private readonly Option<IReadOnlyList<string>> _dateFormat, _keepStatus;
    private readonly Option<bool> _dayFirst, _monthFirst, _decimalComma, _decimalPoint, _noMoney, _dropDuplicates, _strict;
    private readonly Option<TimeZoneInfo> _timeZone;
    private readonly Option<IReadOnlyList<KeyValuePair<string, decimal>>> _rate;
    private readonly Option<char> _delimiter;
    private readonly Option<IReadOnlyList<KeyValuePair<string, EventType>>> _event;
    private readonly Option[] _all;

    public ReadingFlags(Flags flags)
    {
        int before = flags.All.Count;
        _map = flags.Many<KeyValuePair<EventField, string>>(
            "--map", "FIELD=COLUMN", $"which column is what; again for each. FIELD: {string.Join(", ", FieldNames.All)}",
            $"FIELD=COLUMN, such as customer=Email. FIELD is one of {string.Join(", ", FieldNames.All)}", Values.Map);
        _layout = flags.Text(
            "--layout", "NAME|FILE.json", "whose export it is, where its header doesn't tell: see 'personalize layouts'",
            "the name of a layout or a JSON file");
        _dateFormat = flags.Many<string>(
            "--date-format", "FORMAT", "how times are written; again for others. Such as \"dd.MM.yyyy HH:mm\"",
            "a format with d, M and y, such as dd.MM.yyyy or \"MM/dd/yyyy HH:mm\" (day and year in small letters)", Values.DateFormat);
        _dayFirst = flags.Switch("--day-first", "03/04 is the third of April");
        _monthFirst = flags.Switch("--month-first", "03/04 is the fourth of March");
        _decimalComma = flags.Switch("--decimal-comma", "1.234 is over a thousand, 1,234 is not");
        _decimalPoint = flags.Switch("--decimal-point", "1,234 is over a thousand, 1.234 is not");
        _timeZone = flags.One<TimeZoneInfo>(
            "--time-zone", "ZONE", "the shop's clock, which times with an offset are turned into (default: UTC)",
            "a time zone such as Europe/Berlin or America/New_York", Values.Zone);
        _currency = flags.One<string>(
            "--currency", "CODE", "the one currency to keep, where there are several", "a currency's code such as EUR", Values.Currency);
        _rate = flags.Many<KeyValuePair<string, decimal>>(
            "--rate", "CODE=RATE", "converts another currency: what one unit is in --currency; again for others",
            "CODE=RATE with a number above 0 and at most a million, such as EUR=1.08", Values.Rate);
        _sheet = flags.Text("--sheet", "NAME", "the worksheet to read", "the name of a worksheet");
        _delimiter = flags.One<char>(
            "--delimiter", "CHAR", "what stands between columns: comma, semicolon, tab, pipe, or one character",
            "comma, semicolon, tab, pipe, or one character", Values.Delimiter);
        _encoding = flags.One<string>(
            "--encoding", "NAME", "utf-8, utf-16, utf-16be or windows-1252",
            "one of utf-8, utf-16, utf-16be, windows-1252", Values.Encoding);
        _keepStatus = flags.Many<string>(
            "--keep-status", "WORD", "a status that is a sale though it would be left out; again for others", "a word of the status column",
            static (string text, out string value) => (value = text).Length > 0);
        _event = flags.Many<KeyValuePair<string, EventType>>(
            "--event", "WORD=TYPE", "what the shop's word for an event means, such as order_placed=purchase; again for others",
            "WORD=TYPE, such as order_placed=purchase", Values.Event);
        _noMoney = flags.Switch("--no-money", "the file has no amounts, and a revenue of 0 is right");
        _dropDuplicates = flags.Switch("--drop-duplicates", "drop rows that equal an earlier row in every field");
        _strict = flags.Switch("--strict", "stop at the first bad row instead of counting it");
        _all = [.. flags.All.Skip(before)];
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="ToolFailure">Two options exclude each other.</exception>
    public ReadArguments Bind(ParseResult parsed)
    {
        ReadArguments arguments = new()
        {
            Maps = parsed.GetValue(_map) ?? [],
            Layout = parsed.GetValue(_layout),
            DateFormats = parsed.GetValue(_dateFormat) ?? [],
            DayFirst = Either(parsed, _dayFirst, _monthFirst),
            DecimalComma = Either(parsed, _decimalComma, _decimalPoint),
            TimeZone = parsed.GetValue(_timeZone),
            Currency = parsed.GetValue(_currency),
            Rates = parsed.GetValue(_rate) ?? [],
            Sheet = parsed.GetValue(_sheet),
            Delimiter = parsed.GetResult(_delimiter) is null ? null : parsed.GetValue(_delimiter),
            Encoding = parsed.GetValue(_encoding),
            KeepStatuses = parsed.GetValue(_keepStatus) ?? [],
            Events = parsed.GetValue(_event) ?? [],
            NoMoney = parsed.GetValue(_noMoney),
            DropDuplicates = parsed.GetValue(_dropDuplicates),
            Strict = parsed.GetValue(_strict),
            AsGiven = [.. AsGiven(parsed)],
        };
        Once(arguments.Maps.Select(map => FieldNames.Of(map.Key)), "--map");
        Once(arguments.Rates.Select(rate => rate.Key), "--rate");
        Once(arguments.Events.Select(named => named.Key), "--event");
        if (arguments.Rates.Count > 0 && arguments.Currency is null)
            throw ToolFailure.Arguments("--rate converts into the currency that --currency names; give that too, such as --currency USD.");
        return arguments;
    }

    private IEnumerable<string> AsGiven(ParseResult parsed)
    {
        foreach (Option option in _all)
        {
            if (parsed.GetResult(option) is not { Implicit: false } given) continue;
            if (option is Option<bool>) yield return option.Name;
            else
            {
                foreach (Token token in given.Tokens)
                {
                    yield return option.Name;
                    yield return token.Value;
                }
            }
        }
    }

    private static void Once(IEnumerable<string> keys, string flag)
    {
        if (keys.GroupBy(key => key, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw ToolFailure.Arguments($"{flag} names '{twice.Key}' twice; once is enough.");
    }

    private static bool? Either(ParseResult parsed, Option<bool> yes, Option<bool> no) => (parsed.GetValue(yes), parsed.GetValue(no)) switch
    {
        (true, true) => throw ToolFailure.Arguments($"{yes.Name} and {no.Name} exclude each other; give one."),
        (true, false) => true,
        (false, true) => false,
        _ => null,
    };
}
