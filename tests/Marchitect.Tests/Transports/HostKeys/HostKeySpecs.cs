namespace Marchitect.Tests.Transports.HostKeys;

public sealed class HostKeySpecs(SshKeygen keys) : IClassFixture<SshKeygen>
{
    [Theory]
    [InlineData("web-1", "web-1", 22, true)]
    [InlineData("web-1", "WEB-1", 22, true)]
    [InlineData("Web-1", "web-1", 22, true)]
    [InlineData("web-1", "web-11", 22, false)]
    [InlineData("web-2,web-1,10.0.0.1", "web-1", 22, true)]
    [InlineData("web-2,web-1,10.0.0.1", "10.0.0.1", 22, true)]
    [InlineData("*.example.org", "a.b.example.org", 22, true)]
    [InlineData("*.example.org", "example.org", 22, false)]
    [InlineData("web-?", "web-7", 22, true)]
    [InlineData("web-?", "web-77", 22, false)]
    [InlineData("web-?", "web-", 22, false)]
    [InlineData("w*b*1", "web-b-b-1", 22, true)]
    [InlineData("w*b*1", "web-b-b-2", 22, false)]
    [InlineData("*", "anything", 22, true)]
    [InlineData("*.example.org,!db.example.org", "web.example.org", 22, true)]
    [InlineData("*.example.org,!db.example.org", "db.example.org", 22, false)]
    [InlineData("!db.example.org,*.example.org", "db.example.org", 22, false)]
    [InlineData("!db.example.org", "web.example.org", 22, false)]
    [InlineData("[web-1]:2222", "web-1", 2222, true)]
    [InlineData("[web-1]:2222", "web-1", 22, false)]
    [InlineData("[web-1]:2222", "web-1", 2223, false)]
    [InlineData("[*.example.org]:2222", "web.example.org", 2222, true)]
    [InlineData("::1", "::1", 22, true)]
    [InlineData("[::1]:2222", "::1", 2222, true)]
    [InlineData("[web-1]:22", "web-1", 22, false)]
    [InlineData("web-1,", "web-1", 22, true)]
    public void A_key_is_accepted_for_the_hosts_its_line_names_and_no_others(string names, string host, int port, bool accepted)
    {
        var file = keys.NewFile($"{names} {keys.Line("a")}\n");

        Assert.Equal(accepted, Verifier(host, port, file).Verify("ssh-ed25519", keys.Blob("a")) is null);
        Assert.Equal(accepted, SshKeygen.Finds(port == 22 ? host : $"[{host}]:{port}", file));
    }

    [Theory]
    [InlineData("web-1", "web-1", 22, true)]
    [InlineData("web-1", "WEB-1", 22, true)]
    [InlineData("web-1", "web-2", 22, false)]
    [InlineData("web-1,10.0.0.1", "10.0.0.1", 22, true)]
    [InlineData("[web-1]:2222", "web-1", 2222, true)]
    [InlineData("[web-1]:2222", "web-1", 22, false)]
    public void Hashed_names_are_matched_as_ssh_keygen_hashed_them(string names, string host, int port, bool accepted)
    {
        var file = keys.NewHashedFile($"{names} {keys.Line("a")}\n");

        Assert.Equal(accepted, Verifier(host, port, file).Verify("ssh-ed25519", keys.Blob("a")) is null);
#pragma warning disable CA1308 // ssh asks for names in lower case; ssh-keygen takes them as given.
        Assert.Equal(accepted, SshKeygen.Finds((port == 22 ? host : $"[{host}]:{port}").ToLowerInvariant(), file));
#pragma warning restore CA1308
    }

    [Fact]
    public void A_key_known_for_the_bare_host_is_accepted_on_another_port_as_ssh_does()
    {
        var file = keys.NewFile($"web-1 {keys.Line("a")}\n");

        Assert.Null(Verifier("web-1", 2222, file).Verify("ssh-ed25519", keys.Blob("a")));
        Assert.Equal(HostKeyProblem.Unknown, Verifier("web-1", 2222, file).Verify("ssh-ed25519", keys.Blob("b"))?.Problem);
    }

    [Fact]
    public void An_unknown_key_tells_its_fingerprint_the_files_looked_at_and_how_to_accept_it()
    {
        var file = keys.NewFile("");
        var missing = Path.Join(keys.Folder, "not-there");

        var refusal = Verifier("web-1", 2222, file, missing).Verify("ssh-ed25519", keys.Blob("a"));

        Assert.NotNull(refusal);
        Assert.Equal(HostKeyProblem.Unknown, refusal.Problem);
        Assert.Equal("ssh-ed25519", refusal.KeyType);
        Assert.Equal(keys.Fingerprint("a"), refusal.Fingerprint);
        Assert.Equal([file, $"{missing} (not there)"], refusal.LookedIn);
        Assert.Contains(keys.Fingerprint("a"), refusal.Message, StringComparison.Ordinal);
        Assert.Contains(missing, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ssh-keyscan -p 2222 -- web-1 >> ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("AcceptNew", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HostKeyCheck.Strict)]
    [InlineData(HostKeyCheck.AcceptNew)]
    public void A_changed_key_tells_both_fingerprints_the_line_of_the_old_one_and_the_danger(HostKeyCheck check)
    {
        var text = $"# ours\n\nother {keys.Line("ecdsa")}\n[web-1]:2222 {keys.Line("a")}\n";
        var file = keys.NewFile(text);

        var refusal = Verifier("web-1", 2222, check, file).Verify("ssh-ed25519", keys.Blob("b"));

        Assert.NotNull(refusal);
        Assert.Equal((HostKeyProblem.Changed, file, 4), (refusal.Problem, refusal.File, refusal.Line));
        Assert.Equal((keys.Fingerprint("b"), keys.Fingerprint("a")), (refusal.Fingerprint, refusal.KnownFingerprint));
        foreach (var part in (string[])[keys.Fingerprint("a"), keys.Fingerprint("b"), $"{file}:4", "ssh-keygen -R '[web-1]:2222'", "Someone may be in between"])
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Theory]
    [InlineData(HostKeyCheck.Strict)]
    [InlineData(HostKeyCheck.AcceptNew)]
    [InlineData(HostKeyCheck.DangerouslyAcceptAny)]
    public void A_revoked_key_is_refused_whatever_else_vouches_for_it(HostKeyCheck check)
    {
        var file = keys.NewFile($"web-1 {keys.Line("a")}\n@revoked * {keys.Line("a")}\n");

        var refusal = Verifier("web-1", 22, check, file).Verify("ssh-ed25519", keys.Blob("a"));

        Assert.Equal((HostKeyProblem.Revoked, file, 2), (refusal?.Problem, refusal?.File, refusal?.Line));
    }

    [Fact]
    public void A_revoked_key_says_nothing_about_the_hosts_other_keys()
    {
        var file = keys.NewFile($"@revoked web-1 {keys.Line("a")}\nweb-1 {keys.Line("b")}\n");

        Assert.Null(Verifier("web-1", 22, file).Verify("ssh-ed25519", keys.Blob("b")));
    }

    [Theory]
    [InlineData(HostKeyCheck.Strict)]
    [InlineData(HostKeyCheck.AcceptNew)]
    public void A_host_that_only_an_authority_vouches_for_is_refused_with_the_transport_that_can_check_it(HostKeyCheck check)
    {
        var text = $"@cert-authority *.example.org {keys.Line("ecdsa")}\n";
        var file = keys.NewFile(text);

        var refusal = Verifier("web.example.org", 22, check, file).Verify("ssh-ed25519", keys.Blob("a"));

        Assert.Equal((HostKeyProblem.CertificateAuthority, 1), (refusal?.Problem, refusal?.Line));
        Assert.Contains("OpenSshTransport", refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void A_host_with_an_authority_and_a_key_of_its_own_is_accepted_by_its_key()
    {
        var file = keys.NewFile($"@cert-authority * {keys.Line("ecdsa")}\nweb-1 {keys.Line("a")}\n");

        Assert.Null(Verifier("web-1", 22, file).Verify("ssh-ed25519", keys.Blob("a")));
    }

    [Fact]
    public void An_authoritys_own_key_is_not_the_hosts_key()
    {
        var file = keys.NewFile($"@cert-authority web-1 {keys.Line("a")}\n");

        Assert.NotNull(Verifier("web-1", 22, file).Verify("ssh-ed25519", keys.Blob("a")));
    }

    [Fact]
    public void Several_keys_of_a_host_are_all_accepted_and_their_types_are_told_in_the_order_of_the_files()
    {
        var first = keys.NewFile($"web-1 {keys.Line("rsa")}\n@revoked web-1 {keys.Line("ecdsa")}\nother {keys.Line("ecdsa")}\n");
        var second = keys.NewFile($"web-1 {keys.Line("a")}\nweb-1 {keys.Line("b")}\n");
        var verifier = Verifier("web-1", 22, first, second);

        Assert.Equal(["ssh-rsa", "ssh-ed25519"], verifier.KnownKeyTypes());
        Assert.Null(verifier.Verify("rsa-sha2-512", keys.Blob("rsa")));
        Assert.Null(verifier.Verify("ssh-ed25519", keys.Blob("a")));
        Assert.Null(verifier.Verify("ssh-ed25519", keys.Blob("b")));
    }

    [Theory]
    [InlineData("web-1")]
    [InlineData("web-1 ssh-ed25519")]
    [InlineData("web-1 ssh-ed25519 not-base64!")]
    [InlineData("web-1 ssh-ed25519 AAAA")]
    [InlineData("web-1 ssh-rsa KEY")]
    [InlineData("@unheard-of web-1 ssh-ed25519 KEY")]
    [InlineData("|1|broken ssh-ed25519 KEY")]
    [InlineData("|1|%%%%|%%%% ssh-ed25519 KEY")]
    [InlineData("#web-1 ssh-ed25519 KEY")]
    public void A_broken_line_vouches_for_nothing_and_hides_no_other_line(string broken)
    {
        var line = broken.Replace("KEY", keys.Line("a").Split(' ')[1], StringComparison.Ordinal);

        Assert.NotNull(Verifier("web-1", 22, keys.NewFile($"{line}\n")).Verify("ssh-ed25519", keys.Blob("a")));
        Assert.Null(Verifier("web-1", 22, keys.NewFile($"{line}\n \tweb-1\t{keys.Line("a")} a comment\r\n")).Verify("ssh-ed25519", keys.Blob("a")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000000b")]
    [InlineData("ffffffff7373682d65643235353139")]
    [InlineData("0000000b7373682d65643235353139")]
    public void A_key_that_is_none_is_refused(string hex)
    {
        var refusal = Verifier("web-1", 22, HostKeyCheck.AcceptNew, keys.NewFile("")).Verify("ssh-ed25519", Convert.FromHexString(hex));

        Assert.Equal(HostKeyProblem.Unknown, refusal?.Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Accept_new_writes_a_new_hosts_key_once_as_ssh_keygen_finds_it(bool hashed)
    {
        var file = Path.Join(keys.Folder, Guid.NewGuid().ToString("N"), "ssh", "known_hosts");
        var verifier = new HostKeyVerifier(
            new() { KnownHostsFiles = [file], Check = HostKeyCheck.AcceptNew, HashNewNames = hashed }, "Web-1", 2222);

        Assert.Null(verifier.Verify("ssh-ed25519", keys.Blob("a")));
        Assert.Null(verifier.Verify("ssh-ed25519", keys.Blob("a")));

        var line = Assert.Single(File.ReadAllLines(file));
        Assert.Equal(hashed, line.StartsWith("|1|", StringComparison.Ordinal));
        Assert.True(SshKeygen.Finds("[web-1]:2222", file));
        Assert.Null(Verifier("web-1", 2222, file).Verify("ssh-ed25519", keys.Blob("a")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
    }

    [Fact]
    public void Accept_new_adds_its_line_behind_one_that_was_not_finished()
    {
        var file = keys.NewFile($"other {keys.Line("b")}");

        Assert.Null(Verifier("web-1", 22, HostKeyCheck.AcceptNew, file).Verify("ssh-ed25519", keys.Blob("a")));

        Assert.Equal($"other {keys.Line("b")}\nweb-1 {keys.Line("a")}\n", File.ReadAllText(file));
    }

    [Fact]
    public void Accept_new_does_not_take_a_key_of_another_type_for_a_host_that_is_known()
    {
        var text = $"web-1 {keys.Line("a")}\n";
        var file = keys.NewFile(text);

        var refusal = Verifier("web-1", 22, HostKeyCheck.AcceptNew, file).Verify("rsa-sha2-512", keys.Blob("rsa"));

        Assert.Equal((HostKeyProblem.Unknown, 1, keys.Fingerprint("a")), (refusal?.Problem, refusal?.Line, refusal?.KnownFingerprint));
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void Accept_new_refuses_a_key_that_it_cannot_write_down()
    {
        var folder = Directory.CreateDirectory(Path.Join(keys.Folder, Guid.NewGuid().ToString("N"))).FullName;

        var refusal = Verifier("web-1", 22, HostKeyCheck.AcceptNew, folder).Verify("ssh-ed25519", keys.Blob("a"));

        Assert.NotNull(refusal);
        Assert.NotNull(refusal.InnerException);
        Assert.Contains(folder, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_new_hosts_at_once_lose_no_line()
    {
        var file = Path.Join(keys.Folder, Guid.NewGuid().ToString("N"));
        var hosts = Enumerable.Range(0, 60).Select(i => $"host-{i % 40}").ToList();

        Parallel.ForEach(hosts, new ParallelOptions { MaxDegreeOfParallelism = 16 }, host =>
            Assert.Null(Verifier(host, 22, HostKeyCheck.AcceptNew, file).Verify("ssh-ed25519", keys.Blob("a"))));

        Assert.Equal(
            hosts.Distinct().Select(host => $"{host} {keys.Line("a")}").Order(StringComparer.Ordinal),
            File.ReadAllLines(file).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_keys_for_one_new_host_at_once_are_not_both_accepted()
    {
        var file = Path.Join(keys.Folder, Guid.NewGuid().ToString("N"));
        var accepted = 0;

        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var key = i % 2 == 0 ? "a" : "b";
            if (Verifier("web-1", 22, HostKeyCheck.AcceptNew, file).Verify("ssh-ed25519", keys.Blob(key)) is null)
                Interlocked.Increment(ref accepted);
        });

        Assert.Single(File.ReadAllLines(file));
        Assert.Equal(8, accepted);
    }

    [Fact]
    public void Accepting_any_key_is_dangerous_and_writes_nothing()
    {
        var text = $"web-1 {keys.Line("a")}\n";
        var file = keys.NewFile(text);

        Assert.Null(Verifier("web-1", 22, HostKeyCheck.DangerouslyAcceptAny, file).Verify("ssh-ed25519", keys.Blob("b")));
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void An_alias_stands_for_address_and_port()
    {
        var file = keys.NewFile($"cluster {keys.Line("a")}\n");
        var verifier = new HostKeyVerifier(new() { KnownHostsFiles = [file], Alias = "Cluster" }, "10.0.0.7", 2222);

        Assert.Null(verifier.Verify("ssh-ed25519", keys.Blob("a")));
        Assert.Equal(HostKeyProblem.Changed, verifier.Verify("ssh-ed25519", keys.Blob("b"))?.Problem);
    }

    private static HostKeyVerifier Verifier(string host, int port, params string[] files) => Verifier(host, port, HostKeyCheck.Strict, files);

    private static HostKeyVerifier Verifier(string host, int port, HostKeyCheck check, params string[] files) =>
        new(new() { KnownHostsFiles = files, Check = check }, host, port);
}
