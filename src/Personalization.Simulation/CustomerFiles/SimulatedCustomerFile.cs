using System.Globalization;
using System.Text;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>How <see cref="SimulatedCustomerFile"/> is made. Immutable; every default is valid.</summary>
public sealed record SimulatedCustomerFileOptions
{
    /// <summary>Customers of the shop, at least 1. Default 10,000.</summary>
    public int CustomerCount { get; init => field = Guard.AtLeast(value, 1); } = 10_000;

    /// <summary>
    /// Share of the customers whom the file doesn't know, 0 to 1; as many of the file are unknown to the shop. Default .05.
    /// </summary>
    public double UnmatchedShare { get; init => field = Guard.InRange(value, 0, 1); } = .05;

    /// <summary>Share of the cells of age, income, city and tier that are empty, 0 to 1. Default .05.</summary>
    public double MissingShare { get; init => field = Guard.InRange(value, 0, 1); } = .05;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }
}

/// <summary>
/// A file of customers with known truth: four groups, two of them young and two older with the same numbers, told apart only by city, tier,
/// gender, device and consent, of which each group has its own usual level. Immutable and thread-safe.
/// </summary>
public sealed class SimulatedCustomerFile
{
    /// <summary>Number of groups.</summary>
    public const int GroupCount = 4;

    /// <summary>Share of a group that has its usual level; the others share the rest.</summary>
    private const double Usual = .6;

    private static readonly string[] Cities = ["Berlin", "Hamburg", "Köln", "Leipzig", "München", "Stuttgart"];
    private static readonly string[] Tiers = ["bronze", "gold", "none", "silver"];
    private static readonly string[] Genders = ["f", "m", "x"];
    private static readonly string[] Devices = ["app", "desktop", "phone", "tablet"];
    private static readonly string[] Flags = ["yes", "no"];

    /// <summary>The usual level of each group in each of the columns.</summary>
    private static readonly (string Column, string[] Levels, int[] UsualOf)[] Categories =
    [
        ("City", Cities, [0, 4, 1, 3]),
        ("Loyalty Tier", Tiers, [2, 1, 0, 3]),
        ("Gender", Genders, [0, 1, 0, 1]),
        ("Device", Devices, [0, 2, 1, 3]),
        ("Marketing Consent", Flags, [0, 1, 1, 0]),
    ];

    /// <summary>Mean age, income and visits of the young and of the older groups.</summary>
    private static readonly (double Age, double Income, double Visits)[] Means =
        [(34, 38_000, 6), (34, 38_000, 6), (52, 52_000, 3), (52, 52_000, 3)];

    private SimulatedCustomerFile(IdIndex<CustomerId> customers, int[] groups, string csv, int unmatched) =>
        (Customers, Groups, Csv, Unmatched) = (customers, groups, csv, unmatched);

    /// <summary>The customers of the shop.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>The group of each customer, 0 to <see cref="GroupCount"/> − 1.</summary>
    public IReadOnlyList<int> Groups { get; }

    /// <summary>The file, CSV with a header.</summary>
    public string Csv { get; }

    /// <summary>Customers whom the file doesn't know, and those of the file whom the shop doesn't know.</summary>
    public int Unmatched { get; }

    /// <summary>The planted differences: column as a table calls it, usual level and group.</summary>
    public static IReadOnlyList<(string Column, string Level, int Group)> Planted { get; } =
    [
        .. from category in Categories
           from @group in Enumerable.Range(0, GroupCount)
           select (CustomerAttributes.NameOf(category.Column), category.Levels[category.UsualOf[@group]], @group),
    ];

    /// <summary>Makes a file. O(customers).</summary>
    /// <param name="options">How; null: the defaults.</param>
    public static SimulatedCustomerFile Simulate(SimulatedCustomerFileOptions? options = null)
    {
        options ??= new SimulatedCustomerFileOptions();
        int count = options.CustomerCount, unmatched = (int)Math.Round(count * options.UnmatchedShare);
        CultureInfo culture = CultureInfo.InvariantCulture;
        IdIndex<CustomerId> customers = IdIndex<CustomerId>.From(
            Enumerable.Range(0, count).Select(i => new CustomerId(string.Create(culture, $"C{100_000 + i}"))));
        int[] groups = new int[count];
        StringBuilder csv = new("Customer ID,E-Mail,Phone,Age,Yearly Income,Visits per Month,");
        csv.AppendJoin(',', Categories.Select(category => category.Column)).Append(",Signup Date,Remark\n");
        for (int i = 0; i < count + unmatched; i++)
        {
            RandomStream random = new(options.Seed, "customer file", (ulong)i);
            int group = (int)(random.NextDouble() * GroupCount);
            bool stranger = i >= count;
            if (!stranger) groups[i] = group;

            // Customers that the file doesn't know are spread evenly over all.
            if (!stranger && unmatched > 0 && (long)(i + 1) * unmatched / count > (long)i * unmatched / count) continue;
            string id = stranger ? string.Create(culture, $"X{i}") : customers.Values[i];
            csv.Append(culture, $"{id},{id}@example.org,+49 30 {1_000_000 + i},");
            Numbers(csv, group, random, options.MissingShare);
            foreach ((_, string[] levels, int[] usual) in Categories)
            {
                string level = random.NextDouble() < Usual ? levels[usual[group]] : levels[(int)(random.NextDouble() * levels.Length)];
                bool missing = random.NextDouble() < options.MissingShare && levels.Length > Flags.Length;
                csv.Append(missing ? "" : level).Append(',');
            }

            DateTime signup = new DateTime(2020, 1, 1).AddDays((int)(random.NextDouble() * 1500));
            csv.Append(culture, $"{signup:yyyy-MM-dd},asked on {signup:d MMMM} about order {i}\n");
        }

        return new SimulatedCustomerFile(customers, groups, csv.ToString(), unmatched);
    }

    private static void Numbers(StringBuilder csv, int group, RandomStream random, double missing)
    {
        (double age, double income, double visits) = Means[group];
        double[] values =
        [
            Math.Clamp(Math.Round(random.NextGaussian(age, 11)), 18, 95), Math.Max(0, Math.Round(random.NextGaussian(income, 9_000), 2)),
            Math.Max(0, Math.Round(random.NextGaussian(visits, 2), 1)),
        ];
        for (int i = 0; i < values.Length; i++)
        {
            bool isMissing = random.NextDouble() < missing && i < 2;
            if (!isMissing) csv.Append(CultureInfo.InvariantCulture, $"{values[i]}");
            csv.Append(',');
        }
    }
}
