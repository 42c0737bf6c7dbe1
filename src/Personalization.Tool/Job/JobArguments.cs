namespace Personalization.Tool;

/// <summary>What the command line asks of a run.</summary>
internal sealed record JobArguments
{
    public const int DefaultCustomers = 2_000;

    /// <summary>Files, folders, or <c>-</c>; empty where the simulated shop is meant.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    public ReadArguments Reading { get; init; } = new();

    /// <summary>Customers of the simulated shop.</summary>
    public int Customers { get; init; } = DefaultCustomers;

    public string Out { get; init; } = "personalization-out";

    public decimal Budget { get; init; } = 10_000m;

    public ulong Seed { get; init; } = 1;

    public int? Threads { get; init; }

    public DateTime? ReferenceDate { get; init; }

    public string? Catalogue { get; init; }

    /// <summary>Share of customers left without offers.</summary>
    public double Control { get; init; }

    /// <summary>Paths of earlier offers.</summary>
    public IReadOnlyList<string> PastOffers { get; init; } = [];

    /// <summary>Paths of earlier contacts.</summary>
    public IReadOnlyList<string> Contacts { get; init; } = [];

    /// <summary>Language of customers whose own isn't known.</summary>
    public string Language { get; init; } = "en";

    /// <summary>Name of the shop in messages; empty: it isn't named.</summary>
    public string Shop { get; init; } = "";

    /// <summary>Path of a file of customers; null where there is none.</summary>
    public string? CustomerFile { get; init; }

    /// <summary>Its column of ids; null: told by its name.</summary>
    public string? CustomerFileId { get; init; }

    /// <summary>Its columns of consent; null: told by their names.</summary>
    public IReadOnlyList<string>? Consent { get; init; }

    /// <summary>Path of a file of reviews and notes; null: none.</summary>
    public string? Reviews { get; init; }

    /// <summary>Whether customers are clustered on what that file says too.</summary>
    public bool ClustersAttributes { get; init; }

    public bool Json { get; init; }

    public bool Timings { get; init; } = true;
}
