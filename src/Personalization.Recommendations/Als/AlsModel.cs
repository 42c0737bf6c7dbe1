using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends the items whose factors have the largest dot product with the customer's. A visit is folded in: with a basket or session, the
/// customer's factors are solved anew from all that they have, as one more step of the fit, and so are those of somebody unknown, which
/// takes O(its items · factors² + factors³). A score is near 1 for what the customer has, and near 0 for what is far from it. Immutable and
/// thread-safe. Make one with <see cref="AlsTrainer"/>.
/// </summary>
public sealed class AlsModel : FactorModel, IModel<AlsModel>
{
    private const string ItemsName = "item_factors";

    private readonly Pool<RowSolver> _solvers;

    internal AlsModel(AlsOptions options, ItemSpace space, Matrix customers, Matrix items, FitReport report)
        : base(space, customers, items, options.Factors, report)
    {
        Options = options;
        float[] gram = RowSolver.GramOf(items, options.UnobservedWeight, options.Threads, CancellationToken.None);
        _solvers = new Pool<RowSolver>(() => RowSolver.Create(options.Factors, gram));
    }

    /// <inheritdoc/>
    public static ModelKind<AlsModel> Kind { get; } = new("als", 1, FromFile);

    /// <summary>How it was fitted; a loaded model doesn't know <see cref="AlsOptions.Threads"/>.</summary>
    public AlsOptions Options { get; }

    /// <summary>
    /// The factors of whoever asks: those of the fit for a customer without a visit, else solved from what they have. False, and nothing is
    /// written, where they have nothing that the model knows.
    /// </summary>
    /// <param name="request">Who asks, with basket and session.</param>
    /// <param name="factors">Receives <see cref="AlsOptions.Factors"/> values.</param>
    /// <exception cref="ArgumentException">There isn't one place for each factor.</exception>
    public bool TryEmbed(RecommendationRequest request, Span<float> factors)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (factors.Length == Options.Factors) return TryVector(request, Space.OwnedBy(request), factors);
        throw new ArgumentException(
            $"There are places for {factors.Length} values, and the model has {Options.Factors} factors.", nameof(factors));
    }

    /// <summary>Writes the model as a model file of kind <c>als</c>; the stream stays open.</summary>
    public void Save(Stream destination)
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("factors", Options.Factors);
        file.Set("max_iterations", Options.Iterations);
        file.Set("regularization", Options.Regularization);
        file.Set("unobserved_weight", Options.UnobservedWeight);
        file.Set("regularization_exponent", Options.RegularizationExponent);
        file.Set("solver", Options.Solver.ToString());
        file.Set("gradient_steps", Options.GradientSteps);
        file.Set("seed", Options.Seed);
        InteractionOptionsFile.Write(file, Options.Interactions);
        WriteFactors(file, ItemsName);
        file.WriteTo(destination);
    }

    private static AlsModel FromFile(ModelFile file)
    {
        AlsOptions options = new()
        {
            Factors = file.GetMetadata<int>("factors"),
            Iterations = file.GetMetadata<int>("max_iterations"),
            Regularization = file.GetMetadata<double>("regularization"),
            UnobservedWeight = file.GetMetadata<double>("unobserved_weight"),
            RegularizationExponent = file.GetMetadata<double>("regularization_exponent"),
            Solver = file.GetEnum<AlsSolver>("solver"),
            GradientSteps = file.GetMetadata<int>("gradient_steps"),
            Seed = file.GetMetadata<ulong>("seed"),
            Interactions = InteractionOptionsFile.Read(file),
        };
        (ItemSpace space, Matrix customers, Matrix items) = ReadFactors(file, options.Factors, ItemsName, options.Factors);
        return new AlsModel(options, space, customers, items, file.Report());
    }

    private protected override bool TryVector(RecommendationRequest request, OwnedItems owned, Span<float> vector)
    {
        if (owned.Rows.IsEmpty) return false;
        if (Customers.TryGetRow(request.Customer, out int row) && Space.History.Columns(row).Length == owned.Rows.Length)
        {
            CustomerMatrix.Row(row).CopyTo(vector);
            return true;
        }

        RowSolver solver = _solvers.Rent();
        AlsRows.FoldIn(owned, ItemMatrix, solver, Options, vector);
        _solvers.Return(solver);
        return true;
    }
}
