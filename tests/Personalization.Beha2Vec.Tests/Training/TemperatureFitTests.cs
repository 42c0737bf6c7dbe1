using Personalization.Core;
using Personalization.Numerics;
using Personalization.Simulation;

namespace Personalization.Beha2Vec.Tests;

public sealed class TemperatureFitTests
{
    /// <summary>What comes is drawn from a softmax; its logits, times any factor, come back at that temperature.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(.4)]
    public void Temperature_LogitsTimesAFactor_IsTheFactor(double factor)
    {
        const int Events = 4_000, Codes = 6;
        RandomStream random = new(1, "temperature");
        Matrix logits = new(Events, Codes);
        int[] codes = new int[Events];
        double[] weights = new double[Codes - 1];
        for (int row = 0; row < Events; row++)
        {
            for (int code = 1; code < Codes; code++)
            {
                double logit = random.NextGaussian(0, 1.5);
                weights[code - 1] = Math.Exp(logit);
                logits[row, code] = (float)(logit * factor);
            }

            logits[row, 0] = float.NegativeInfinity;
            codes[row] = 1 + new AliasTable(weights).Sample(random);
        }

        Assert.Equal(factor, TemperatureFit.Temperature(logits, codes), .06 * factor);
    }

    [Fact]
    public void Temperature_NothingToLearnFrom_IsOne()
    {
        Assert.Equal(1, TemperatureFit.Temperature(new Matrix(3, 5), [0, 0, 0]));
        Assert.Equal(1, TemperatureFit.Temperature(new Matrix(3, 2), [1, 1, 1]));
        Assert.Same(BehaviorCalibration.None, Samples.Fit().Calibration);
    }

    /// <summary>Customers whom the model never saw: what it says of the next event's type is what happens.</summary>
    [Fact]
    public void PredictTypes_SimulatedCustomersHeldOut_AreCalibrated()
    {
        EventLog log = JewelryShop.Simulate(new() { CustomerCount = 1_000, Seed = 4 }, null, TestContext.Current.CancellationToken).Log;
        EventLog seen = log.ForCustomers(log.Customers.Where((_, row) => row % 4 != 0));
        Beha2VecModel model = Samples.Fit(new() { Dimensions = 32, InnerWidth = 64, MaxEpochs = 12, LearningRate = .003 }, seen);
        List<double> confidences = [], all = [];
        List<bool> hits = [], happened = [];
        float[] probabilities = new float[model.Vocabulary.Types.Count];
        BehaviorState state = model.Start();
        for (int row = 0; row < log.Customers.Count; row += 4)
        {
            state.Clear();
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count; i++)
            {
                if (!model.Vocabulary.IsKey(events[i].Type)) continue;
                if (state.EventCount > 0)
                {
                    model.PredictTypes(state.Embedding, probabilities);
                    int best = probabilities.IndexOf(probabilities.Max());
                    bool isKnown = model.Vocabulary.Types.TryGetRow(events[i].Type.Name, out int type);
                    confidences.Add(Math.Min(1, probabilities[best]));
                    hits.Add(isKnown && best == type);
                    for (int other = 0; other < probabilities.Length; other++)
                    {
                        all.Add(Math.Min(1, probabilities[other]));
                        happened.Add(isKnown && other == type);
                    }
                }

                model.Append(state, events[i]);
            }
        }

        double error = CalibrationMetrics.ExpectedCalibrationError([.. confidences], [.. hits]);
        double ofAll = CalibrationMetrics.ExpectedCalibrationError([.. all], [.. happened]);
        double accuracy = hits.Count(hit => hit) / (double)hits.Count, mean = confidences.Average();
        TestContext.Current.SendDiagnosticMessage(
            $"ECE {error:0.0000} of the likeliest, {ofAll:0.0000} of all types, {hits.Count} events; right {accuracy:0.000}, "
            + $"said {mean:0.000}; {model.Calibration}");
        Assert.True(hits.Count > 10_000, $"{hits.Count} events");
        Assert.True(error <= .03, $"the expected calibration error is {error}");
        Assert.True(ofAll <= .03, $"of all types it is {ofAll}");
    }
}
