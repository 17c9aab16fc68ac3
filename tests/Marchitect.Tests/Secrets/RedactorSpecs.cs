using System.Text;

namespace Marchitect.Tests.Secrets;

/// <summary>The forms of a secret, as other programs printed them (base64, Python 3.13, jq, bash 5.2, xxd).</summary>
public sealed class RedactorSpecs
{
    private const string Odd = "it's a \"d\" $x/é+<&>?=\\ `b`";
    private const string Key = "first line'\nsecond \"x\"\n}\n\nlast one\n";

    [Theory]
    [InlineData("itself", "it's a \"d\" $x/é+<&>?=\\ `b`", "***")]
    [InlineData("base64 -w0", "aXQncyBhICJkIiAkeC/DqSs8Jj4/PVwgYGJg", "***")]
    [InlineData("base64.urlsafe_b64encode", "aXQncyBhICJkIiAkeC_DqSs8Jj4_PVwgYGJg", "***")]
    // The characters at the ends belong to what stands around it too.
    [InlineData("base64 of u:SECRET:v", "dTppdCdzIGEgImQiICR4L8OpKzwmPj89XCBgYmA6dg==", "dTp***A6dg==")]
    [InlineData("base64 of ur:SECRETv", "dXI6aXQncyBhICJkIiAkeC/DqSs8Jj4/PVwgYGJgdg==", "dXI6***dg==")]
    [InlineData("base64 of uSECRETxyz", "dWl0J3MgYSAiZCIgJHgvw6krPCY+Pz1cIGBiYHh5eg==", "dW***Hh5eg==")]
    [InlineData("xxd -p -c0", "697427732061202264222024782fc3a92b3c263e3f3d5c20606260", "***")]
    [InlineData("xxd -u -p -c0", "697427732061202264222024782FC3A92B3C263E3F3D5C20606260", "***")]
    [InlineData("urllib.parse.quote", "it%27s%20a%20%22d%22%20%24x/%C3%A9%2B%3C%26%3E%3F%3D%5C%20%60b%60", "***")]
    [InlineData("urllib.parse.quote, lower case", "it%27s%20a%20%22d%22%20%24x/%c3%a9%2b%3c%26%3e%3f%3d%5c%20%60b%60", "***")]
    [InlineData("urllib.parse.quote_plus", "it%27s+a+%22d%22+%24x%2F%C3%A9%2B%3C%26%3E%3F%3D%5C+%60b%60", "***")]
    [InlineData("encodeURIComponent", "it's%20a%20%22d%22%20%24x%2F%C3%A9%2B%3C%26%3E%3F%3D%5C%20%60b%60", "***")]
    [InlineData("json.dumps", "\"it's a \\\"d\\\" $x/\\u00e9+<&>?=\\\\ `b`\"", "\"***\"")]
    [InlineData("jq", "\"it's a \\\"d\\\" $x/é+<&>?=\\\\ `b`\"", "\"***\"")]
    [InlineData("PHP's json_encode", "\"it's a \\\"d\\\" $x\\/\\u00e9+<&>?=\\\\ `b`\"", "\"***\"")]
    [InlineData("System.Text.Json", "\"it\\u0027s a \\u0022d\\u0022 $x/\\u00E9\\u002B\\u003C\\u0026\\u003E?=\\\\ \\u0060b\\u0060\"", "\"***\"")]
    [InlineData("html.escape", "it&#x27;s a &quot;d&quot; $x/é+&lt;&amp;&gt;?=\\ `b`", "***")]
    [InlineData("Jinja's escape", "it&#39;s a &#34;d&#34; $x/é+&lt;&amp;&gt;?=\\ `b`", "***")]
    [InlineData("xml, text", "it's a \"d\" $x/é+&lt;&amp;&gt;?=\\ `b`", "***")]
    [InlineData("xml, attribute", "it&apos;s a &quot;d&quot; $x/é+&lt;&amp;&gt;?=\\ `b`", "***")]
    [InlineData("shlex.quote", "'it'\"'\"'s a \"d\" $x/é+<&>?=\\ `b`'", "***")]
    [InlineData("set -x of bash", "'it'\\''s a \"d\" $x/é+<&>?=\\ `b`'", "***")]
    [InlineData("within a quoted word", "'user:it'\\''s a \"d\" $x/é+<&>?=\\ `b`@host'", "'user:***@host'")]
    [InlineData("declare -p", "\"it's a \\\"d\\\" \\$x/é+<&>?=\\\\ \\`b\\`\"", "\"***\"")]
    [InlineData("printf %q", "it\\'s\\ a\\ \\\"d\\\"\\ \\$x/é+\\<\\&\\>\\?=\\\\\\ \\`b\\`", "***")]
    [InlineData("printf %q, locale C", "$'it\\'s a \"d\" $x/\\303\\251+<&>?=\\\\ `b`'", "***")]
    public void A_secret_is_known_in_the_forms_that_programs_print(string program, string printed, string shown) =>
        Assert.Equal($"{program}: {shown}.", new Redactor([Odd]).Redact($"{program}: {printed}."));

    [Theory]
    [InlineData("first line'", "***")]
    [InlineData("  second \"x\"  ", "  ***  ")]
    [InlineData("last one\r", "***\r")]
    [InlineData("}", "}")]
    [InlineData("", "")]
    [InlineData("second \\\"x\\\"", "***")]
    [InlineData("second &quot;x&quot;", "***")]
    [InlineData("$'first line\\'\\nsecond \"x\"\\n}\\n\\nlast one\\n'", "***")]
    [InlineData("\"first line'\\nsecond \\\"x\\\"\\n}\\n\\nlast one\\n\"", "\"***\"")]
    [InlineData("first line'\nsecond \"x\"\n}\n\nlast one", "***")]
    public void A_secret_of_several_lines_is_known_line_by_line(string printed, string shown) =>
        Assert.Equal(shown, new Redactor([Key]).Redact(printed));

    [Fact]
    public void The_lines_of_a_wrapped_encoding_are_known_each()
    {
        var key = string.Concat(Enumerable.Range(0, 5).Select(i => $"line 0{i} of a key that is long\n"));
        // base64(1) of it, and openssl base64.
        string[] printed =
        [
            "bGluZSAwMCBvZiBhIGtleSB0aGF0IGlzIGxvbmcKbGluZSAwMSBvZiBhIGtleSB0aGF0IGlzIGxv",
            "bmcKbGluZSAwMiBvZiBhIGtleSB0aGF0IGlzIGxvbmcKbGluZSAwMyBvZiBhIGtleSB0aGF0IGlz",
            "IGxvbmcKbGluZSAwNCBvZiBhIGtleSB0aGF0IGlzIGxvbmcK",
            "bGluZSAwMCBvZiBhIGtleSB0aGF0IGlzIGxvbmcKbGluZSAwMSBvZiBhIGtleSB0",
        ];

        Assert.Equal(["***", "***", "***", "***"], printed.Select(new Redactor([key]).Redact));
    }

    [Theory]
    [InlineData("pin q7Z.", "pin ***.")]
    [InlineData("q7Z", "***")]
    [InlineData("\"q7Z\"", "\"***\"")]
    [InlineData("q7Zq7Z aq7Z q7Z_ 1q7Z", "q7Zq7Z aq7Z q7Z_ 1q7Z")]
    public void A_very_short_secret_is_replaced_as_a_whole_word(string text, string shown) =>
        Assert.Equal(shown, new Redactor(["q7Z"]).Redact(text));

    [Theory]
    [InlineData("secret-one", "one-two-three", "say secret-one-two-three.", "say ***.")]
    [InlineData("hunter2", "hunter2-and-more", "say hunter2-and-more.", "say ***.")]
    [InlineData("hunter2", "pass:hunter2", "say pass:hunter2.", "say ***.")]
    public void Secrets_that_overlap_leave_no_rest(string first, string second, string text, string shown)
    {
        Assert.Equal(shown, new Redactor([first, second]).Redact(text));
        Assert.Equal(shown, new Redactor([first]).With([second]).Redact(text));
    }

    [Theory]
    [InlineData("command 'echo hunter2-ca...'", "command 'echo ***...'")]
    [InlineData("hun...", "hun...")]
    [InlineData("expected 'hunter2…", "expected '***…")]
    public void What_was_cut_within_a_secret_does_not_show_its_beginning(string text, string shown) =>
        Assert.Equal(shown, new Redactor(["hunter2-canary"]).RedactShortened(text));

    [Theory]
    [InlineData(65536 - 1)]
    [InlineData(65536 - 7)]
    [InlineData(65536 - 13)]
    [InlineData(65536)]
    [InlineData(65536 - 14)]
    public async Task A_line_is_cut_beside_a_secret_not_within_it(int before)
    {
        const string secret = "hunter2-canéry";
        var redactor = new Redactor([secret]);
        var pieces = new List<string>();
        var capture = new OutputCapture(0, Stream.Null, pieces.Add, redactor);
        var line = Encoding.UTF8.GetBytes($"{new string('x', before)}{secret}{new string('y', 70_000)}\n");

        // It comes in chunks of any size.
        foreach (var chunk in line.Chunk(9_973))
            await capture.WriteAsync(chunk);
        await capture.EndAsync();

        Assert.Equal($"{new string('x', before)}***{new string('y', 70_000)}", string.Concat(pieces.Select(redactor.Redact)));
        Assert.All(pieces, piece => Assert.True(Encoding.UTF8.GetByteCount(piece) <= 65536));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task The_end_of_an_output_does_not_begin_with_half_a_secret(int within)
    {
        var redactor = new Redactor(["hunter2-canary"]);
        foreach (var to in new[] { null, Stream.Null })
        {
            var capture = new OutputCapture(100_000, to, null, redactor);
            foreach (var chunk in Encoding.UTF8.GetBytes($"{new string('x', 20_000)}hunter2-canary{new string('y', 4096 - 14 + within)}").Chunk(1000))
                await capture.WriteAsync(chunk);

            var end = capture.LastLines(redactor);

            Assert.Equal(new string('y', 4096 - 14 + within), end.Replace("[...]\n", "", StringComparison.Ordinal).Replace("***", "", StringComparison.Ordinal));
        }
    }

    // Nobody should believe more than holds: a program that changes a secret in a way of its own tells it.
    [Theory]
    [InlineData("reversed", "yranac-2retnuh")]
    [InlineData("in capitals", "HUNTER2-CANARY")]
    [InlineData("a letter a line", "h\nu\nn\nt\ne\nr\n2")]
    [InlineData("a part of it", "hunter2-canar")]
    [InlineData("rot13", "uhagre2-pnanel")]
    [InlineData("od -tx1", "68 75 6e 74 65 72 32 2d 63 61 6e 61 72 79")]
    [InlineData("base64 of base64", "YUhWdWRHVnlNaTFqWVc1aGNuaz0=")]
    [InlineData("md5", "a1b5a1ac3dd0e5c47ff8e1d4d1b8c9b0")]
    public void A_secret_that_a_program_changed_otherwise_is_not_known(string how, string printed) =>
        Assert.Equal($"{how}: {printed}", new Redactor(["hunter2-canary"]).Redact($"{how}: {printed}"));

    [Fact]
    public void Many_secrets_cost_little()
    {
        var redactor = new Redactor([.. Enumerable.Range(0, 100).Select(i => $"s3cret-{i * 7919:x8}-{i * 104729:x8}")]);
        var lines = Enumerable.Range(0, 1000).Select(i => $"{i} Setting up libfoo{i}:amd64 (1.2.{i}-1+deb13u{i % 7}) ... done, /usr/share/doc/libfoo{i}/changelog.gz").ToArray();
        var megabytes = 0.0;
        var began = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < 500_000; i++)
        {
            var line = lines[i % lines.Length];
            megabytes += line.Length / 1e6;
            Assert.Same(line, redactor.Redact(line));
        }
        // A machine under load is slow; without one pass for all it would be minutes.
        TestContext.Current.TestOutputHelper?.WriteLine($"{megabytes:0} MB in {began.Elapsed.TotalSeconds:0.00} s");
        Assert.True(began.Elapsed < TimeSpan.FromSeconds(20), $"{megabytes:0} MB took {began.Elapsed}");
    }
}
