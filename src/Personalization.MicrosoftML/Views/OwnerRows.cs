namespace Personalization.MicrosoftML;

/// <summary>
/// Whose a row is, where each owner's rows follow those of the one before. Remembers where it was: rows asked for in rising order cost
/// nothing, others a binary search. Of one cursor.
/// </summary>
internal sealed class OwnerRows(int[] ends)
{
    private int _owner;

    /// <summary>The owner of a row, and the place among the owner's rows.</summary>
    public (int Owner, int Place) At(int row)
    {
        if (row >= ends[_owner] || row < Start(_owner))
        {
            // The first owner whose rows end after it; ends of owners without rows are equal to those before.
            int low = 0, high = ends.Length - 1;
            if (row >= ends[_owner]) low = _owner + 1;
            if (low < ends.Length && row < ends[low]) high = low;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (row < ends[middle]) high = middle;
                else low = middle + 1;
            }

            _owner = low;
        }

        return (_owner, row - Start(_owner));
    }

    private int Start(int owner) => owner == 0 ? 0 : ends[owner - 1];
}
