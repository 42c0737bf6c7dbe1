namespace Personalization.Data;
internal enum DateOrder { MonthFirst, DayFirst }
internal sealed record DateDecision(DateOrder Order, bool Assumed, string? ForDayFirst, string? ForMonthFirst) { public string? Ambiguous {get;init;} public bool HasSerials {get;init;} }
internal sealed class DateEvidence { public void Add(ReadOnlySpan<byte> t){} public DateDecision Decide()=>new(DateOrder.MonthFirst,false,null,null); public static bool LooksLikeTime(ReadOnlySpan<byte> t)=>true; public static bool LooksLikeSerial(string s)=>false; }
internal static class EmailAddress { public static bool Looks(ReadOnlySpan<char> t)=>t.Contains('@'); }
internal static class DamagedIds { public static bool IsDamaged(ReadOnlySpan<char> t)=>false; }
