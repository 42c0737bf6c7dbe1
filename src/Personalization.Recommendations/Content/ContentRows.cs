using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// Items as rows of length 1 (or 0, where nothing is known): terms with weights, and beside them a vector from outside. Immutable.
/// </summary>
internal sealed class ContentRows
{
    private readonly RaggedRows _terms;
    private readonly RaggedRows _itemsOfTerm;
    private readonly float[] _vectors;

    public ContentRows(RaggedRows terms, int termCount, float[] vectors, int dimensions)
    {
        _terms = terms;
        _itemsOfTerm = Transpose(terms, termCount);
        _vectors = vectors;
        Dimensions = dimensions;
        TermCount = termCount;
    }

    /// <summary>Values of a vector from outside; 0 where there are none.</summary>
    public int Dimensions { get; }

    public int TermCount { get; }

    public ReadOnlySpan<int> TermsOf(int item) => _terms.Columns(item);

    public ReadOnlySpan<float> WeightsOf(int item) => _terms.Values(item);

    public ReadOnlySpan<float> VectorOf(int item) => _vectors.AsSpan(item * Dimensions, Dimensions);

    /// <summary>Cosine of two items, −1 to 1.</summary>
    public double Similarity(int item, int other)
    {
        ReadOnlySpan<int> left = TermsOf(item), right = TermsOf(other);
        double sum = 0;
        for (int i = 0, j = 0; i < left.Length && j < right.Length;)
        {
            if (left[i] == right[j]) sum += (double)WeightsOf(item)[i++] * WeightsOf(other)[j++];
            else if (left[i] < right[j]) i++;
            else j++;
        }

        return Dimensions == 0 ? sum : sum + StableSum.Dot(VectorOf(item), VectorOf(other));
    }

    /// <summary>Cosines of a profile with every item.</summary>
    /// <param name="profile">The profile, of any length above 0.</param>
    /// <param name="scores">Receives a cosine for each item.</param>
    public void Score(ContentProfile profile, Span<double> scores)
    {
        scores.Clear();
        foreach (int term in profile.Touched)
        {
            ReadOnlySpan<int> items = _itemsOfTerm.Columns(term);
            ReadOnlySpan<float> weights = _itemsOfTerm.Values(term);
            double value = profile.Terms[term] / profile.Length;
            for (int i = 0; i < items.Length; i++) scores[items[i]] += value * weights[i];
        }

        if (Dimensions == 0) return;
        for (int item = 0; item < scores.Length; item++) scores[item] += StableSum.Dot(profile.Vector, VectorOf(item)) / profile.Length;
    }

    public void Write(ModelFileWriter file)
    {
        file.Set("dimensions", Dimensions);
        _terms.Write(file, "content");
        file.Add("vectors", _vectors);
    }

    public static ContentRows Read(ModelFile file, int itemCount, int termCount)
    {
        int dimensions = file.GetMetadata<int>("dimensions");
        if (dimensions < 0) throw file.Invalid($"vectors have {dimensions} values; it must be at least 0");
        RaggedRows terms = RaggedRows.Read(file, "content", itemCount, termCount);
        float[] vectors = file.Floats("vectors", -1);
        if (vectors.Length != (long)itemCount * dimensions)
            throw file.Invalid($"there are {vectors.Length} values of vectors; {itemCount} items of {dimensions} need another number");
        foreach (float value in vectors)
        {
            if (!float.IsFinite(value)) throw file.Invalid($"a value of a vector is {value}; it must be finite");
        }

        for (int item = 0; item < itemCount; item++)
        {
            ReadOnlySpan<int> own = terms.Columns(item);
            for (int i = 1; i < own.Length; i++)
            {
                if (own[i] <= own[i - 1]) throw file.Invalid($"the terms of item {item} don't rise");
            }
        }

        return new ContentRows(terms, termCount, vectors, dimensions);
    }

    private static RaggedRows Transpose(RaggedRows rows, int columnCount)
    {
        int[] offsets = new int[columnCount + 1];
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (int column in rows.Columns(row)) offsets[column + 1]++;
        }

        for (int column = 0; column < columnCount; column++) offsets[column + 1] += offsets[column];
        int[] columns = new int[offsets[^1]], next = offsets[..^1];
        float[] values = new float[columns.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            for (int i = 0; i < rows.Columns(row).Length; i++)
            {
                int place = next[rows.Columns(row)[i]]++;
                (columns[place], values[place]) = (row, rows.Values(row)[i]);
            }
        }

        return new RaggedRows(offsets, columns, values);
    }
}

/// <summary>A weighted sum of items: what a customer's things have in common.</summary>
internal sealed class ContentProfile
{
    public ContentProfile(ContentRows rows, ReadOnlySpan<int> items, ReadOnlySpan<float> values)
    {
        Terms = new double[rows.TermCount];
        double[] vector = new double[rows.Dimensions];
        SortedSet<int> touched = [];
        for (int i = 0; i < items.Length; i++)
        {
            ReadOnlySpan<int> terms = rows.TermsOf(items[i]);
            for (int t = 0; t < terms.Length; t++)
            {
                Terms[terms[t]] += (double)values[i] * rows.WeightsOf(items[i])[t];
                touched.Add(terms[t]);
            }

            ReadOnlySpan<float> own = rows.VectorOf(items[i]);
            for (int d = 0; d < own.Length; d++) vector[d] += (double)values[i] * own[d];
        }

        Touched = [.. touched];
        double squares = 0;
        foreach (int term in Touched) squares += Terms[term] * Terms[term];
        foreach (double value in vector) squares += value * value;
        Length = Math.Sqrt(squares);
        Vector = new float[vector.Length];
        for (int d = 0; d < vector.Length; d++) Vector[d] = (float)vector[d];
    }

    /// <summary>A value for each term.</summary>
    public double[] Terms { get; }

    /// <summary>Terms with a value, rising.</summary>
    public int[] Touched { get; }

    public float[] Vector { get; }

    /// <summary>Euclidean length; 0 where nothing is known of the items.</summary>
    public double Length { get; }
}
