using System.Globalization;
using Personalization.Core;
using Personalization.Rfm;

namespace Personalization.Evaluation.Cases;

/// <summary>CDNOW's files: the tenth that papers use, and the master file of all customers.</summary>
internal static class CdnowLog
{
    /// <summary>The summary after 39 weeks; which column holds the customer's id depends on the file.</summary>
    public static LifetimeSummary Summary(string path, int idColumn) =>
        LifetimeSummary.From(Read(path, idColumn), new LifetimeSummaryOptions { CalibrationEnd = new DateTime(1997, 9, 30) });

    public static EventLog Read(string path, int idColumn)
    {
        EventLogBuilder builder = new();
        foreach (string line in File.ReadLines(path))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            if (!DateTime.TryParseExact(fields[^3], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
                continue; // the master file has a header
            builder.Add(new ShopEvent(new CustomerId(fields[idColumn]), day, EventType.Purchase)
            {
                UnitPrice = decimal.Parse(fields[^1], CultureInfo.InvariantCulture),
            });
        }

        return builder.Build();
    }
}
