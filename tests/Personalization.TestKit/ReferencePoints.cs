using Personalization.Numerics;

namespace Personalization.TestKit;

/// <summary>Points that a few lines make in any language, for figures computed by peers.</summary>
public static class ReferencePoints
{
    /// <summary>200 × 3, from 0 to 10, without clusters.</summary>
    public static Matrix TwoHundred()
    {
        Matrix points = new(200, 3);
        for (int i = 0; i < 200; i++)
        {
            points[i, 0] = i * 37 % 101 / 10f;
            points[i, 1] = i * 53 % 89 / 10f;
            points[i, 2] = i * i % 97 / 10f;
        }

        return points;
    }
}
