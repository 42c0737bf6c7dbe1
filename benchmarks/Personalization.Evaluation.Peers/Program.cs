using Personalization.Evaluation;
using Personalization.Evaluation.Cases;

IEvaluationCase[] cases = [new MlNetCase(), new TensorsCase(), new MathNetCase()];

return EvaluationProgram.Run(args, cases);
