using Personalization.Clustering;
using Personalization.Core;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>The models of a folder, by file name without ending. Immutable and thread-safe.</summary>
public sealed class ModelSet
{
    private ModelSet(IReadOnlyDictionary<string, IRecommender> recommenders, IReadOnlyDictionary<string, IClusterModel> clusterModels)
    {
        Recommenders = recommenders;
        ClusterModels = clusterModels;
    }

    /// <summary>No models at all.</summary>
    public static ModelSet Empty { get; } = new(new Dictionary<string, IRecommender>(), new Dictionary<string, IClusterModel>());

    /// <summary>Recommenders by name.</summary>
    public IReadOnlyDictionary<string, IRecommender> Recommenders { get; }

    /// <summary>Cluster models by name.</summary>
    public IReadOnlyDictionary<string, IClusterModel> ClusterModels { get; }

    /// <summary>Number of models.</summary>
    public int Count => Recommenders.Count + ClusterModels.Count;

    /// <summary>Loads every model file (<c>*.safetensors</c>) of a folder. What a file holds is read from the file, never from its name.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ModelFileException">A file is damaged, or of a kind that this version doesn't know; the message names it.</exception>
    public static ModelSet Load(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"The folder of models '{folder}' doesn't exist.");
        SortedDictionary<string, IRecommender> recommenders = new(StringComparer.Ordinal);
        SortedDictionary<string, IClusterModel> clusterModels = new(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(path), kind = KindOf(path);
            using FileStream stream = File.OpenRead(path);
            switch (kind)
            {
                case KMeansModel.FileKind: clusterModels.Add(name, KMeansModel.Load(stream)); break;
                case MiniBatchKMeansModel.FileKind: clusterModels.Add(name, MiniBatchKMeansModel.Load(stream)); break;
                case SphericalKMeansModel.FileKind: clusterModels.Add(name, SphericalKMeansModel.Load(stream)); break;
                case KMediansModel.FileKind: clusterModels.Add(name, KMediansModel.Load(stream)); break;
                case SizeConstrainedKMeansModel.FileKind: clusterModels.Add(name, SizeConstrainedKMeansModel.Load(stream)); break;
                case GaussianMixtureModel.FileKind: clusterModels.Add(name, GaussianMixtureModel.Load(stream)); break;
                case AgglomerativeModel.FileKind: clusterModels.Add(name, AgglomerativeModel.Load(stream)); break;
                case DbscanModel.FileKind: clusterModels.Add(name, DbscanModel.Load(stream)); break;
                case HdbscanModel.FileKind: clusterModels.Add(name, HdbscanModel.Load(stream)); break;
                case ItemNeighborsModel.FileKind: recommenders.Add(name, ItemNeighborsModel.Load(stream)); break;
                case PopularityModel.FileKind: recommenders.Add(name, PopularityModel.Load(stream)); break;
                default: throw new ModelFileException($"The model '{path}' is of kind '{kind}', which this version doesn't know.");
            }
        }

        return new ModelSet(recommenders, clusterModels);
    }

    private static string KindOf(string path)
    {
        using ModelFile file = ModelFile.Open(path);
        return file.Kind;
    }
}
