namespace Personalization.Evaluation;

/// <summary>One thing that is measured: a name to call it by, a line to know it by, and the measuring.</summary>
internal interface IEvaluationCase
{
    string Name { get; }

    string Description { get; }

    void Run(EvaluationContext context);
}
