using System.Text;
using Xunit;

namespace Marchitect.Tests.Batches;

/// <summary>Reading what a batch's script answers, whatever stands in it.</summary>
public sealed class BatchReplySpecs
{
    private const string B = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("one\nB\ntwo\nB\nB end\n", "one|two")]
    [InlineData("\nB\n\nB\nB end\n", "|")]
    [InlineData("several\n\nlines\n\nB\nB end\n", "several\n\nlines\n")]
    [InlineData("xB\ny B\nB\nB end\n", "xB\ny B")]
    [InlineData("B end\n", "")]
    public void Answers_are_what_stands_before_the_boundary(string reply, string answers)
    {
        var read = Read(reply);

        Assert.Equal(answers.Length == 0 ? [] : answers.Replace("B", B, StringComparison.Ordinal).Split('|'), read.First.Select(answer => answer.Text));
        Assert.True(read.IsWhole);
    }

    [Fact]
    public void Content_comes_beside_an_answer_byte_for_byte()
    {
        byte[] content = [0, 10, 10, 255, .. Encoding.ASCII.GetBytes("\nB\r" + B[..31] + "\n"), 13, 10];

        var read = BatchReply.Read([.. Encoding.ASCII.GetBytes($"text\n{B}+\n"), .. content, .. Encoding.ASCII.GetBytes($"\n{B}\nnext\n{B}=\n{B} end\n")], B);

        Assert.Equal(["text", "next"], read.First.Select(answer => answer.Text));
        Assert.Equal(content, read.First[0].Content!.Value.ToArray());
        Assert.Equal([false, true], read.First.Select(answer => answer.HasLine));
        Assert.True(read.IsWhole);
    }

    [Fact]
    public void What_the_script_says_has_its_own_answers()
    {
        var read = Read("B proof 0\none\nB\nB conflict 1\ntwo\nB\nthree\nB\nB end\n");

        Assert.Empty(read.First);
        Assert.Equal(["proof 0: one", "conflict 1: two three", "end: "], read.Said.Select(part => $"{string.Join(' ', part.Words)}: {string.Join(' ', part.Answers.Select(answer => answer.Text))}"));
    }

    [Fact]
    public void A_reply_cut_anywhere_is_not_whole_and_no_error()
    {
        var whole = Encoding.ASCII.GetBytes($"text\n{B}+\ncontent\n{B}\n{B} proof 0\nsomething\n{B}\n{B} end\n");

        for (var length = 0; length < whole.Length - 1; length++)
            Assert.False(BatchReply.Read(whole.AsSpan(0, length), B).IsWhole, $"cut after {length}");
    }

    private static BatchReply Read(string reply) => BatchReply.Read(Encoding.UTF8.GetBytes(reply.Replace("B", B, StringComparison.Ordinal)), B);
}
