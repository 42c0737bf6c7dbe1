namespace Personalization.Rfm.Tests;

/// <summary>The two cohorts of Fader and Hardie (2007), by customers who are left after each of twelve years.</summary>
internal static class Contracts
{
    private static readonly int[] RegularSurvivors = [1000, 631, 468, 382, 326, 289, 262, 241, 223, 207, 194, 183, 173];
    private static readonly int[] HighEndSurvivors = [1000, 869, 743, 653, 593, 551, 517, 491, 468, 445, 427, 409, 394];

    public static ContractSummary Regular => ContractSummary.FromSurvivors(RegularSurvivors.AsSpan(..8));

    public static ContractSummary HighEnd => ContractSummary.FromSurvivors(HighEndSurvivors.AsSpan(..8));

    public static IReadOnlyList<int> RegularLater => RegularSurvivors[8..];
}

public sealed class ContractTests
{
    [Fact]
    public void Fit_PublishedCohorts_PublishedParameters()
    {
        ShiftedBetaGeometricModel regular = Fit(Contracts.Regular), highEnd = Fit(Contracts.HighEnd);

        Assert.Equal((.704, 1.182), (Math.Round(regular.Alpha, 3), Math.Round(regular.Beta, 3)));
        Assert.Equal((.668, 3.806), (Math.Round(highEnd.Alpha, 3), Math.Round(highEnd.Beta, 3)));
        Assert.Equal(-1611.16, highEnd.Fit.LogLikelihood, .005);
        Assert.Equal(1000, highEnd.Fit.Customers);
        Assert.True(regular.Fit.HasConverged && highEnd.Fit.HasConverged);
    }

    [Fact]
    public void Fit_Weibull_NearerToTheYearsAfter()
    {
        ShiftedBetaGeometricModel steady = Fit(Contracts.Regular);
        BetaDiscreteWeibullModel changing =
            new BetaDiscreteWeibullTrainer().Fit(Contracts.Regular, null, TestContext.Current.CancellationToken);

        double ofSteady = 0, ofChanging = 0;
        for (int i = 0; i < Contracts.RegularLater.Count; i++)
        {
            ofSteady += Math.Abs((1000 * steady.SurvivalAt(8 + i)) - Contracts.RegularLater[i]);
            ofChanging += Math.Abs((1000 * changing.SurvivalAt(8 + i)) - Contracts.RegularLater[i]);
        }

        Assert.True(changing.Fit.LogLikelihood >= steady.Fit.LogLikelihood);
        Assert.True(ofChanging < ofSteady && ofChanging < 15, $"{ofChanging} and {ofSteady}");
    }

    [Fact]
    public void Answers_OneAndOne_ByHand()
    {
        // α = β = 1: S(t) = 1/(t + 1), retention t/(t + 1).
        ShiftedBetaGeometricModel model = ShiftedBetaGeometricModel.Of(1, 1);

        Assert.Equal(1, model.SurvivalAt(0));
        Assert.Equal(1 / 4.0, model.SurvivalAt(3), 1e-14);
        Assert.Equal(3 / 4.0, model.RetentionAt(3), 1e-14);
        Assert.Equal((2 / 3.0) + (2 / 4.0), model.ExpectedRenewals(1, 2), 1e-14);
        Assert.Equal((2 / 3.0 / 1.5) + (2 / 4.0 / 2.25), model.ExpectedRenewals(1, 2, .5), 1e-14);
        Assert.Equal(2 * Math.Log(1 / 6.0), model.LogLikelihood(new ContractRow(2, true, 2)), 1e-13);
        Assert.Equal(3 * Math.Log(1 / 3.0), model.LogLikelihood(new ContractRow(2, false, 3)), 1e-13);

        // With c = 2 after two periods as after four.
        Assert.Equal(1 / 5.0, BetaDiscreteWeibullModel.Of(1, 1, 2).SurvivalAt(2), 1e-14);
        Assert.Equal(0, model.ExpectedRenewals(5, 0));
    }

    [Fact]
    public void Summary_RowsAndSurvivors_Same()
    {
        ContractSummary survivors = ContractSummary.FromSurvivors(10, 7, 6);
        ContractSummary rows = ContractSummary.From([new(2, false, 4), new(1, true, 3), new(2, true, 1), new(2, false, 2)]);

        Assert.Equal(survivors.Ended, rows.Ended);
        Assert.Equal(survivors.Active, rows.Active);
        Assert.Equal((2, 10), (rows.Periods, rows.Customers));
    }

    [Fact]
    public void Summary_Wrong_ErrorNamesIt()
    {
        ArgumentException row = Assert.Throws<ArgumentException>(() => ContractSummary.From([new(1, true, 1), new(0, true, 1)]));
        ArgumentException grown = Assert.Throws<ArgumentException>(() => ContractSummary.FromSurvivors(5, 6));
        Assert.Contains("Row 1", row.Message, StringComparison.Ordinal);
        Assert.Contains("can't grow", grown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ContractSummary.FromSurvivors());
        Assert.Throws<ArgumentException>(() => ContractSummary.From([new(1, true, 0)]));
    }

    private static ShiftedBetaGeometricModel Fit(ContractSummary summary) =>
        new ShiftedBetaGeometricTrainer().Fit(summary, null, TestContext.Current.CancellationToken);
}
