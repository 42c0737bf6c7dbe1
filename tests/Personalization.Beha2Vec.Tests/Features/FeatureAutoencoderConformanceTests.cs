namespace Personalization.Beha2Vec.Tests;

public sealed class FeatureAutoencoderFileConformance : ModelConformance<FeatureAutoencoderModel>
{
    protected override FeatureAutoencoderModel Sample() =>
        new FeatureAutoencoderTrainer(AutoencoderSamples.Small).Fit(
            AutoencoderSamples.Blobs(40).Log1P().Standardize(), cancellationToken: TestContext.Current.CancellationToken);
}
