namespace Marchitect.Tests.Errors;

/// <summary>Errors that help at three in the morning, compared whole.</summary>
public sealed class ErrorTextSpecs
{
    [Fact]
    public void A_failed_command_tells_where_what_the_facts_the_remedy_and_how_far_the_run_came()
    {
        var failure = new CommandFailedException(
            "could not create /srv/app.", "mkdir -p -- /srv/app", 1, "", "mkdir: cannot create directory '/srv/app':\nPermission denied",
            TimeSpan.FromMilliseconds(234), "'deploy' may not write under /srv. Run this step as root, or give /srv to 'deploy'.");
        failure.At(new Where("web-3", "deploy@10.0.4.7:22"));
        failure.At(new Where("another", null, "WebServer", 4, 9, "nginx", "install"));
        failure.Progress = "Steps 1-3 are done; steps 5-9 were not started.";

        Assert.Equal(
            """
            web-3 (deploy@10.0.4.7:22), plan WebServer, step 4 of 9 'nginx', mode install: could not create /srv/app.

              command      mkdir -p -- /srv/app
              exit status  1, after 0.2 s
              stderr       mkdir: cannot create directory '/srv/app':
                           Permission denied

            'deploy' may not write under /srv. Run this step as root, or give /srv to 'deploy'.
            Steps 1-3 are done; steps 5-9 were not started.
            """.ReplaceLineEndings("\n"),
            failure.Message);
    }

    [Theory]
    [InlineData(1, "1")]
    [InlineData(126, "126 (found, but could not be executed)")]
    [InlineData(127, "127 (command not found)")]
    [InlineData(128, "128")]
    [InlineData(130, "130 (SIGINT, or exit 130)")]
    [InlineData(137, "137 (SIGKILL, or exit 137)")]
    [InlineData(141, "141 (SIGPIPE, or exit 141)")]
    [InlineData(143, "143 (SIGTERM, or exit 143)")]
    [InlineData(159, "159 (SIGSYS, or exit 159)")]
    [InlineData(255, "255")]
    public void An_exit_status_says_what_it_may_mean(int status, string text) => Assert.Equal(text, ExitStatusText.Of(status));

    [Fact]
    public void Secrets_are_replaced_the_longest_first_and_line_by_line()
    {
        var redactor = new Redactor(["abc", "abcdef", "two\nlines", "it's", ""]);

        Assert.Equal("*** *** *** *** x", redactor.Redact("abcdef abc two lines x"));
        Assert.Equal("echo ***", redactor.Redact("echo " + Shell.Quote("it's")));
    }

    [Theory]
    [InlineData("644", "0644")]
    [InlineData("0755", "0755")]
    [InlineData("4755", "04755")]
    [InlineData("000", "0000")]
    public void Permissions_are_octal_digits(string text, string octal) => Assert.Equal(octal, Permissions.Parse(text).Octal);

    [Theory, InlineData(""), InlineData("64"), InlineData("0899"), InlineData("rw"), InlineData("77777"), InlineData("-644")]
    public void Anything_else_is_refused_where_it_is_written(string text) => Assert.Throws<ArgumentException>(() => Permissions.Parse(text));
}
