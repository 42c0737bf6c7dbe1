namespace Personalization.Numerics.Tests;

public sealed class KdTreeTests
{
    private static readonly LaneWidth[] Widths = [LaneWidth.Scalar, LaneWidth.Vector128, LaneWidth.Vector256, LaneWidth.Vector512];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 3, 1 }, { 2, 1, 1 }, { 15, 2, 3 }, { 16, 2, 3 }, { 17, 2, 17 }, { 33, 5, 4 }, { 100, 1, 5 }, { 250, 3, 5 }, { 250, 17, 20 },
    };

    /// <summary>The plain score, in the order of additions that is promised.</summary>
    private static float Square(MatrixView left, int row, MatrixView right, int other)
    {
        float square = 0;
        for (int column = 0; column < left.Columns; column++)
        {
            float difference = left[row, column] - right[other, column];
            square = MathF.FusedMultiplyAdd(difference, difference, square);
        }

        return square;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void SquaredDistancesToNth_SelfAndOthers_PlainSortAtAnyWidth(int rows, int columns, int nth)
    {
        Matrix points = Random(rows, columns, 1), others = Random(37, columns, 2);
        KdTree tree = new(points), queries = new(others);

        foreach (LaneWidth width in Widths)
        {
            Assert.Equal(Expected(points), tree.SquaredDistancesToNth(tree, nth, width, null, Token));
            Assert.Equal(Expected(others), tree.SquaredDistancesToNth(queries, nth, width, null, Token));
        }

        float[] Expected(Matrix asked) =>
            [.. Enumerable.Range(0, asked.Rows).Select(
                row => Enumerable.Range(0, rows).Select(other => Square(asked, row, points, other)).Order().ElementAt(nth - 1))];
    }

    /// <summary>Prim's algorithm with the same order of edges finds the same tree, edge for edge.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void SpanningTree_RandomPoints_PrimsTreeAtAnyWidth(int rows, int columns, int nth) => AssertPrims(Random(rows, columns, 3), nth);

    /// <summary>Whole numbers from 0 to 4: nearly every weight is that of many edges.</summary>
    [Theory]
    [InlineData(200, 2, 1)]
    [InlineData(200, 2, 4)]
    [InlineData(120, 3, 3)]
    public void SpanningTree_Ties_PrimsTreeAtAnyWidth(int rows, int columns, int nth)
    {
        Matrix points = Random(rows, columns, 4);
        foreach (ref float value in points.Values) value = MathF.Round(value * 2);

        AssertPrims(points, nth);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void MostReachable_SelfAndOthers_PlainLoopAtAnyWidth(int rows, int columns, int nth)
    {
        Matrix points = Random(rows, columns, 5), others = Random(41, columns, 6);
        foreach (ref float value in points.Values) value = MathF.Round(value * 4);
        KdTree tree = new(points), queries = new(others);
        float[] cores = tree.SquaredDistancesToNth(tree, nth, 1, Token), asked = tree.SquaredDistancesToNth(queries, nth, 1, Token);

        foreach (LaneWidth width in Widths)
        {
            Assert.Equal(Expected(points, cores), tree.MostReachable(tree, cores, cores, width, null, Token));
            Assert.Equal(Expected(others, asked), tree.MostReachable(queries, cores, asked, width, null, Token));
        }

        ReachablePoint[] Expected(Matrix from, float[] own) =>
        [
            .. Enumerable.Range(0, from.Rows).Select(row => Enumerable.Range(0, rows)
                .Select(other => (Row: other, Distance: Square(from, row, points, other)))
                .Select(at => (at.Row, at.Distance, Reach: Math.Max(at.Distance, Math.Max(own[row], cores[at.Row]))))
                .OrderBy(at => at.Reach).ThenBy(at => at.Distance).ThenBy(at => at.Row)
                .Select(at => new ReachablePoint(at.Row, at.Reach)).First()),
        ];
    }

    [Theory]
    [InlineData(1, 3, .5, 1)]
    [InlineData(40, 2, .3, 3)]
    [InlineData(300, 3, .4, 4)]
    [InlineData(300, 3, 20, 40)]
    [InlineData(200, 12, 3, 2)]
    public void RadiusSearches_RandomPoints_PlainLoopsAtAnyWidth(int rows, int columns, double radius, int count)
    {
        Matrix points = Random(rows, columns, 7), others = Random(50, columns, 8);
        KdTree tree = new(points), queries = new(others);
        bool[] expected =
        [
            .. Enumerable.Range(0, rows).Select(
                row => Enumerable.Range(0, rows).Count(other => Within(points, row, points, other)) >= count),
        ];
        int[] components = Components(points, expected), labels = [.. components.Select((first, row) => first < 0 ? -1 : row * 7 % 10)];
        int[] lowest =
        [
            .. Enumerable.Range(0, 50).Select(
                row =>
                Enumerable.Range(0, rows).Where(other => labels[other] >= 0 && Within(others, row, points, other)).Min(other =>
                (int?)labels[other]) ?? -1),
        ];

        foreach (LaneWidth width in Widths)
        {
            bool[] have = tree.HaveWithin(radius, count, width, null, Token);
            int[] found = new int[50];
            Array.Fill(found, -1);
            tree.LowestLabelWithin(queries, radius, labels, found, width, null, Token);

            Assert.Equal(expected, have);
            Assert.Equal(components, tree.ComponentsWithin(radius, have, width, null, Token));
            Assert.Equal(lowest, found);
        }

        bool Within(MatrixView left, int row, MatrixView right, int other) =>
            SquaredDistances.Between(left.Row(row), right.Row(other)) <= radius * radius;

        int[] Components(MatrixView of, bool[] members)
        {
            int[] first = [.. Enumerable.Range(0, of.Rows).Select(row => members[row] ? row : -1)];
            for (bool changed = true; changed;)
            {
                changed = false;
                for (int row = 0; row < of.Rows; row++)
                {
                    for (int other = 0; other < of.Rows; other++)
                    {
                        if (first[row] < 0 || first[other] < 0 || first[other] >= first[row] || !Within(of, row, of, other)) continue;
                        first[row] = first[other];
                        changed = true;
                    }
                }
            }

            return first;
        }
    }

    /// <summary>
    /// .1 and .2 aren't .1 apart in single precision but in double precision they are neither; a radius decides as double precision sees
    /// the stored values.
    /// </summary>
    [Theory]
    [InlineData(.1f, .2f)]
    [InlineData(1.1f, 1.2f)]
    [InlineData(0f, .1f)]
    [InlineData(1e-25f, 3e-25f)]
    public void HaveWithin_OnTheEdge_DoublePrecisionDecides(float left, float right)
    {
        KdTree tree = new(Matrix.FromRows([left], [right]));
        double exact = (double)right - left;

        Assert.Equal([true, true], tree.HaveWithin(exact, 2, null, Token));
        Assert.Equal([false, false], tree.HaveWithin(Math.BitDecrement(exact) - (exact * 1e-15), 2, null, Token));
    }

    [Fact]
    public void LowestLabelWithin_LabelsThatAreThere_Stay()
    {
        KdTree tree = new(Matrix.FromRows([0], [1]));
        int[] found = [9, -1];

        tree.LowestLabelWithin(tree, 1, [3, -1], found, null, Token);

        Assert.Equal([9, 3], found);
    }

    [Fact]
    public void Constructor_NotFinite_ErrorNamesTheRow() =>
        Assert.Contains(
            "Row 1 ", Assert.Throws<ArgumentException>(() => new KdTree(Matrix.FromRows([0], [float.NaN]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Searches_NoPoints_Nothing()
    {
        KdTree empty = new(new Matrix(0, 2)), one = new(new Matrix(1, 2));
        int[] found = [-1];
        empty.LowestLabelWithin(one, 1, [], found, null, Token);

        Assert.Equal([-1], found);
        Assert.Empty(empty.HaveWithin(1, 1, null, Token));
        Assert.Empty(empty.SpanningTree([], null, null, Token));
        Assert.Equal(0, empty.SquaredDiagonal);
    }

    /// <summary>Sorted, constant and alternating features are where a bad pivot would take n² time.</summary>
    [Fact]
    public void Constructor_OrderedInput_EveryRowOnceAndBoxesHoldTheirPoints()
    {
        const int Rows = 5_000;
        Matrix points = new(Rows, 3);
        for (int row = 0; row < Rows; row++) (points[row, 0], points[row, 1], points[row, 2]) = (row, 7, row % 2);
        KdTree tree = new(points);

        Assert.Equal(Enumerable.Range(0, Rows), tree.RowsByPosition.ToArray().Order());
        for (int leaf = 0; leaf < tree.LeafCount; leaf++)
        {
            ReadOnlySpan<float> box = tree.Box(tree.NodeOf(leaf)), tile = tree.Tile(leaf);
            Assert.Equal(points[tree.RowsByPosition[leaf * KdTree.LeafSize], 0], tile[0]);
            Assert.InRange(tile[0], box[0], box[3]);
            Assert.InRange(box[3] - box[0], 0, 2 * KdTree.LeafSize);
        }
    }

    private static void AssertPrims(Matrix points, int nth)
    {
        int rows = points.Rows;
        KdTree tree = new(points);
        float[] cores = tree.SquaredDistancesToNth(tree, nth, 1, Token);
        ReachabilityEdge Edge(int row, int other) =>
            ReachabilityEdge.Between(row, other, Math.Max(Square(points, row, points, other), Math.Max(cores[row], cores[other])));
        List<ReachabilityEdge> expected = [];
        Dictionary<int, ReachabilityEdge> outside = Enumerable.Range(1, rows - 1).ToDictionary(row => row, row => Edge(0, row));
        while (outside.Count > 0)
        {
            (int nearest, ReachabilityEdge edge) = outside.MinBy(pair => pair.Value);
            expected.Add(edge);
            outside.Remove(nearest);
            foreach (int row in outside.Keys)
            {
                if (Edge(nearest, row) < outside[row]) outside[row] = Edge(nearest, row);
            }
        }

        expected.Sort();
        foreach (LaneWidth width in Widths)
        {
            foreach (int threads in (int[])[1, 2, 7]) Assert.Equal(expected, tree.SpanningTree(cores, null, width, threads, Token));
        }
    }

    private static Matrix Random(int rows, int columns, ulong seed)
    {
        RandomStream random = new RandomStream(seed, "points");
        Matrix points = new(rows, columns);
        foreach (ref float value in points.Values) value = (float)random.NextGaussian(0, 1);
        return points;
    }
}
