namespace Personalization.Bandits;

/// <summary>
/// The vector of an action in a round: the constant, the action's features and the context's, padded to a multiple of 8. The context's are
/// put in place once a round.
/// </summary>
internal sealed class RoundFeatures(int capacity)
{
    /// <summary>Vectors are this long, or a multiple of it: what a kernel reads at a time.</summary>
    public const int Padding = 8;

    /// <summary>Whether a place has something of the context's, or the constant.</summary>
    private readonly bool[] _isTaken = new bool[Padded(capacity)];
    private FeatureSet _context = FeatureSet.Empty;
    private FeatureIndex? _index;
    private double[] _ofContext = [], _x = [];
    private double _unknown;
    private int _size;

    /// <summary>The vector.</summary>
    public ReadOnlySpan<double> Known => _x.AsSpan(0, _size);

    /// <summary>Squares of features that nothing was learned of yet, which only make the reward less sure.</summary>
    public double Unknown { get; private set; }

    /// <summary>Begins a round.</summary>
    public void Begin(FeatureSet context, FeatureIndex index)
    {
        (_context, _index, _size) = (context, index, Padded(index.Count));
        if (_x.Length < _size) (_ofContext, _x) = (new double[_size], new double[_size]);
        Span<double> ofContext = _ofContext.AsSpan(0, _size);
        ofContext.Clear();
        _isTaken.AsSpan(0, _size).Clear();
        (ofContext[0], _isTaken[0]) = (1, true);
        int[] places = index.PlacesOf(context);
        _unknown = Put(context, places, ofContext);
        foreach (int place in places)
        {
            if (place >= 0) _isTaken[place] = true;
        }
    }

    /// <summary>Makes the vector of an action with these features.</summary>
    public void Of(FeatureSet action)
    {
        Span<double> x = _x.AsSpan(0, _size);
        int[] places = _index!.PlacesOf(action);
        _ofContext.AsSpan(0, _size).CopyTo(x);
        double unknown = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int place = places[i];
            double value = action.Values[i];
            if (place < 0)
            {
                unknown += value * value;
            }
            else if (_isTaken[place])
            {
                PutAll(action, places, x);
                return;
            }
            else
            {
                x[place] += value;
            }
        }

        Unknown = unknown + _unknown;
    }

    /// <summary>Where both share a place, the action's features come first, as they always did: another order, other last bits.</summary>
    private void PutAll(FeatureSet action, int[] places, Span<double> x)
    {
        x.Clear();
        x[0] = 1;
        Unknown = Put(action, places, x);
        Unknown += Put(_context, _index!.PlacesOf(_context), x);
    }

    /// <summary>Adds the features that have a place; gives the sum of squares of the others.</summary>
    private static double Put(FeatureSet set, int[] places, Span<double> x)
    {
        double unknown = 0;
        for (int i = 0; i < places.Length; i++)
        {
            double value = set.Values[i];
            if (places[i] >= 0) x[places[i]] += value;
            else unknown += value * value;
        }

        return unknown;
    }

    /// <summary>Length of a vector of so many features.</summary>
    public static int Padded(int count) => (count + Padding - 1) / Padding * Padding;
}
