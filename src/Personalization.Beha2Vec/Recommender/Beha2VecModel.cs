using System.Buffers;
using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>
/// What a customer's events come to: an embedding at any point of a sequence, what comes next, and lists of items. A customer without
/// events gets what is popular. Immutable and thread-safe. Make one with <see cref="Beha2VecTrainer"/>.
/// </summary>
public sealed partial class Beha2VecModel : IScoringRecommender, IModel<Beha2VecModel>
{
    private readonly BehaviorNetwork _network;
    private readonly Matrix _embeddings;
    private readonly ItemSpace _space;
    private readonly ItemScores _scores;
    private readonly BehaviorStepper _stepper;
    private readonly RecentEvents _recent;

    private Beha2VecModel(
        Beha2VecOptions options, BehaviorNetwork network, BehaviorVocabulary vocabulary, ItemSpace space, RecentEvents recent,
        Matrix embeddings, BehaviorCalibration calibration, FitReport report)
    {
        (Options, Vocabulary, Calibration, Report) = (options, vocabulary, calibration, report);
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

    /// <summary>What makes probabilities of logits.</summary>
    public BehaviorCalibration Calibration { get; }

    /// <summary>The codes that events are read by.</summary>
    public BehaviorVocabulary Vocabulary { get; }

    /// <summary>The customers of the fit, row by row of <see cref="Embeddings"/>.</summary>
    public IdIndex<CustomerId> Customers => _space.Customers;

    /// <summary>Items with a code of their own.</summary>
    public IdIndex<ItemId> Items => _space.Items;

    /// <inheritdoc/>
    public RequestParts Uses =>
        RequestParts.Customer | RequestParts.Basket | RequestParts.Session | RequestParts.Candidates | RequestParts.Filter;

    internal BehaviorNetwork Network => _network;

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

    /// <summary>
    /// The best items for a request, those that most likely come next. Items of its basket and session that the model knows are events
    /// after the customer's own, put into the cart and viewed, and are kept out like those that the customer bought. Reasons are the
    /// customer's own items whose embeddings are most alike by cosine, at most three.
    /// O(items · dimensions), and where there is a visit, the embedding of the customer's latest events.
    /// </summary>
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The filter asks for categories, and the model knows none.</exception>
    public IReadOnlyList<Recommendation> Recommend(RecommendationRequest request) =>
        ScoredLists.Make(_space, request, Score, _scores.Similarity);

    /// <inheritdoc/>
    public bool TryScore(RecommendationRequest request, Span<float> scores) => ScoredLists.TryScore(_space, request, scores, Score);

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
        Calibration.Write(file);
        file.AddReport(Report);
        file.WriteTo(destination);
    }

    /// <summary>Makes the model of a trained network, and each customer's embedding.</summary>
    internal static Beha2VecModel Of(
        Beha2VecOptions options, BehaviorNetwork network, EventSequences sequences, BehaviorCalibration calibration, FitReport report,
        CancellationToken cancellationToken)
    {
        Matrix embeddings = new(sequences.Customers.Count, options.Dimensions);
        SequenceEmbedding.Embed(network, sequences, embeddings, options.Threads, cancellationToken);
        RecentEvents recent = RecentEvents.Of(sequences, options.Reach);
        ItemSpace space = PurchaseHistory.SpaceOf(sequences);
        return new Beha2VecModel(options, network, sequences.Vocabulary, space, recent, embeddings, calibration, report);
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
        BehaviorCalibration calibration = BehaviorCalibration.Read(file);
        return new Beha2VecModel(options, network, vocabulary, space, recent, embeddings, calibration, file.Report());
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

    private bool Score(RecommendationRequest request, OwnedItems owned, Span<float> scores)
    {
        if (!TryEmbed(request, out ReadOnlySpan<float> embedding)) return false;
        _scores.Write(embedding, scores);
        return true;
    }
}
