using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Beha2Vec;

/// <summary>Whose sequences are learned from, and whose last event is held out.</summary>
internal sealed class BehaviorExamples
{
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
        long steps = 0;
        for (int customer = 0; customer < customers; customer++)
        {
            int learned = lengths[customer] - (_isHeldOut[customer] ? 1 : 0);
            if (learned < LeastToLearn) continue;
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
}
