using System.Buffers;
using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// What a customer's events come to: an embedding at any point of a sequence, what comes next, and lists of items. A customer without
/// events gets what is popular. Immutable and thread-safe. Make one with <see cref="Beha2VecTrainer"/>.
/// </summary>
public sealed class Beha2VecModel : IRecommender, IModel<Beha2VecModel>
{
    private const int MostReasons = 3;

    private readonly BehaviorNetwork _network;
    private readonly Matrix _embeddings;
    private readonly ItemSpace _space;
    private readonly ItemScores _scores;
    private readonly BehaviorStepper _stepper;
    private readonly RecentEvents _recent;

    private Beha2VecModel(
        Beha2VecOptions options, BehaviorNetwork network, BehaviorVocabulary vocabulary, ItemSpace space, RecentEvents recent,
        Matrix embeddings, FitReport report)
    {
        (Options, Vocabulary, Report) = (options, vocabulary, report);
        (_network, _space, _recent, _embeddings) = (network, space, recent, embeddings);
        _scores = new ItemScores(network);
        _stepper = new BehaviorStepper(network);
    }

    /// <inheritdoc/>
    public static ModelKind<Beha2VecModel> Kind { get; } = new("beha2vec", 1, FromFile);

    /// <summary>How it was trained; a loaded model doesn't know <see cref="Beha2VecOptions.Threads"/>.</summary>
    public Beha2VecOptions Options { get; }

    /// <summary>
    /// Epochs, why it stopped, the loss of each epoch and, where customers were held out, "ndcg@10"; a loaded model has no duration.
    /// </summary>
    public FitReport Report { get; }

    /// <summary>The codes that events are read by.</summary>
    public BehaviorVocabulary Vocabulary { get; }

    /// <summary>The customers of the fit, row by row of <see cref="Embeddings"/>.</summary>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <summary>Items with a code of their own.</summary>
    public IdIndex<ItemId> Items => _space.Items;

    /// <summary>Each customer's embedding after the last event, customers × dimensions; zeros where there was no event.</summary>
    public MatrixView Embeddings => _embeddings;

    /// <inheritdoc/>
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    internal BehaviorNetwork Network => _network;

    /// <summary>Writes the embedding after the last event of sequences of any customers, row by row.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="destination">Receives customers × dimensions; zeros where there was no event.</param>
    /// <param name="threads">Most threads, at least 1; null: one a processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes, or shapes disagree.</exception>
    public void Embed(
        EventSequences sequences, MutableMatrixView destination, int? threads = null, CancellationToken cancellationToken = default)
    {
        Check(sequences);
        if (destination.Rows != sequences.Customers.Count || destination.Columns != Options.Dimensions)
        {
            throw new ArgumentException(
                $"It is {destination.Rows} × {destination.Columns}; {sequences.Customers.Count} customers × {Options.Dimensions} "
                + "dimensions are expected.",
                nameof(destination));
        }

        SequenceEmbedding.Embed(_network, sequences, destination, threads, cancellationToken);
    }

    /// <summary>Writes the logit of each item to come next after an embedding, in the order of the vocabulary's items.</summary>
    /// <param name="embedding">As many values as there are dimensions.</param>
    /// <param name="scores">Receives one for each item, finite.</param>
    /// <exception cref="ArgumentException">A length is off.</exception>
    public void ScoreItems(ReadOnlySpan<float> embedding, Span<float> scores)
    {
        if (embedding.Length != Options.Dimensions || scores.Length != Items.Count)
        {
            throw new ArgumentException(
                $"There are {embedding.Length} values and room for {scores.Length} scores; the model has {Options.Dimensions} dimensions "
                + $"and {Items.Count} items.",
                nameof(scores));
        }

        _scores.Write(embedding, scores);
    }

    /// <summary>Begins the state of a customer without events, to be given each event as it comes.</summary>
    public BehaviorState Start() => new(_stepper);

    /// <summary>
    /// Begins a state where the customer's events of the fit end; of a customer whom the model didn't learn from, without events.
    /// </summary>
    public BehaviorState Start(CustomerId customer)
    {
        BehaviorState state = Start();
        if (!Customers.TryGetRow(customer, out int row)) return state;
        foreach (BehaviorToken token in Recent(row)) state.Append(token, _recent.LastTicks(row));
        return state;
    }

    /// <summary>Begins a state where a customer's sequence ends.</summary>
    /// <param name="sequences">Read by this model's <see cref="Vocabulary"/>.</param>
    /// <param name="customerRow">Row of the customer in them.</param>
    /// <exception cref="ArgumentException">The sequences are read by other codes.</exception>
    public BehaviorState Start(EventSequences sequences, int customerRow)
    {
        Check(sequences);
        BehaviorState state = Start();
        BehaviorToken[] read = new BehaviorToken[Options.Reach];
        long ticks = sequences.LastTicks(customerRow);
        foreach (BehaviorToken token in read.AsSpan(0, sequences.Read(customerRow, 0, read))) state.Append(token, ticks);
        return state;
    }

    /// <summary>
    /// Takes one event up, and brings the state's embedding up to date: what embedding the whole history anew would give, but for rounding.
    /// O(dimensions · (dimensions + window)) for each block, however long the history, without allocating; with
    /// <see cref="BehaviorPositions.Learned"/> it embeds the last <see cref="Beha2VecOptions.MaxLength"/> events anew.
    /// </summary>
    /// <param name="state">A state of this model; its customer isn't compared with the event's.</param>
    /// <param name="e">The event. One that is earlier than the last counts as one at the same time.</param>
    /// <returns>False, and nothing changes, where the event isn't a key event.</returns>
    /// <exception cref="ArgumentException">The state is another model's.</exception>
    public bool Append(BehaviorState state, in ShopEvent e)
    {
        Check(state);
        if (!Vocabulary.IsKey(e.Type)) return false;
        long ticks = e.Time.Ticks, since = -1;
        if (state.EventCount > 0)
        {
            ticks = Math.Max(ticks, state.LastTicks);
            since = ticks - state.LastTicks;
        }

        state.Append(Vocabulary.Encode(e, since), ticks);
        return true;
    }

    /// <summary>Goes on from what <see cref="BehaviorState.ToBytes"/> gave.</summary>
    /// <param name="bytes">Of a state of this very model, or of one loaded from its file.</param>
    /// <exception cref="ArgumentException">The bytes aren't a state of this model, or are damaged.</exception>
    public BehaviorState Restore(ReadOnlySpan<byte> bytes) => BehaviorState.Read(_stepper, bytes);

    /// <summary>
    /// The best items for a request, those that most likely come next. Items of its basket and session that the model knows are events
    /// after the customer's own, put into the cart and viewed, and are kept out like those that the customer bought. Reasons are the customer's own items whose embeddings are most alike by cosine, at most three.
    /// O(items · dimensions), and where there is a visit, the embedding of the customer's latest events.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OwnedItems owned = _space.OwnedBy(request);
        AllowedItems allowed = _space.Allowed(request);
        Scratch scratch = _space.Scratches.Rent();
        if (!request.Filter.IncludeBought)
        {
            foreach (int item in owned.Rows) scratch.Block(item);
        }

        List<Recommendation> list = new(Math.Min(request.Count, Items.Count));
        if (TryEmbed(request, out ReadOnlySpan<float> embedding)) AddBest(list, embedding, request.Count, owned, allowed, scratch);
        else _space.AddPopular(list, request.Count, scratch, allowed, scale: 1);
        _space.Scratches.Return(scratch);
        return list;
    }

    /// <summary>
    /// Writes the model as a model file of kind <c>beha2vec</c>, weights under their parameters' names, beside the codes, the customers
    /// with their embeddings, and what each has bought; the stream stays open.
    /// </summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        Beha2VecOptionsFile.Write(file, Options);
        _space.Write(file);
        VocabularyFile.Write(file, Vocabulary);
        NetworkFile.Write(file, _network);
        _recent.Write(file);
        file.Add("embeddings", _embeddings.Values, _embeddings.Rows, _embeddings.Columns);
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    /// <summary>Makes the model of a trained network, and each customer's embedding.</summary>
    internal static Beha2VecModel Of(
        Beha2VecOptions options, BehaviorNetwork network, EventSequences sequences, FitReport report, CancellationToken cancellationToken)
    {
        Matrix embeddings = new(sequences.Customers.Count, options.Dimensions);
        SequenceEmbedding.Embed(network, sequences, embeddings, options.Threads, cancellationToken);
        RecentEvents recent = RecentEvents.Of(sequences, options.Reach);
        return new Beha2VecModel(options, network, sequences.Vocabulary, PurchaseHistory.SpaceOf(sequences), recent, embeddings, report);
    }

    private static Beha2VecModel FromFile(ModelFile file)
    {
        Beha2VecOptions options = Beha2VecOptionsFile.Read(file);
        ItemSpace space = ItemSpace.Read(file);
        BehaviorVocabulary vocabulary = VocabularyFile.Read(file, space.Items);
        BehaviorShape shape = BehaviorShape.Of(vocabulary);
        BehaviorNetwork network = NetworkFile.Read(file, shape, options);
        RecentEvents recent = RecentEvents.Read(file, space.Customers.Count, options.Reach, shape.Has);
        float[] values = file.Floats("embeddings", space.Customers.Count, options.Dimensions);
        NetworkFile.CheckFinite(file, "embeddings", values);
        Matrix embeddings = new(space.Customers.Count, options.Dimensions);
        values.CopyTo(embeddings.Values);
        return new Beha2VecModel(options, network, vocabulary, space, recent, embeddings, file.Report());
    }

    private void Check(EventSequences sequences)
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (!ReferenceEquals(sequences.Vocabulary, Vocabulary))
            throw new ArgumentException("The sequences are read by other codes; read them by the model's Vocabulary.", nameof(sequences));
    }

    private void Check(BehaviorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!ReferenceEquals(state.Stepper, _stepper))
            throw new ArgumentException("The state is another model's; start it with this one, or restore it.", nameof(state));
    }

    private BehaviorToken[] Recent(int customer)
    {
        BehaviorToken[] events = new BehaviorToken[_recent.CountOf(customer)];
        _recent.Read(customer, events);
        return events;
    }

    /// <summary>False where neither the customer nor the visit had an event.</summary>
    private bool TryEmbed(RecommendationRequest request, out ReadOnlySpan<float> embedding)
    {
        bool isKnown = Customers.TryGetRow(request.Customer, out int customer) && _recent.CountOf(customer) > 0;
        embedding = isKnown ? _embeddings.Row(customer) : default;
        if (request.Basket.Count == 0 && request.Session.Count == 0) return isKnown;
        List<BehaviorToken> visit = RequestEvents.Of(request, Vocabulary, _space, isKnown ? _recent.LastTicks(customer) : 0);
        if (visit.Count == 0) return isKnown;
        BehaviorToken[] events = [.. isKnown ? Recent(customer) : [], .. visit];
        float[] now = new float[Options.Dimensions];
        _stepper.Embed(events.AsSpan(Math.Max(0, events.Length - Options.Reach)), now);
        embedding = now;
        return true;
    }

    private void AddBest(
        List<Recommendation> list, ReadOnlySpan<float> embedding, int count, OwnedItems owned, AllowedItems allowed, Scratch scratch)
    {
        float[] rented = ArrayPool<float>.Shared.Rent(Items.Count);
        Span<float> scores = rented.AsSpan(0, Items.Count);
        _scores.Write(embedding, scores);
        TopItems top = new(Math.Min(count, Items.Count)), reasons = new(MostReasons);
        for (int item = 0; item < scores.Length; item++)
        {
            if (!scratch.IsBlocked(item) && top.Keeps(item, scores[item]) && allowed.Allow(item)) top.Add(item, scores[item]);
        }

        ArrayPool<float>.Shared.Return(rented);
        top.Sort();
        for (int i = 0; i < top.Count; i++)
            list.Add(new Recommendation(Items[top.Rows[i]], top.Scores[i]) { BecauseOf = Reasons(top.Rows[i], owned, reasons) });
    }

    private ItemId[] Reasons(int item, OwnedItems owned, TopItems top)
    {
        top.Clear();
        foreach (int own in owned.Rows)
        {
            double similarity = own == item ? 0 : _scores.Similarity(item, own);
            if (similarity > 0 && top.Keeps(own, similarity)) top.Add(own, similarity);
        }

        top.Sort();
        ItemId[] reasons = new ItemId[top.Count];
        for (int i = 0; i < reasons.Length; i++) reasons[i] = Items[top.Rows[i]];
        return reasons;
    }
}
