using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Marchitect.Prefabs;
using Marchitect.Testing;

namespace Marchitect.Tests.Secrets;

/// <summary>Secrets of a config arrive on the host, and show nowhere: every sink of a run is searched for them, in every form.</summary>
public sealed class CanarySpecs : IAsyncLifetime
{
    // A word that shells and encoders change, several lines as of a key, and one of every other kind.
    private static readonly Dictionary<string, string> Canaries = new()
    {
        ["word"] = "canary's \"song\" & $HOME/100%",
        ["lines"] = "-----BEGIN CANARY-----\nQ2FuYXJ5IGluIGEga2V5\nfirst second third\n-----END CANARY-----\n",
        ["plain"] = "canaryplain0123456789",
        ["letters"] = "canäry-ünïcode-<tag>",
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-canary-").FullName;
    private readonly List<RunEvent> _events = [];
    private ThrowAwaySshd _sshd = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Home => Path.Combine(_folder, "home");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Home);
        _sshd = await ThrowAwaySshd.StartAsync(new() { Environment = new Dictionary<string, string> { ["HOME"] = Home } }, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _sshd.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task No_sink_of_a_run_holds_a_secret_and_the_host_does()
    {
        // What stood there before holds a secret as well, and would stand in the diff.
        await File.WriteAllTextAsync(Path.Combine(Home, "rendered.txt"), $"old {Canaries["plain"]}\n", Cancel);

        var report = await new CanarySite<Sings>().InstallAsync(Transport, Options, Cancel);

        Assert.Equal(RunOutcome.Done, report.Outcome);
        Assert.Equal(
            $"{Canaries["word"]}|{Canaries["plain"]}|{Canaries["letters"]}\n{Canaries["lines"]}\n", await File.ReadAllTextAsync(Path.Combine(Home, "rendered.txt"), Cancel));
        Assert.Contains(Canaries["plain"], await File.ReadAllTextAsync(Path.Combine(Home, "block.txt"), Cancel), StringComparison.Ordinal);
        Assert.Equal(Canaries["word"], await File.ReadAllTextAsync(Path.Combine(Home, "from-environment.txt"), Cancel));
        Assert.Equal("seen 1", CanaryResult.Seen);
        ExpectNone(("events", _events), ("report", report), ("log of the server", _sshd.Log));
        Assert.Contains(Strings(_events), text => text.Contains("***", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_that_quotes_secrets_tells_none()
    {
        var failed = await new CanarySite<Fails>().InstallAsync(Transport, Options with { ErrorOk = true }, Cancel);
        var thrown = await Assert.ThrowsAsync<CommandFailedException>(() => new CanarySite<Fails>().InstallAsync(Transport, Options, Cancel));
        var own = await Assert.ThrowsAnyAsync<MarchitectException>(() => new CanarySite<Throws>().InstallAsync(Transport, Options, Cancel));
        var invalid = await new CanarySite<Throws>().ValidateAsync(Mode.Install, Transport, Options, Cancel);

        Assert.Equal(3, thrown.ExitStatus);
        ExpectNone(
            ("events", _events), ("report", failed), ("error", thrown.ToString()), ("error's parts", thrown), ("own error", own.ToString()), ("own error's parts", own), ("validation", invalid));
        Assert.Contains("***", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("***", own.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_and_a_saved_plan_hold_none()
    {
        await File.WriteAllTextAsync(Path.Combine(Home, "rendered.txt"), $"old {Canaries["plain"]}\n", Cancel);

        var report = await new CanarySite<Sings>().PreviewAsync(Mode.Install, Transport, Options, Cancel);
        var file = Path.Combine(_folder, "saved.plan");
        await report.Saved!.SaveAsync(file, Cancel);

        ExpectNone(("events", _events), ("report", report), ("plan file", await File.ReadAllTextAsync(file, Cancel)));
        Assert.Contains(report.Steps[0].Prefabs, prefab => prefab.Outcome == PrefabOutcome.Changed);
    }

    [Fact]
    public async Task Printed_config_and_its_mistakes_hold_none()
    {
        var config = new CanarySite<Sings>().ReadConfig()[0].Config;
        var wrong = await Assert.ThrowsAsync<ConfigurationException>(() => new CanarySite<Sings>().InstallAsync(
            Transport, new() { Config = new() { ["sings"] = new() { ["wrod"] = Canaries["plain"], ["times"] = Secret.Of(Canaries["plain"]) } } }, Cancel));

        ExpectNone(
            ("YAML", ConfigYaml.Print(config)), ("JSON", ConfigJson.Print(config)), ("text", config.ToString()), ("error", wrong.ToString()), ("schema", new CanarySite<Sings>().ReadConfigSchema()));
    }

    [Fact]
    public void What_a_program_makes_of_a_secret_beyond_encodings_is_not_known()
    {
        var redactor = new Redactor([Canaries["plain"]]);
        var reversed = string.Concat(Canaries["plain"].Reverse());

        // So nobody believes more than holds.
        Assert.Equal(reversed, redactor.Redact(reversed));
        Assert.Equal(Canaries["plain"].ToUpperInvariant(), redactor.Redact(Canaries["plain"].ToUpperInvariant()));
    }

    private RunOptions Options => new() { OnEvent = _events.Add, SessionOptions = new() { OnEvent = _events.Add } };

    private SshTransport Transport => new(new SshEndpoint
    {
        Host = "canary-host",
        HostName = ThrowAwaySshd.Address,
        Port = _sshd.Port,
        User = _sshd.User,
        Credentials = [SshCredential.PrivateKeyFile(_sshd.ClientKeyPath)],
        HostKeys = new() { KnownHostsFiles = [_sshd.KnownHostsPath] },
    });

    private static void ExpectNone(params (string Sink, object Held)[] sinks)
    {
        var found =
            from sink in sinks
            from text in Strings(sink.Held)
            from form in Forms
            where text.Contains(form.Text, StringComparison.Ordinal)
            select $"{sink.Sink}: {form.Name}: {text}";
        Assert.Empty(found);
    }

    private static IEnumerable<(string Name, string Text)> Forms => Canaries.SelectMany(canary => FormsOf(canary.Value).Select(form => ($"{canary.Key} {form.Name}", form.Text)));

    private static IEnumerable<(string Name, string Text)> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return ("itself", secret);
        foreach (var line in secret.Split('\n').Where(line => line.Length >= 4))
            yield return ("a line", line);
        yield return ("base64", Convert.ToBase64String(bytes));
        yield return ("base64 for URLs", Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='));
        yield return ("percent-encoded", Uri.EscapeDataString(secret));
        yield return ("hexadecimal", Convert.ToHexStringLower(bytes));
        yield return ("quoted for a shell", secret.Replace("'", "'\\''", StringComparison.Ordinal));
        yield return ("in JSON", JsonEncodedText.Encode(secret).ToString());
        yield return ("in relaxed JSON", JsonEncodedText.Encode(secret, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString());
    }

    // Every text that can be reached from an object by its properties and fields.
    private static List<string> Strings(object? held)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var texts = new List<string>();
        Collect(held);
        return texts;

        void Collect(object? value)
        {
            switch (value)
            {
                case null or Type or MemberInfo or Delegate or Assembly or CancellationToken:
                    return;
                case string text:
                    texts.Add(text);
                    return;
                case ReadOnlyMemory<byte> bytes:
                    texts.Add(Encoding.UTF8.GetString(bytes.Span));
                    return;
            }
            if (value.GetType().IsPrimitive || value.GetType().IsEnum || (!value.GetType().IsValueType && !seen.Add(value)))
                return;
            if (value is IEnumerable items)
            {
                foreach (var item in items)
                    Collect(item);
            }
            if (value is Exception error)
                texts.Add(error.ToString());
            if (value.GetType().Namespace?.StartsWith("Marchitect", StringComparison.Ordinal) != true && value is not Exception)
                return;
            foreach (var property in value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Where(property => property.GetIndexParameters().Length == 0))
            {
                object? part;
                try
                {
                    part = property.GetValue(value);
                }
                catch (TargetInvocationException)
                {
                    continue;
                }
                Collect(part);
            }
            texts.Add(value.ToString() ?? "");
        }
    }

    private sealed class CanarySite<T> : SitePlan
        where T : Whiteprint, new()
    {
        public override string Name => "CanarySite";

        public override IReadOnlyList<Step> Plan =>
            [Step.Of<T>(ConfigMap.Of(Canaries.Select(canary => KeyValuePair.Create<string, ConfigValue>(canary.Key, Secret.Of(canary.Value)))))];
    }
}

internal sealed record CanaryConfig
{
    public required Secret Word { get; init; }

    public required Secret Lines { get; init; }

    public required Secret Plain { get; init; }

    public required Secret Letters { get; init; }

    public int Times { get; init; } = 1;
}

internal sealed class Sings : Whiteprint<CanaryConfig>
{
    protected internal override IEnumerable<Prefab> Head =>
    [
        new FileFromString("{{ word }}|{{ plain }}|{{ letters }}\n{{ lines }}\n", "~/rendered.txt"),
        new BlockInFile("~/block.txt", "canary", "key {{ plain }}\n"),
    ];

    protected override async Task ExecuteAsync(string mode, CancellationToken cancellationToken)
    {
        await ExecAsync($"printf %s \"$WORD\" > ~/from-environment.txt", new() { SecretEnvironment = new Dictionary<string, Secret> { ["WORD"] = Config.Word } }, cancellationToken);
        // Programs print what they were given, in all ways.
        await QueryAsync(
            $"printf '%s\\n' \"$WORD\" \"$LINES\" \"$PLAIN\" \"$LETTERS\"; for s in \"$WORD\" \"$LINES\" \"$PLAIN\" \"$LETTERS\"; do printf %s \"$s\" | base64 -w0; echo; printf %s \"$s\" | base64 -w0 | tr '+/' '-_' | tr -d =; echo; printf %s \"$s\" | od -An -v -tx1 | tr -d ' \\n'; echo; done >&2",
            new() { SecretEnvironment = All }, cancellationToken);
        var seen = await QueryAsync($"grep -c .", new() { Stdin = Config.Plain }, cancellationToken);
        CanaryResult.Seen = $"seen {seen.Stdout.Trimmed}";
    }

    private Dictionary<string, Secret> All => new() { ["WORD"] = Config.Word, ["LINES"] = Config.Lines, ["PLAIN"] = Config.Plain, ["LETTERS"] = Config.Letters };
}

internal static class CanaryResult
{
    internal static string? Seen;
}

internal sealed class Fails : Whiteprint<CanaryConfig>
{
    protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) => ExecAsync(
        $"printf '%s\\n' \"$PLAIN\" \"$LINES\"; printf %s \"$WORD\" | base64 >&2; printf %s {Config.Letters.Reveal()} >&2; exit 3",
        new() { SecretEnvironment = new Dictionary<string, Secret> { ["PLAIN"] = Config.Plain, ["LINES"] = Config.Lines, ["WORD"] = Config.Word } }, cancellationToken);
}

internal sealed class Throws : Whiteprint<CanaryConfig>
{
    protected override Task ExecuteAsync(string mode, CancellationToken cancellationToken) =>
        throw new InvalidOperationException($"It went wrong with {Config.Plain.Reveal()}.", new InvalidOperationException($"Deeper with {Config.Word.Reveal()}."));

    protected override Task<string?> ValidateAsync(string mode, CancellationToken cancellationToken) =>
        Task.FromResult<string?>($"{Config.Plain.Reveal()} is not there.");
}
