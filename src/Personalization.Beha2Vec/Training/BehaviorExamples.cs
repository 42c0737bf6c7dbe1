using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Whose sequences are learned from, whose last event is held out, and who is held out altogether to calibrate on.</summary>
internal sealed class BehaviorExamples
{
    /// <summary>
    /// Whole customers, for the last events alone would mislead: a visit mostly ends there, and nobody begins the next. As few as will do:
    /// a twentieth at most, so many at most, none beyond so many events; and nobody where there would be too few events to learn from.
    /// </summary>
    private const int CalibrationCustomers = 250, CalibrationEvents = 4_000, FewestCalibrationEvents = 200;

    private const int LeastToHoldOut = 3, LeastToLearn = 2;

    private readonly bool[] _isHeldOut;

    public BehaviorExamples(EventSequences sequences, int maxLength, int validationCustomers, ulong seed)
    {
        Sequences = sequences;
        MaxLength = maxLength;
        int customers = sequences.Customers.Count;
        int[] lengths = new int[customers];
        List<int> eligible = [], usable = [];
        for (int customer = 0; customer < customers; customer++)
        {
            lengths[customer] = sequences.LengthOf(customer);
            if (lengths[customer] >= LeastToHoldOut) eligible.Add(customer);
        }

        _isHeldOut = new bool[customers];
        int count = Math.Min(validationCustomers, eligible.Count / 5);
        RandomStream random = new(seed, "validation customers");
        foreach (int place in random.SampleWithoutReplacement(count, eligible.Count)) _isHeldOut[eligible[place]] = true;
        bool[] isCalibration = CalibrationOf(eligible, lengths, validationCustomers, seed);
        Calibration = [.. Enumerable.Range(0, customers).Where(customer => isCalibration[customer])];
        long steps = 0;
        for (int customer = 0; customer < customers; customer++)
        {
            int learned = lengths[customer] - (_isHeldOut[customer] ? 1 : 0);
            if (learned < LeastToLearn || isCalibration[customer]) continue;
            usable.Add(customer);
            steps += Math.Min(learned - 1, maxLength);
        }

        Usable = [.. usable];
        HeldOut = [.. Enumerable.Range(0, customers).Where(customer => _isHeldOut[customer])];
        StepsPerCustomer = Usable.Length == 0 ? 1 : (double)steps / Usable.Length;
    }

    public EventSequences Sequences { get; }

    public int MaxLength { get; }

    /// <summary>Rows of customers to learn from.</summary>
    public int[] Usable { get; }

    /// <summary>Rows of customers whose last event is held out.</summary>
    public int[] HeldOut { get; }

    /// <summary>Rows of customers who aren't learned from, to calibrate on.</summary>
    public int[] Calibration { get; }

    /// <summary>Mean number of events to tell of a customer.</summary>
    public double StepsPerCustomer { get; }

    /// <summary>How often each item, from code 1 on, is in what is learned from.</summary>
    public int[] CountTargets(int items)
    {
        int[] counts = new int[items];
        BehaviorToken[] read = new BehaviorToken[MaxLength + 1];
        foreach (int customer in Usable)
        {
            foreach (BehaviorToken token in read.AsSpan(0, Read(customer, read)))
            {
                if (token.Item > 0) counts[token.Item - 1]++;
            }
        }

        return counts;
    }

    /// <summary>Reads what may be learned of a customer, one event more than are looked back at.</summary>
    public int Read(int customer, Span<BehaviorToken> tokens) => Sequences.Read(customer, _isHeldOut[customer] ? 1 : 0, tokens);

    private bool[] CalibrationOf(List<int> eligible, int[] lengths, int validationCustomers, ulong seed)
    {
        bool[] chosen = new bool[_isHeldOut.Length];
        int left = Math.Min(Math.Min(CalibrationCustomers, validationCustomers), eligible.Count / 20), events = 0;
        int[] order = [.. eligible];
        new RandomStream(seed, "calibration customers").Shuffle(order.AsSpan());
        foreach (int customer in order)
        {
            if (left == 0 || events >= CalibrationEvents) break;
            if (_isHeldOut[customer]) continue;
            chosen[customer] = true;
            events += lengths[customer];
            left--;
        }

        return events >= FewestCalibrationEvents ? chosen : new bool[chosen.Length];
    }
}
