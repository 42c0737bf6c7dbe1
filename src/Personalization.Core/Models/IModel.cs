namespace Personalization.Core;

/// <summary>
/// What was learned from data: it can be saved as a model file, and a <see cref="ModelRegistry"/> that knows its kind loads it again.
/// </summary>
/// <remarks>
/// Implementations are immutable: any member may be called from any number of threads at once. A model keeps nothing of its file open and
/// isn't disposable, so one that was replaced while it served lives until its last reader lets go of it. Implement
/// <see cref="IModel{TSelf}"/>, which fills in <see cref="Kind"/>.
/// </remarks>
public interface IModel
{
    /// <summary>What its file says it is, and how to read that.</summary>
    ModelKind Kind { get; }

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    FitReport Report { get; }

    /// <summary>
    /// Writes the model as a model file of its kind. The same model writes the same bytes; threads and times are left out.
    /// </summary>
    /// <param name="destination">Written from its position on; stays open.</param>
    void Save(Stream destination);
}

/// <summary>
/// A model that says on its type which kind of file it is, so that <c>KMeansModel.Load("clusters.safetensors")</c> reads.
/// </summary>
/// <typeparam name="TSelf">The model itself.</typeparam>
/// <example>
/// <code>
/// public sealed class WeekdayModel(double[] shares) : IModel&lt;WeekdayModel&gt;
/// {
///     public static ModelKind&lt;WeekdayModel&gt; Kind { get; } = new("weekday", 1, file => new WeekdayModel(file.Doubles("shares", 7)));
///     public FitReport Report { get; } = FitReport.ClosedForm();
///     public void Save(Stream destination)
///     {
///         ModelFileWriter file = Kind.NewFile();
///         file.Add("shares", shares);
///         file.WriteTo(destination);
///     }
/// }
/// </code>
/// </example>
public interface IModel<TSelf> : IModel
    where TSelf : class, IModel<TSelf>
{
    /// <summary>The kind of file that this type of model is saved as.</summary>
    new static abstract ModelKind<TSelf> Kind { get; }

    ModelKind IModel.Kind => TSelf.Kind;
}
