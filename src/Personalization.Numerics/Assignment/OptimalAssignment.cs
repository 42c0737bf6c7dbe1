namespace Personalization.Numerics;

/// <summary>
/// The assignment of rows to columns, one to one, whose costs sum to the least: shortest augmenting paths with potentials (Kuhn 1955;
/// Jonker and Volgenant 1987). O(min² · max) time, O(rows + columns) memory beside the costs. Deterministic: of columns equally near on a
/// path the first is taken.
/// </summary>
public static class OptimalAssignment
{
    /// <summary>Column of each row; −1 for rows left over where there are more rows than columns.</summary>
    /// <param name="costs">rows × columns, row-major, finite. Negate what is to be maximized.</param>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="ArgumentException">There are not rows · columns costs, or one isn't finite; the message names it.</exception>
    public static int[] Minimize(ReadOnlySpan<double> costs, int rows, int columns)
    {
        Guard.AtLeast(rows, 0);
        Guard.AtLeast(columns, 0);
        if (costs.Length != (long)rows * columns)
        {
            throw new ArgumentException(
                $"There are {costs.Length} costs; {rows} rows and {columns} columns need {(long)rows * columns}.", nameof(costs));
        }

        for (int i = 0; i < costs.Length; i++)
        {
            if (!double.IsFinite(costs[i]))
            {
                throw new ArgumentException(
                    $"The cost of row {i / columns} and column {i % columns} is {costs[i]}; costs must be finite.", nameof(costs));
            }
        }

        if (rows <= columns)
            return Solve(costs, rows, columns, rowStep: columns, columnStep: 1);

        int[] assigned = new int[rows];
        Array.Fill(assigned, -1);
        int[] rowOf = Solve(costs, columns, rows, rowStep: 1, columnStep: columns);
        for (int column = 0; column < columns; column++)
            assigned[rowOf[column]] = column;

        return assigned;
    }

    /// <summary>
    /// Adds one agent after another, each by the shortest path that ends at a free task; agents are at most as many as tasks.
    /// </summary>
    private static int[] Solve(ReadOnlySpan<double> costs, int agents, int tasks, int rowStep, int columnStep)
    {
        const int None = -1;
        double[] agentPotential = new double[agents], taskPotential = new double[tasks], distance = new double[tasks];
        int[] agentOf = new int[tasks], cameFrom = new int[tasks];
        bool[] visited = new bool[tasks];
        Array.Fill(agentOf, None);
        for (int added = 0; added < agents; added++)
        {
            Array.Fill(distance, double.PositiveInfinity);
            Array.Clear(visited);
            int agent = added, task = None;
            double reached = 0;
            do
            {
                int next = None;
                for (int candidate = 0; candidate < tasks; candidate++)
                {
                    if (visited[candidate])
                        continue;

                    double along = reached + costs[(agent * rowStep) + (candidate * columnStep)] - agentPotential[agent]
                        - taskPotential[candidate];
                    if (along < distance[candidate])
                        (distance[candidate], cameFrom[candidate]) = (along, task);

                    if (next == None || distance[candidate] < distance[next])
                        next = candidate;
                }

                task = next;
                visited[task] = true;
                reached = distance[task];
                agent = agentOf[task];
            }
            while (agent != None);

            MovePotentials(added, reached, agentPotential, taskPotential, distance, visited, agentOf);
            for (int on = task; on != None; on = cameFrom[on])
                agentOf[on] = cameFrom[on] == None ? added : agentOf[cameFrom[on]];
        }

        int[] taskOf = new int[agents];
        for (int task = 0; task < tasks; task++)
        {
            if (agentOf[task] != None)
                taskOf[agentOf[task]] = task;
        }

        return taskOf;
    }

    /// <summary>Keeps reduced costs at least 0, and 0 where assigned.</summary>
    private static void MovePotentials(
        int added, double reached, double[] agentPotential, double[] taskPotential, double[] distance, bool[] visited, int[] agentOf)
    {
        agentPotential[added] += reached;
        for (int task = 0; task < visited.Length; task++)
        {
            if (!visited[task])
                continue;

            taskPotential[task] += distance[task] - reached;
            if (agentOf[task] >= 0)
                agentPotential[agentOf[task]] += reached - distance[task];
        }
    }
}
