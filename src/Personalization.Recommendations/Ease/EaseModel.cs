using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// Recommends by a linear model of items on items: score(j) = Σ over the customer's items i of value(i) · B(i, j). Scores are those of the
/// fit itself for whatever a customer has now: a new customer, basket or visit needs no fitting anew. Immutable and thread-safe.
/// </summary>
/// <remarks>Make a model with <see cref="EaseTrainer"/>. A list's reasons are the customer's items that speak most for each.</remarks>
public sealed class EaseModel : ItemWeightsModel, IModel<EaseModel>
{
    /// <inheritdoc/>
    public static ModelKind<EaseModel> Kind { get; } = new("ease", 1, FromFile);

    internal EaseModel(EaseOptions options, ItemSpace space, ItemWeights weights, FitReport report)
        : base(space, weights, report) => Options = options;

    /// <summary>How it was fitted; a loaded model doesn't know <see cref="EaseOptions.Threads"/>.</summary>
    public EaseOptions Options { get; }

    /// <summary>True where every item has a weight for every other; false where only neighbours have.</summary>
    public bool IsDense => Weights.IsDense;

    /// <summary>Writes the model as a model file of kind <c>ease</c>; the stream stays open.</summary>
    public void Save(Stream destination) => ToFile().WriteTo(destination);

    private ModelFileWriter ToFile()
    {
        ModelFileWriter file = Kind.NewFile();
        file.Set("form", Options.Form.ToString());
        file.Set("regularization", Options.Regularization);
        file.Set("neighbors", Options.Neighbors);
        file.Set("max_dense_items", Options.MaxDenseItems);
        file.Set("weights_form", (IsDense ? EaseForm.Dense : EaseForm.Sparse).ToString());
        Space.Write(file);
        Weights.Write(file);
        return file;
    }

    private static EaseModel FromFile(ModelFile file)
    {
        ItemSpace space = ItemSpace.Read(file);
        EaseForm form = file.GetEnum<EaseForm>("weights_form");
        if (form == EaseForm.Auto) throw file.Invalid($"its 'weights_form' is {form}; Dense or Sparse is expected");
        ItemWeights weights = ItemWeights.Read(file, space.Items.Count, form == EaseForm.Dense);
        EaseOptions options = new()
        {
            Form = file.GetEnum<EaseForm>("form"),
            Regularization = file.GetMetadata<double>("regularization"),
            Neighbors = file.GetMetadata<int>("neighbors"),
            MaxDenseItems = file.GetMetadata<int>("max_dense_items"),
        };
        return new EaseModel(options, space, weights, FitReport.ClosedForm());
    }
}
