using Personalization.Core;

namespace Personalization.Neural;

/// <summary>Where a training run stands: enough to go on after a kill with the same bytes.</summary>
internal sealed class TrainingState(IReadOnlyList<Parameter> parameters, Optimizer optimizer)
{
    public const string FileKind = "training-checkpoint";

    private const int Version = 1;

    public int Epoch { get; set; }

    /// <summary>Examples of the epoch that are done.</summary>
    public int Done { get; set; }

    /// <summary>Loss of the epoch so far, summed.</summary>
    public double Loss { get; set; }

    public List<double> Losses { get; } = [];

    public List<double> Metrics { get; } = [];

    public int BestEpoch { get; private set; } = -1;

    /// <summary>Weights of the best epoch, parameter by parameter; null before the first.</summary>
    public float[][]? Best { get; private set; }

    public void KeepBest(int epoch)
    {
        BestEpoch = epoch;
        Best ??= [.. parameters.Select(parameter => new float[parameter.Count])];
        for (int i = 0; i < Best.Length; i++) parameters[i].Values.Values.CopyTo(Best[i]);
    }

    public void RestoreBest()
    {
        for (int i = 0; Best is not null && i < Best.Length; i++) Best[i].CopyTo(parameters[i].Values.Values);
    }

    public void Save(string path, string fingerprint)
    {
        ModelFileWriter writer = new(FileKind, Version);
        writer.Set("fingerprint", fingerprint);
        writer.Set("epoch", Epoch);
        writer.Set("done", Done);
        writer.Set("best_epoch", BestEpoch);
        writer.Add("loss", [Loss]);
        writer.Add("losses", [.. Losses]);
        writer.Add("metrics", [.. Metrics]);
        for (int i = 0; i < parameters.Count; i++)
        {
            writer.Add(parameters[i].Name, parameters[i].Values.Values, parameters[i].Rows, parameters[i].Columns);
            if (Best is not null) writer.Add("best." + parameters[i].Name, Best[i]);
        }

        optimizer.Save(writer);
        writer.Save(path);
    }

    /// <exception cref="ModelFileException">The file is damaged, or is of another run.</exception>
    public void Load(string path, string fingerprint)
    {
        using ModelFile file = ModelFile.Open(path, FileKind, Version);
        string own = file.GetMetadata("fingerprint");
        if (own != fingerprint)
        {
            throw file.Invalid(
                $"it is of another run ({own}, here {fingerprint}); delete it to begin anew, or train with the options and data that it was made with");
        }

        (Epoch, Done, BestEpoch) = (file.GetMetadata<int>("epoch"), file.GetMetadata<int>("done"), file.GetMetadata<int>("best_epoch"));
        Loss = file.Doubles("loss", 1)[0];
        Losses.AddRange(file.Doubles("losses"));
        Metrics.AddRange(file.Doubles("metrics"));
        if (BestEpoch >= 0) Best = [.. parameters.Select(parameter => file.Floats("best." + parameter.Name, parameter.Count))];
        foreach (Parameter parameter in parameters) file.Floats(parameter.Name, parameter.Rows, parameter.Columns).CopyTo(parameter.Values.Values);
        optimizer.Load(file);
    }
}
