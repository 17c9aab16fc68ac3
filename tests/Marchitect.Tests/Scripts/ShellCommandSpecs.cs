using System.Globalization;
using System.Reflection;
using Marchitect.Tests.Sessions;

namespace Marchitect.Tests.Scripts;

/// <summary>Commands quote their holes: any text arrives as it is, in any shell.</summary>
public sealed class ShellCommandSpecs(SessionTargets targets) : IClassFixture<SessionTargets>
{
    private static readonly string[] Hostile =
    [
        "plain", "two words", "", " ", "it's", "\"quoted\"", "'", "''", "$HOME", "$(id)", "`id`", "a;b", "a && b", "a|b", "a>b", "&", "-n", "--", "-rf",
        "*", "?", "[a-z]", "{a,b}", "~", "~root", "#no comment", "a#b", "!", "!!", "\\", "\\\\", "a\\", "a\nb", "\n", "\ta", "🙂", "é", "%s\\n", "a=b", "A=b",
        "if", "(a)", "$'a'", "\u0001\u007f\u0080\u0085", "\r\n", "a\u00a0b",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task Any_text_in_a_hole_arrives_as_one_word(string target)
    {
        await using var session = await targets.OpenAsync(target);
        foreach (var text in Hostile)
            Assert.Equal($"<{text}>", (await session.ExecAsync($"printf '<%s>' {text}", null, Cancel)).Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task A_collection_arrives_as_a_word_for_each_item(string target)
    {
        await using var session = await targets.OpenAsync(target);
        string[] none = [];

        var all = await session.ExecAsync($"printf '<%s>' {Hostile}", null, Cancel);
        var numbers = await session.ExecAsync($"printf '<%s>' {Enumerable.Range(1, 3)}", null, Cancel);
        var nothing = await session.ExecAsync($"set -- {none}; echo $#", null, Cancel);

        Assert.Equal(string.Concat(Hostile.Select(text => $"<{text}>")), all.Stdout.Text);
        Assert.Equal("<1><2><3>", numbers.Stdout.Text);
        Assert.Equal("0\n", nothing.Stdout.Text);
    }

    [Theory, MemberData(nameof(SessionTargets.Local), MemberType = typeof(SessionTargets))]
    public async Task Words_of_a_run_arrive_as_they_are(string target)
    {
        await using var session = await targets.OpenAsync(target);

        Assert.Equal(
            string.Concat(Hostile.Select(text => $"<{text}>")),
            (await session.ExecAsync(Shell.Run("printf", ["<%s>", .. Hostile]), null, Cancel)).Stdout.Text);
    }

    [Fact]
    public void A_hole_joins_the_text_beside_it() => Assert.Equal("--name='a b'.txt", Text($"--name={"a b"}.txt"));

    [Fact]
    public void Raw_is_put_in_as_it_is() => Assert.Equal("cat a | wc -l", Text($"cat a {"| wc -l":raw}"));

    [Fact]
    public void A_plain_string_is_taken_as_it_is() => Assert.Equal("echo \"$HOME\" | cat", Text("echo \"$HOME\" | cat"));

    [Fact]
    public void Values_are_written_the_same_everywhere()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            Assert.Equal("1.5 -3 true 2026-11-22", Text($"{1.5} {-3} {true} {new DateOnly(2026, 11, 22):yyyy-MM-dd}"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_hole_inside_quotes_is_refused_since_its_own_quotes_would_end_them()
    {
        const string value = "$(reboot)";
        Assert.Throws<ArgumentException>(() => Text($"echo \"{value}\""));
        Assert.Throws<ArgumentException>(() => Text($"echo '{value}'"));
        Assert.Throws<ArgumentException>(() => Text($"sh -c 'echo it'\\''s {value}'"));
        Assert.Throws<ArgumentException>(() => Text($"echo \"a \\\" {value}\""));
        Assert.Throws<ArgumentException>(() => Text($"echo \"${{HOME:-{value}}}\""));
        Assert.Throws<ArgumentException>(() => Text($"{"echo \"":raw}{value}\""));
    }

    [Theory]
    [InlineData("echo \"quoted\" ")]
    [InlineData("echo 'quoted' ")]
    [InlineData("echo \\\" ")]
    [InlineData("echo \"$(basename -- ")]
    [InlineData("echo # it's a comment\n")]
    [InlineData("echo a#'b' ")]
    [InlineData("echo \"a\"'b' ")]
    public void A_hole_outside_of_quotes_is_taken(string before) => Assert.EndsWith("'a b'", Text($"{before:raw}{"a b"}"), StringComparison.Ordinal);

    [Fact]
    public void What_no_command_can_hold_is_refused_where_it_is_written()
    {
        string? missing = null;
        Assert.Throws<ArgumentNullException>(() => Text($"rm -rf {missing}/"));
        Assert.Throws<ArgumentNullException>(() => Text($"echo {new string?[] { "a", null }}"));
        Assert.Throws<ArgumentException>(() => Text($"echo {"a\0b"}"));
        Assert.Throws<ArgumentException>(() => Shell.Raw("a\0b"));
        Assert.Throws<ArgumentException>(() => Shell.Raw(" \n"));
    }

    [Fact]
    public void A_secret_in_a_hole_does_not_compile_and_throws_where_its_type_is_not_seen()
    {
        var overloads = typeof(ShellCommand).GetMethods()
            .Where(method => method.Name == nameof(ShellCommand.AppendFormatted) && method.GetParameters()[0].ParameterType == typeof(Secret)).ToList();
        Assert.Equal(2, overloads.Count);
        Assert.All(overloads, overload => Assert.True(overload.GetCustomAttribute<ObsoleteAttribute>()?.IsError));

        var secret = Secret.Of("hunter2");
        ConfigValue config = secret;
        ConfigValue below = [new ConfigMap { ["password"] = secret }];
        foreach (var hole in new object[] { secret, config, below })
        {
            foreach (var write in new Func<string>[] { () => Text($"echo {hole}"), () => Text($"echo {hole:raw}"), () => Text($"echo {new[] { hole }}") })
            {
                var error = Assert.Throws<ArgumentException>(write);
                Assert.StartsWith("A secret in a command would be seen in the host's list of processes and in reports. Give it by ExecOptions.SecretEnvironment", error.Message, StringComparison.Ordinal);
                Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
            }
        }
        Assert.Equal("echo 5", Text($"echo {(ConfigValue)5}"));
    }

    private static string Text(ShellCommand command) => command.Text;
}
