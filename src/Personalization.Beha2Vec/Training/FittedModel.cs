using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>What a trainer of any engine hands over when its network is trained.</summary>
internal static class FittedModel
{
    /// <summary>Calibrates the network on what was held out, and makes the model.</summary>
    public static Beha2VecModel Of(
        Beha2VecOptions options, BehaviorNetwork network, BehaviorExamples examples, FitReport report,
        CancellationToken cancellationToken)
    {
        BehaviorCalibration calibration = TemperatureFit.Fit(network, examples, cancellationToken);
        return Beha2VecModel.Of(options, network, examples.Sequences, calibration, report, cancellationToken);
    }
}
