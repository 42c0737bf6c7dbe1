using System.Runtime.CompilerServices;
using Personalization.Core;

namespace Personalization.Data;

/// <summary>What a row is by its words: which event, whether its status is a sale, whether it is a refund.</summary>
internal sealed class RowMeaning
{
    private const int MaxWord = 100;

    private readonly CleaningPipeline _pipeline;
    private readonly ColumnPlan _plan;
    private readonly EventVocabulary? _vocabulary;
    private readonly int _type, _status;
    private readonly int[] _moreStatuses;
    private readonly StatusMemory? _statuses;
    private StatusMeaning _lastStatus;

    public RowMeaning(CleaningPipeline pipeline, ColumnPlan plan)
    {
        _pipeline = pipeline;
        _plan = plan;
        _type = plan[EventField.Type];
        _status = plan[EventField.Status];
        _moreStatuses = [.. plan.ColumnsOf(plan.Layout.MoreStatuses)];
        if (_type >= 0) _vocabulary = new EventVocabulary(plan.Layout.EventTypes, pipeline.Options.EventTypes);
        if (_status >= 0) _statuses = new StatusMemory(plan.Layout, pipeline.Options.KeepStatuses);
    }

    /// <summary>Sets the row's type; false where the row is left out for what its words say.</summary>
    [MethodImpl(Hot.Loop)]
    public bool TryTake(IRowFields fields, EventRow row)
    {
        if (!TryType(fields, row)) return false;
        if (_plan.Layout.IsAccountStatement && IsTheShopsOwn(row)) return false;
        if (_status < 0) return true;
        if (!row.IsTransaction) return true;
        StatusMeaning meaning = _lastStatus;
        ReadOnlySpan<char> word = row.Span(EventField.Status);
        for (int i = 0; i < _moreStatuses.Length && meaning != StatusMeaning.NoSale; i++)
        {
            row.SetUtf8(EventField.Status, fields[_moreStatuses[i]]);
            word = row.Span(EventField.Status);
            if (!word.IsEmpty && MeaningOf(word) == StatusMeaning.NoSale) meaning = StatusMeaning.NoSale;
        }

        if (meaning == StatusMeaning.NoSale && !(row.PriceUnits < 0 || row.Quantity < 0))
        {
            _pipeline.Drop("status", $"The column '{_plan.NameOf(EventField.Status)}' says that it is no sale, or one no longer. "
                + "Count it all the same with --keep-status (EventReadOptions.KeepStatuses).",
                word.IsEmpty ? "as the line above" : word.ToString(), isDefect: false);
            return false;
        }

        if (meaning == StatusMeaning.Refund) row.Type = EventType.Refund;
        return true;
    }

    /// <summary>
    /// Reads the status of a row, before anything else may leave the row out: lines that go on with an order have the status of its first.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    public void ReadStatus(IRowFields fields, EventRow row, bool continues)
    {
        if (_status < 0) return;
        row.SetUtf8(EventField.Status, fields[_status]);
        ReadOnlySpan<char> word = row.Span(EventField.Status);
        if (!word.IsEmpty) _lastStatus = MeaningOf(word);
        else if (!continues) _lastStatus = StatusMeaning.Sale;
    }

    /// <summary>Amounts or units below zero are refunds, however the row calls itself; a refund's own are above zero.</summary>
    [MethodImpl(Hot.Loop)]
    public void TurnRefund(EventRow row)
    {
        if (!(row.PriceUnits < 0 || row.Quantity < 0) || !row.IsTransaction) return;
        if (row.Type == EventType.Purchase)
        {
            row.Type = EventType.Refund;
            _pipeline.Note("negative amount is a refund", "Quantity or amount is below zero: the row is a refund.",
                row.Quantity < 0 ? _plan.NameOf(EventField.Quantity) : null, row.Order);
        }

        if (row.Quantity is { } quantity) row.Quantity = Math.Abs(quantity);
        if (row.PriceUnits is { } price) row.PriceUnits = Math.Abs(price);
    }

    [MethodImpl(Hot.Loop)]
    private bool TryType(IRowFields fields, EventRow row)
    {
        row.Type = EventType.Purchase;
        if (_type < 0) return true;
        row.SetUtf8(EventField.Type, fields[_type]);
        ReadOnlySpan<char> name = row.Span(EventField.Type);
        if (name.IsEmpty) return true;
        (EventType type, bool known) = _vocabulary!.Resolve(name.Length > MaxWord ? name[..MaxWord] : name);
        if (type == EventVocabulary.NoEvent)
        {
            _pipeline.Drop("no event of a customer",
                $"The column '{_plan.NameOf(EventField.Type)}' says that it is something of the shop's own.", name.ToString(),
                isDefect: false);
            return false;
        }

        row.Type = type;
        if (type == EventVocabulary.OrderCancelled) row.IsCancelled = true;
        if (!known) _pipeline.Notes.UnknownEvent(type.Name);
        return true;
    }

    /// <summary>Drops what the shop paid or got back itself.</summary>
    private bool IsTheShopsOwn(EventRow row)
    {
        if (!row.IsTransaction || row.PriceUnits is null or 0) return false;
        bool below = row.PriceUnits < 0 != row.Quantity < 0;
        if (below == (row.Type == EventType.Refund)) return false;
        _pipeline.Drop("the shop's own payment", "A payment that the shop made, or a refund that it got: no event of a customer.",
            row.Order, isDefect: false);
        return true;
    }

    private StatusMeaning MeaningOf(ReadOnlySpan<char> word)
    {
        (StatusMeaning meaning, bool known) = _statuses!.MeaningOf(word.Length > MaxWord ? word[..MaxWord] : word);
        if (!known) _pipeline.Notes.UnknownStatus(word.Length > MaxWord ? word[..MaxWord].ToString() : word.ToString());
        return meaning;
    }
}
