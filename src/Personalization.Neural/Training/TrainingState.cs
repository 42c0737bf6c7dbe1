using Personalization.Core;

namespace Personalization.Neural;

/// <summary>Where a training run stands: enough to go on after a kill with the same bytes.</summary>
internal sealed class TrainingState(Optimizer optimizer)
{
    public const string FileKind = "training-checkpoint";

    private const int Version = 1;

    private readonly Parameter[] _parameters = optimizer.Parameters;

    /// <summary>Weights of the best epoch, parameter by parameter; null before the first that was judged.</summary>
    private float[][]? _best;

    /// <summary>Epochs that are done.</summary>
    public int Epoch { get; private set; }

    /// <summary>Examples of the next epoch that are done.</summary>
    public int Done { get; set; }

    /// <summary>Their losses, summed.</summary>
    public double Loss { get; set; }

    /// <summary>Mean loss of each epoch.</summary>
    public List<double> Losses { get; } = [];

    /// <summary>Validation figures, in order.</summary>
    public List<double> Metrics { get; } = [];

    /// <summary>The epoch whose figure was the best, from 0; −1 before one was judged.</summary>
    public int BestEpoch { get; private set; } = -1;

    /// <summary>Ends an epoch.</summary>
    /// <param name="metric">Its validation figure, NaN for none; the weights are kept where none before was higher.</param>
    public void FinishEpoch(double metric)
    {
        Losses.Add(Loss / Done);
        if (!double.IsNaN(metric))
        {
            bool better = Metrics.TrueForAll(earlier => metric > earlier);
            Metrics.Add(metric);
            if (better) KeepBest();
        }

        (Epoch, Done, Loss) = (Epoch + 1, 0, 0);
    }

    /// <summary>Puts the weights of the best epoch back, where one was judged.</summary>
    public void RestoreBest()
    {
        for (int i = 0; i < _best?.Length; i++) _best[i].CopyTo(_parameters[i].Values.Values);
    }

    public void Save(string path, string fingerprint)
    {
        ModelFileWriter writer = new(FileKind, Version);
        writer.Set("fingerprint", fingerprint);
        writer.Set("epoch", Epoch);
        writer.Set("done", Done);
        writer.Set("best_epoch", BestEpoch);
        writer.Add("training.loss", [Loss]);
        writer.Add("training.losses", [.. Losses]);
        writer.Add("training.metrics", [.. Metrics]);
        for (int i = 0; i < _parameters.Length; i++)
        {
            writer.Add(_parameters[i].Name, _parameters[i].Values.Values, _parameters[i].Rows, _parameters[i].Columns);
            if (_best is not null) writer.Add("best." + _parameters[i].Name, _best[i]);
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
                $"it is of another run ({own}), and this one is of {fingerprint}; delete it to begin anew, or train as it was trained");
        }

        int epoch = file.GetMetadata<int>("epoch"), done = file.GetMetadata<int>("done"), best = file.GetMetadata<int>("best_epoch");
        double[] losses = file.Doubles("training.losses", -1), metrics = file.Doubles("training.metrics", -1);
        if (epoch < 0 || done < 0 || losses.Length != epoch || metrics.Length > epoch || best < -1 || best >= epoch
            || (best < 0) != (metrics.Length == 0))
        {
            throw file.Invalid(
                $"it has done {epoch} epochs and {done} examples, with {losses.Length} losses, {metrics.Length} validation figures and the "
                + $"best at {best}; these can't all be");
        }

        double loss = file.Doubles("training.loss", 1)[0];
        float[][] weights = [.. _parameters.Select(parameter => file.Floats(parameter.Name, parameter.Rows, parameter.Columns))];
        float[][]? bestWeights = best < 0 ? null : [.. _parameters.Select(p => file.Floats("best." + p.Name, p.Count))];
        optimizer.Load(file);

        // Nothing is taken over before all of it has been read.
        (Epoch, Done, BestEpoch, Loss, _best) = (epoch, done, best, loss, bestWeights);
        Losses.AddRange(losses);
        Metrics.AddRange(metrics);
        for (int i = 0; i < weights.Length; i++) weights[i].CopyTo(_parameters[i].Values.Values);
    }

    private void KeepBest()
    {
        BestEpoch = Epoch;
        _best ??= [.. _parameters.Select(parameter => new float[parameter.Count])];
        for (int i = 0; i < _best.Length; i++) _parameters[i].Values.Values.CopyTo(_best[i]);
    }
}
