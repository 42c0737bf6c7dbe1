using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The words and attributes that count, and how much: what a fit learns of content, and what turns an item into a row, of those fitted as
/// of those that come later. A term is written as its kind, a colon and its text. Immutable and thread-safe.
/// </summary>
internal sealed class ContentVocabulary
{
    private const char Word = 'w', Category = 'c', Band = 'p', Attribute = 'a';
    private const double K1 = 1.2, B = .75;

    /// <summary>A word that every item has still counts a little, so that no row is empty of it.</summary>
    private const float LeastRarity = 1e-6f;

    private readonly ContentOptions _options;
    private readonly HashSet<string> _stopWords;
    private readonly float[] _rarity;
    private readonly double _meanLength;
    private readonly PriceBands _bands;

    private ContentVocabulary(ContentOptions options, Vocabulary terms, float[] rarity, double meanLength, PriceBands bands)
    {
        _options = options;
        _stopWords = StopWordsOf(options);
        Terms = terms;
        _rarity = rarity;
        _meanLength = meanLength;
        _bands = bands;
    }

    /// <summary>The terms, in ordinal order.</summary>
    public Vocabulary Terms { get; }

    public static ContentVocabulary Of(IReadOnlyList<ItemContent> items, ContentOptions options)
    {
        HashSet<string> stopWords = StopWordsOf(options);
        PriceBands bands = PriceBands.Of(items, options.PriceBands);
        Dictionary<string, int> having = new(StringComparer.Ordinal);
        long words = 0;
        int withWords = 0;
        foreach (ItemContent item in items)
        {
            string[] own = [.. WordsOf(item, stopWords)];
            words += own.Length;
            withWords += own.Length > 0 ? 1 : 0;
            foreach (string term in own.Concat(AttributesOf(item, bands)).Distinct(StringComparer.Ordinal))
                having[term] = having.GetValueOrDefault(term) + 1;
        }

        Vocabulary terms = Vocabulary.From(
            having.Where(term => term.Key[0] != Word || term.Value >= options.MinimumItems).Select(term => term.Key));
        float[] rarity = new float[terms.Count];
        for (int term = 0; term < rarity.Length; term++)
        {
            double count = having[terms[term]];
            rarity[term] = (float)(options.Weighting == TextWeighting.TfIdf
                ? (1.0 + items.Count) / (1 + count)
                : 1 + ((items.Count - count + .5) / (count + .5)));
        }

        Elementwise.Log(rarity, rarity);
        for (int term = 0; term < rarity.Length; term++)
            rarity[term] = options.Weighting == TextWeighting.TfIdf ? rarity[term] + 1 : Math.Max(rarity[term], LeastRarity);
        return new ContentVocabulary(options, terms, rarity, withWords == 0 ? 1 : words / (double)withWords, bands);
    }

    /// <summary>
    /// An item's terms, rising, each with a weight above 0: the parts' weights are √ of what the options say, and the row has length 1
    /// together with a vector of length <paramref name="vectorLength"/>.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="hasVector">Whether it has a vector from outside.</param>
    /// <param name="vectorLength">The length that this vector has to be given; 0 where there is none.</param>
    public List<(int Term, float Weight)> RowOf(ItemContent item, bool hasVector, out double vectorLength)
    {
        SortedDictionary<int, double> words = [], attributes = [];
        int length = 0;
        foreach (string term in WordsOf(item, _stopWords))
        {
            length++;
            if (Terms.TryGetRow(term, out int row)) words[row] = words.GetValueOrDefault(row) + 1;
        }

        foreach (int term in words.Keys.ToArray())
        {
            double times = words[term];
            words[term] = _rarity[term] * (_options.Weighting == TextWeighting.TfIdf
                ? times
                : times * (K1 + 1) / (times + (K1 * (1 - B + (B * length / _meanLength)))));
        }

        foreach (string term in AttributesOf(item, _bands))
        {
            if (Terms.TryGetRow(term, out int row)) attributes[row] = 1;
        }

        double textWeight = words.Count > 0 ? _options.TextWeight : 0;
        double attributeWeight = attributes.Count > 0 ? _options.AttributeWeight : 0;
        double vectorWeight = hasVector ? _options.VectorWeight : 0, all = textWeight + attributeWeight + vectorWeight;
        List<(int Term, float Weight)> terms = [];
        vectorLength = all > 0 ? Math.Sqrt(vectorWeight / all) : 0;
        if (all > 0)
        {
            Add(words, textWeight / all);
            Add(attributes, attributeWeight / all);
            terms.Sort(static (a, b) => a.Term.CompareTo(b.Term));
        }

        return terms;

        void Add(SortedDictionary<int, double> part, double share)
        {
            double squares = 0;
            foreach (double value in part.Values) squares += value * value;
            foreach ((int term, double value) in part)
            {
                float weight = (float)(value / Math.Sqrt(squares) * Math.Sqrt(share));
                if (weight > 0) terms.Add((term, weight));
            }
        }
    }

    /// <summary>A term as people say it.</summary>
    public string InWords(int term) => Terms[term][0] switch
    {
        Word => $"word '{Terms[term][2..]}'",
        Category => $"category {Terms[term][2..]}",
        Band => "price band",
        _ => Terms[term][2..],
    };

    public void Write(ModelFileWriter file)
    {
        file.AddStrings("terms", Terms);
        file.Add("rarity", _rarity);
        file.Set("mean_length", _meanLength);
        _bands.Write(file);
    }

    public static ContentVocabulary Read(ModelFile file, ContentOptions options)
    {
        string[] names = file.Strings("terms");
        Vocabulary terms = Vocabulary.From(names);
        if (!terms.SequenceEqual(names)) throw file.Invalid("'terms' must be in ordinal order without repeats");
        if (Array.Find(names, name => !IsTerm(name)) is { } wrong)
            throw file.Invalid($"term '{wrong}' doesn't begin with its kind and a colon");
        float[] rarity = file.Floats("rarity", names.Length);
        foreach (float value in rarity)
        {
            if (!(value > 0) || !float.IsFinite(value))
                throw file.Invalid($"the rarity of a term is {value}; it must be above 0 and finite");
        }

        double meanLength = file.GetMetadata<double>("mean_length");
        if (!(meanLength > 0) || !double.IsFinite(meanLength))
            throw file.Invalid($"the mean length is {meanLength}; it must be above 0 and finite");
        return new ContentVocabulary(options, terms, rarity, meanLength, PriceBands.Read(file, options.PriceBands));
    }

    private static HashSet<string> StopWordsOf(ContentOptions options) =>
        options.StopWords.Select(word => word.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> WordsOf(ItemContent item, HashSet<string> stopWords) =>
        ContentWords.Of(item.Title).Concat(ContentWords.Of(item.Text)).Where(word => !stopWords.Contains(word))
            .Select(word => $"{Word}:{word}");

    private static bool IsTerm(string name) =>
        name.Length >= 2 && name[1] == ':' && name[0] is (Word or Category or Band or Attribute);

    private static IEnumerable<string> AttributesOf(ItemContent item, PriceBands bands)
    {
        if (!string.IsNullOrWhiteSpace(item.Category)) yield return $"{Category}:{item.Category}";
        if (bands.BandOf(item) is >= 0 and int band) yield return $"{Band}:{band}";
        foreach ((string name, string value) in item.Attributes) yield return $"{Attribute}:{name} {value}";
    }
}
