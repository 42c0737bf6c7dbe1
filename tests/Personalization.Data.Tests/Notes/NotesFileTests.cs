using System.IO.Compression;
using System.Text;
using Personalization.Core;

namespace Personalization.Data.Tests;

public sealed class NotesFileTests
{
    private static CustomerNotes Read(string text, NotesFileOptions? options = null) =>
        NotesFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), "notes.csv", options, TestContext.Current.CancellationToken);

    [Fact]
    public void Read_Rows_InTheOrderOfTheirTimes()
    {
        CustomerNotes notes = Read(
            "customer,time,text\n7.0,2024-03-02 10:00,\"Good, I think\"\nA@B.de,2024-03-01,bad\n7,2024-03-02 10:00,late\n");

        Assert.Equal(
            [
                new CustomerNote(new CustomerId("a@b.de"), new DateTime(2024, 3, 1), "bad"),
                new CustomerNote(new CustomerId("7"), new DateTime(2024, 3, 2, 10, 0, 0), "Good, I think"),
                new CustomerNote(new CustomerId("7"), new DateTime(2024, 3, 2, 10, 0, 0), "late"),
            ],
            notes.Notes);
        Assert.Equal(("notes.csv", 3L), (notes.Source, notes.RowsRead));
    }

    [Fact]
    public void Read_RowsThatCantBeUsed_AreCounted()
    {
        CustomerNotes notes = Read(
            "Kundennummer;Datum;Kommentar\n1;13.02.2024;gut\n;13.02.2024;wer?\n2;14.02.2024;\n3;gestern;schlecht\n4;03.04.2024;ok\n");

        Assert.Equal(2, notes.Notes.Count);
        Assert.Equal(new DateTime(2024, 4, 3), notes.Notes[1].Time);
        Assert.Equal((5L, 1L, 1L, 1L), (notes.RowsRead, notes.RowsWithoutCustomer, notes.RowsWithoutText, notes.UnreadableTimes));
        Assert.Equal(new RowExample(5, "Datum", "gestern"), Assert.Single(notes.UnreadableTimeExamples));
    }

    [Fact]
    public void Read_DayFirstAsked_HoldsWhereNothingTells()
    {
        const string Text = "customer,time,text\n1,05/03/2024,x\n";

        Assert.Equal(new DateTime(2024, 3, 5), Read(Text, new() { DayFirst = true }).Notes[0].Time);
        Assert.Equal(new DateTime(2024, 5, 3), Read(Text, new() { DayFirst = false }).Notes[0].Time);
    }

    [Fact]
    public void Read_ColumnsByNameAndLongTexts_AreTakenAndCut()
    {
        CustomerNotes notes = Read(
            $"who,when,what\n1,2024-01-01,{new string('x', 150)}\n",
            new() { CustomerColumn = "Who", TimeColumn = "when", TextColumn = "WHAT", MaxTextLength = 100 });

        Assert.Equal(100, notes.Notes[0].Text.Length);
        Assert.Equal(1, notes.TextsCut);
    }

    [Theory]
    [InlineData("", "The file is empty")]
    [InlineData("customer,time\n1,2024-01-01\n", "no column of the text")]
    [InlineData("time,text\n2024-01-01,x\n", "no column of the customer")]
    [InlineData("customer,text\n1,x\n", "rename one to 'time', or name it by NotesFileOptions.TimeColumn")]
    [InlineData("customer,time,text\n1,2024-01-01,\"open\n", "quote")]
    [InlineData("PK\u0003\u0004aaaaaaaa", "plain or in gzip")]
    public void Read_Faults_SayWhatWouldMendThem(string text, string message) =>
        Assert.Contains(message, Assert.Throws<EventFileException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Gzip_AsPlain()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write("customer,time,text\n1,2024-01-01,good\n"u8);
        packed.Position = 0;

        Assert.Equal("good", NotesFile.Read(packed, "n.csv.gz", null, TestContext.Current.CancellationToken).Notes[0].Text);
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NotesFileOptions { MaxTextLength = 99 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NotesFileOptions { MaxRowBytes = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NotesFileOptions { Examples = 0 });
    }
}
