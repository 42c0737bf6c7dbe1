using System.Globalization;
using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What a model of uplift looks like in a file: its models of outcomes or effects, each a model file within.</summary>
internal static class UpliftFile
{
    private const int MostTreatments = 1_000, MostParts = 2;

    public static ModelFileWriter Write(UpliftModel model)
    {
        ModelFileWriter file = UpliftModel.Kind.NewFile();
        file.Set("outcome", model.Outcome);
        file.Set("learner", model.Learner.ToString());
        file.AddStrings("treatments", model.Treatments);
        List<IModel> all = [];
        List<int> places = [];
        List<double> weights = [];
        List<string> levels = [];
        foreach ((OutcomeModel part, double weight, string? level) in model.Arms.SelectMany(arm => arm.Parts))
        {
            places.Add(Place(part.Model));
            weights.Add(weight);
            levels.Add(level ?? "");
        }

        int parts = model.Arms[0].Parts.Count;
        file.Set("models", all.Count);
        file.Set("effects", model.Arms[0].AreEffects ? 1 : 0);
        file.Add("parts", [.. places], model.Arms.Count, parts);
        file.Add("weights", [.. weights], model.Arms.Count, parts);
        file.AddStrings("levels", levels);
        return file;

        int Place(IModel own)
        {
            int place = all.IndexOf(own);
            if (place >= 0) return place;
            all.Add(own);
            using MemoryStream bytes = new();
            own.Save(bytes);
            file.Set(Name("kind", all.Count - 1), own.Kind.Name);
            file.Add(Name("model", all.Count - 1), bytes.ToArray(), (int)bytes.Length);
            return all.Count - 1;
        }
    }

    public static UpliftModel Read(ModelFile file)
    {
        string[] treatments = file.Strings("treatments"), levels = file.Strings("levels");
        ReadOnlySpan<int> shape = file.Shape("parts");
        if (treatments.Length is 0 or > MostTreatments || shape.Length != 2 || shape[0] != treatments.Length || shape[1] is 0 or > MostParts
            || levels.Length != shape[0] * shape[1])
            throw file.Invalid("its treatments and the models of them don't fit together");
        int parts = shape[1], count = file.GetMetadata<int>("models");
        if (count < 1 || count > levels.Length) throw file.Invalid($"it has {count} models for {levels.Length} places");
        OutcomeModel[] models = new OutcomeModel[count];
        for (int i = 0; i < count; i++) models[i] = ReadModel(file, i);
        bool effects = file.GetMetadata<int>("effects") == 1;
        if (effects && !Array.TrueForAll(models, own => own.Model is LinearRegressionModel))
            throw file.Invalid("a model of effects isn't a linear regression");
        int[] places = file.Int32s("parts", treatments.Length, parts);
        double[] weights = file.Doubles("weights", treatments.Length, parts);
        if (!Array.TrueForAll(places, place => place >= 0 && place < count) || !Array.TrueForAll(weights, double.IsFinite))
            throw file.Invalid("a place or weight of a model is out of range");
        UpliftArm[] arms =
        [
            .. treatments.Select((_, arm) => new UpliftArm(
                [
                    .. Enumerable.Range(arm * parts, parts)
                        .Select(i => (models[places[i]], weights[i], levels[i].Length == 0 ? null : levels[i])),
                ],
                effects)),
        ];
        return new UpliftModel(
            Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), file.GetEnum<UpliftLearner>("learner"), treatments, arms,
            FitReport.ClosedForm());
    }

    private static OutcomeModel ReadModel(ModelFile file, int place)
    {
        string kind = file.GetMetadata(Name("kind", place));
        byte[] bytes = file.Bytes(Name("model", place), file.Shape(Name("model", place))[0]);
        using MemoryStream stream = new(bytes, writable: false);
        return new OutcomeModel(
            kind == LinearRegressionModel.Kind.Name ? LinearRegressionModel.Kind.Load(stream)
            : kind == LogisticRegressionModel.Kind.Name ? LogisticRegressionModel.Kind.Load(stream)
            : kind == BoostedTreesModel.Kind.Name ? BoostedTreesModel.Kind.Load(stream)
            : throw file.Invalid($"its model {place} is of kind '{kind}', which can't be read here"));
    }

    private static string Name(string what, int place) => string.Create(CultureInfo.InvariantCulture, $"{what}.{place}");
}
