using Personalization.Core;

namespace Personalization.Clustering.Tests;

public sealed class EncodedFeaturesTests
{
    private static readonly CustomerTable Customers = new CustomerTable(
            IdIndex<CustomerId>.From(Enumerable.Range(0, 60).Select(i => new CustomerId($"c{i:00}"))), new DateTime(2026, 1, 1))
        .With(
            new NumberColumn("visits", [.. Enumerable.Range(0, 60).Select(i => (double)(i % 3 * 10) + (i % 7))]),
            new CategoryColumn("country", [.. Enumerable.Range(0, 60).Select(i => i % 3 == 0 ? "FR" : i % 3 == 1 ? "DE" : null)]));

    private static KMeansModel Fit(params IReadOnlyList<FeatureColumn> columns) =>
        new KMeansTrainer(new() { ClusterCount = 3, Seed = 1 }).Fit(
            FeatureTable.From(Customers, columns).Standardize(), cancellationToken: TestContext.Current.CancellationToken);

    private static KMeansModel Reload(KMeansModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;
        return KMeansModel.Load(stream);
    }

    [Fact]
    public void Predict_CustomerTable_EncodesAndScalesAsTheFitDidAlsoAfterLoading()
    {
        KMeansModel model = Fit("visits", "country");

        Assert.Equal(["visits", "country=DE", "country=FR"], model.FeatureNames);
        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(Customers));
        Assert.Equal(model.TrainingLabels.ToArray(), Reload(model).Predict(Customers));
    }

    [Fact]
    public void Predict_NewCustomers_AreEncodedByTheLevelsOfTheFit()
    {
        CustomerTable stranger = new CustomerTable(IdIndex<CustomerId>.From([new CustomerId("x")]), new DateTime(2026, 2, 1))
            .With(new NumberColumn("visits", [3]), new CategoryColumn("country", ["FR"]));
        KMeansModel model = Reload(Fit("visits", "country"));

        Assert.Equal(model.Predict(Customers)[3], Assert.Single(model.Predict(stranger)));
    }

    [Fact]
    public void Save_PlainNumbers_HasNoEncodingInTheFile()
    {
        using MemoryStream stream = new();
        Fit("visits").Save(stream);

        Assert.DoesNotContain("\"encoding\"", System.Text.Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
        Assert.Null(Reload(Fit("visits")).Scaling.Encoding);
    }

    [Fact]
    public void Predict_OtherLevels_IsRefused()
    {
        CustomerTable others = Customers.With(new CategoryColumn("country", [.. Enumerable.Repeat("DE", 30), .. Enumerable.Repeat("FR", 30)]));
        FeatureColumn byShare = new("country") { Encoding = ColumnEncoding.Frequency };
        KMeansModel model = Fit("visits", byShare);

        Assert.Contains(
            "encoded in another way",
            Assert.Throws<ArgumentException>(() => model.Predict(FeatureTable.From(others, "visits", byShare))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("not json")]
    public void Load_DamagedEncoding_ModelFileExceptionSaysSo(string encoding)
    {
        using MemoryStream stream = new();
        Fit("visits", "country").Save(stream);
        byte[] bytes = stream.ToArray();
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        int start = text.IndexOf("\"encoding\":\"", StringComparison.Ordinal) + "\"encoding\":\"".Length;
        int end = text.IndexOf("\",\"", start, StringComparison.Ordinal);
        System.Text.Encoding.Latin1.GetBytes(encoding.PadRight(end - start)).CopyTo(bytes, start);

        Assert.Contains(
            "encoding", Assert.Throws<ModelFileException>(() => KMeansModel.Load(new MemoryStream(bytes))).Message, StringComparison.Ordinal);
    }
}
