namespace Personalization.Clustering;

/// <summary>How many rows have each label.</summary>
internal static class LabelSizes
{
    /// <param name="labels">Labels; noise (−1) isn't counted.</param>
    /// <param name="clusters">Number of clusters.</param>
    public static int[] Of(ReadOnlySpan<int> labels, int clusters)
    {
        int[] sizes = new int[clusters];
        foreach (int label in labels)
        {
            if (label >= 0)
                sizes[label]++;
        }

        return sizes;
    }
}
