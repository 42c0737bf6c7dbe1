using Personalization.Core;
using Personalization.Data;

namespace Personalization;

/// <summary>
/// What the steps of one run hand on: the events, the customer table, models, and results by their type; and what is given once for all of
/// them. Belongs to one run and is used by one step at a time.
/// </summary>
public sealed class PipelineContext
{
    private readonly Dictionary<Type, (object Value, string Step)> _findings = [];
    private readonly Dictionary<string, IModel> _models = new(StringComparer.Ordinal);
    private readonly List<string> _ran = [];
    private readonly HashSet<string> _given = new(StringComparer.Ordinal);
    private string _step = "";
    private CustomerTable? _customers;

    internal PipelineContext(PersonalizationOptions options, PipelineInput input, TimeProvider clock, CancellationToken cancellationToken)
    {
        (Options, Input, Clock, CancellationToken) = (options, input, clock, cancellationToken);
        Consent = options.Consent;
    }

    /// <summary>What the whole job was asked for: budget, seed, threads, consent, history.</summary>
    public PersonalizationOptions Options { get; }

    /// <summary>
    /// Who agreed to what: what the job was given, and what steps have read of it; null where nobody was asked here.
    /// </summary>
    public IConsentPolicy? Consent { get; private set; }

    /// <summary>What the run was started with.</summary>
    public PipelineInput Input { get; }

    /// <summary>The clock for measuring; results never depend on it.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Told how far this step has come, 0 to 1; null where nobody listens.</summary>
    public IProgress<FitProgress>? Progress { get; internal set; }

    /// <summary>Stops the run.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The events.</summary>
    /// <exception cref="InvalidOperationException">No step has read them yet.</exception>
    public EventLog Log => Get<EventLog>();

    /// <summary>The customers who bought, with the columns that the steps so far have written.</summary>
    /// <exception cref="InvalidOperationException">No step has made the table yet.</exception>
    public CustomerTable Customers => _customers
        ?? throw new InvalidOperationException($"No step before '{_step}' made the customer table; the step 'rfm' does. {Ran()}");

    /// <summary>Models by name, to be saved and served.</summary>
    public IReadOnlyDictionary<string, IModel> Models => _models;

    internal bool HasCustomers => _customers is not null;

    internal IEnumerable<KeyValuePair<Type, object>> Findings =>
        _findings.Select(finding => KeyValuePair.Create(finding.Key, finding.Value.Value));

    /// <summary>What an earlier step found.</summary>
    /// <typeparam name="T">The type that the step put it in as.</typeparam>
    /// <exception cref="InvalidOperationException">No step before this one found such a thing; the message says which ran.</exception>
    public T Get<T>()
        where T : class =>
        Find<T>() ?? throw new InvalidOperationException(
            $"Step '{_step}' needs a {typeof(T).Name}, which no step before it made: "
            + $"add a step that does, or leave '{_step}' out. {Ran()}");

    /// <summary>What an earlier step found; null where none did.</summary>
    public T? Find<T>()
        where T : class =>
        _findings.TryGetValue(typeof(T), out (object Value, string Step) found) ? (T)found.Value : null;

    /// <summary>Hands something on to later steps and to <see cref="PersonalizationResult.Get"/>.</summary>
    /// <typeparam name="T">The type that it is asked for as.</typeparam>
    /// <exception cref="InvalidOperationException">There is a value of that type already.</exception>
    public void Add<T>(T finding)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (!_findings.TryAdd(typeof(T), (finding, _step)))
            throw new InvalidOperationException(
                $"Steps '{_findings[typeof(T)].Step}' and '{_step}' both made a {typeof(T).Name}; give one of them a type of its own.");
    }

    /// <summary>Starts the customer table, which later steps add columns to. Its columns get this step's name.</summary>
    /// <exception cref="InvalidOperationException">There is a table already.</exception>
    public void AddCustomers(CustomerTable customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        if (_customers is not null)
            throw new InvalidOperationException($"Step '{_step}' made a second customer table; use {nameof(AddColumns)}.");
        _customers = customers.With([.. customers.Columns.Select(column => column.WrittenBy(_step))]);
    }

    /// <summary>Adds facts about every customer, rows in the order of <see cref="Customers"/>. They get this step's name.</summary>
    /// <exception cref="ArgumentException">A column has another number of rows.</exception>
    /// <exception cref="InvalidOperationException">Another step wrote a column of that name.</exception>
    public void AddColumns(params IReadOnlyList<CustomerColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (CustomerColumn column in columns)
        {
            if (_given.Remove(column.Name)) GiveWay(column.Name);
            if (Customers.TryGetColumn(column.Name, out CustomerColumn? known))
                throw new InvalidOperationException(
                    $"Steps '{known.Step}' and '{_step}' both write a column '{column.Name}'; give one another name.");
        }

        _customers = Customers.With([.. columns.Select(column => column.WrittenBy(_step))]);
    }

    /// <summary>
    /// Adds what the shop itself says of every customer, under names that give way: where a step writes a column of such a name, before or
    /// after, the shop's is called <c>given_</c> and its name from then on. The columns get this step's name.
    /// </summary>
    /// <exception cref="ArgumentException">A column has another number of rows.</exception>
    public void AddGivenColumns(params IReadOnlyList<CustomerColumn> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (CustomerColumn column in columns)
        {
            string name = FreeName(column.Name);
            AddColumns(column.Name == name ? column : column.Named(name));
            _given.Add(name);
        }
    }

    /// <summary>Adds to who agreed to what: later steps may use what this policy and the ones before it allow.</summary>
    public void AddConsent(IConsentPolicy consent)
    {
        ArgumentNullException.ThrowIfNull(consent);
        Consent = Consent is null ? consent : new BothConsents(Consent, consent);
    }

    /// <summary>Hands on a model, which is saved as <c>models/{name}.safetensors</c>.</summary>
    /// <exception cref="InvalidOperationException">There is a model of that name already.</exception>
    public void AddModel(string name, IModel model)
    {
        Guard.NotBlank(name);
        ArgumentNullException.ThrowIfNull(model);
        if (!_models.TryAdd(name, model))
            throw new InvalidOperationException($"Step '{_step}' made a second model '{name}'; give it another name.");
    }

    /// <summary>
    /// The customers as some steps would have known them at an earlier moment: the steps run on the events before it, with the run's other
    /// options and the moment as reference date. What a model learns from, whose outcome is known by now. Nothing of it comes into this
    /// run's own table.
    /// </summary>
    /// <param name="asOf">The moment on the shop's clock; events at it and later aren't seen.</param>
    /// <param name="steps">The steps, beginning with <see cref="ReadStep"/>, which hands the events on.</param>
    /// <exception cref="InvalidOperationException">No step made a customer table.</exception>
    public CustomerTable CustomersAt(DateTime asOf, PipelineSteps steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        PipelineContext past = new(
            Options with { ReferenceDate = asOf }, new PipelineInput { Log = Log.Before(asOf) }, Clock, CancellationToken);
        foreach (IPipelineStep step in steps)
        {
            CancellationToken.ThrowIfCancellationRequested();
            past.Begin(step, null);
            step.Run(past);
            past.End();
        }

        return past.Customers;
    }

    internal void Begin(IPipelineStep step, IProgress<FitProgress>? progress) => (_step, Progress) = (step.Name, progress);

    internal void End() => _ran.Add(_step);

    /// <summary>A name, told apart where there is a column of that name: a shop's "segment" isn't ours.</summary>
    internal string FreeName(string name)
    {
        while (Customers.TryGetColumn(name, out _)) name = "given_" + name;
        return name;
    }

    private void GiveWay(string name)
    {
        CustomerTable others = Customers;
        string free = FreeName("given_" + name);
        CustomerColumn[] columns =
            [.. others.Columns.Select(column => column.Name == name ? column.Named(free) : column)];
        _customers = others.Without([.. others.Columns.Select(column => column.Name)]).With(columns);
        _given.Add(free);
    }

    private string Ran() => _ran.Count == 0 ? "No step ran before it." : $"These ran: {string.Join(", ", _ran)}.";
}

/// <summary>What a run is started with: a file, a file that was read, or events. Immutable.</summary>
public sealed record PipelineInput
{
    /// <summary>Path of the file to read; null where the events are given.</summary>
    public string? Path { get; init; }

    /// <summary>How to read it.</summary>
    public EventReadOptions? ReadOptions { get; init; }

    /// <summary>Events that were read from a file, with the account of that; null where there are none.</summary>
    public EventReadResult? Read { get; init; }

    /// <summary>Events; null where they come from a file.</summary>
    public EventLog? Log { get; init; }
}
