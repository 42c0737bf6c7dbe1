using System.Text.Json;
using Personalization.Core;
using Xunit;

namespace Personalization.TestKit;

/// <summary>What every incentive policy must do. Derive, say how to make one and whom it knows, and every test here runs.</summary>
public abstract class IncentivePolicyConformance<TPolicy>
    where TPolicy : class, IIncentivePolicy
{
    /// <summary>A fresh policy.</summary>
    protected abstract TPolicy Create();

    /// <summary>A customer whom the policy can decide for.</summary>
    protected abstract CustomerProfile Someone(string id);

    [Fact]
    public void Decide_AnyCustomer_CarriesWhatLearningNeeds()
    {
        IIncentivePolicy policy = Create();
        HashSet<DecisionId> ids = [default];
        for (int i = 0; i < 50; i++)
        {
            CustomerProfile customer = Someone($"policy{i}");
            Decision decision = policy.Decide(customer);

            Assert.Equal(customer.Id, decision.Customer);
            Assert.True(ids.Add(decision.Id), "ids differ, and none is empty");
            Assert.NotEmpty(decision.Reasons);
            Assert.All(decision.Alternatives, alternative => Assert.InRange(alternative.Propensity, 0, 1));
            Assert.Equal(1, decision.Propensity + decision.Alternatives.Sum(alternative => alternative.Propensity), 9);
            string?[] actions = [decision.Action, .. decision.Alternatives.Select(alternative => alternative.Action)];
            Assert.Contains(actions, action => action is null);
            Assert.Equal(actions.Length, actions.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Decide_Decision_IsWrittenAsOneJsonObject()
    {
        Decision decision = Create().Decide(Someone("a"));
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream)) decision.WriteJson(json);

        using JsonDocument read = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(decision.Id.ToString(), read.RootElement.GetProperty("id").GetString());
        Assert.Equal(decision.Action, read.RootElement.GetProperty("action").GetString());
    }

    [Fact]
    public void Decide_NoCustomer_Throws() => Assert.Throws<ArgumentNullException>(() => Create().Decide(null!));
}
