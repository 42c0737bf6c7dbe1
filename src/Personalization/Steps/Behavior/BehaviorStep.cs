using Personalization.Core;
using Personalization.Rfm;

namespace Personalization;

/// <summary>Measures how each customer buys, beside R, F and M. Finds <see cref="PurchaseBehavior"/>, writes its columns.</summary>
/// <param name="options">How; null: the defaults. Its reference date and threads follow from the run.</param>
public sealed class BehaviorStep(PurchaseBehaviorOptions? options = null) : IPipelineStep
{
    /// <inheritdoc />
    public string Name => "behavior";

    /// <inheritdoc />
    public void Run(PipelineContext context)
    {
        PurchaseBehavior behavior = PurchaseBehavior.From(
            context.Get<OrderTable>(),
            (options ?? new PurchaseBehaviorOptions()) with { ReferenceDate = context.Customers.AsOf, Threads = context.Options.Threads },
            context.CancellationToken);
        context.Add(behavior);
        context.AddColumns(behavior.ToColumns(context.Customers));
    }
}

/// <summary>What <see cref="BehaviorStep"/> found.</summary>
public static class BehaviorFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>How each customer buys, beside R, F and M.</summary>
        public PurchaseBehavior Behavior => result.Get<PurchaseBehavior>();
    }
}
