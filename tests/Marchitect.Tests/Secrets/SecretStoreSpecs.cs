using System.Security.Cryptography;
using System.Text;

namespace Marchitect.Tests.Secrets;

/// <summary>Files of secrets by name, under one password.</summary>
public sealed class SecretStoreSpecs : IDisposable
{
    /// <summary>
    /// Made by Python (hashlib, hmac and cryptography's AESGCM) under the password <c>correct horse</c>: <c>db/password</c> is <c>hunter2-canary</c>,
    /// <c>token</c> has two lines.
    /// </summary>
    private const string MadeByPython = """
        marchitect-secrets: 1
        kdf: PBKDF2-HMAC-SHA512
        iterations: 210000
        salt: ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM=
        check: ad2n94seg+QgRru4XWYZlg==

        db/password: AAAAAAAAAAAAAAAA4v7Opr/iFIdi0mauyhLnW0VsePseDnH7xPY0lOCt
        token: AQEBAQEBAQEBAQEBbbl2qv0eDUpCwHwOJgjT1DG4mpYc85XO3+0hq+FjSfs=

        seal: KCDj9bxa3J+8DaUQCdOiouT1m+m/81dIHnwGpv2cBqk=

        """;

    private const string Altered = "the file of secrets FILE was altered after it was written: a value or a name was changed, swapped, added or taken away.";
    private const string WrongKey = "the password of FILE is wrong, or the file's first lines were altered.";
    private readonly SecretFolder _folder = new();

    private static VaultPassword Right => new(VaultVectors.Password, "what was typed");

    private string Path => _folder.PathOf("site.secrets");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_others_wrote_by_the_format_is_read()
    {
        _folder.Write("site.secrets", MadeByPython);
        using var store = SecretStore.Open(Path, Right);

        Assert.Equal(["db/password", "token"], store.Names);
        Assert.Equal("hunter2-canary", store.Get("db/password"));
        Assert.Equal("t\u00F6ken\nline two\n", store.Get("token"));
        Assert.Equal(["db/password", "token"], SecretStore.ReadNames(Path));
    }

    [Fact]
    public void What_is_set_is_read_back_under_the_password_alone()
    {
        Make(("z", "last"), ("a/b-c_d.e", "hunter2-canary\n\u20AC"), ("empty", ""));

        using var store = SecretStore.Open(Path, Right);
        Assert.Equal(["a/b-c_d.e", "empty", "z"], store.Names);
        Assert.Equal("hunter2-canary\n\u20AC", store.Get("a/b-c_d.e"));
        Assert.Equal("", store.Get("empty"));
        Assert.DoesNotContain("hunter2", File.ReadAllText(Path), StringComparison.Ordinal);
        Assert.Equal("the password of FILE is wrong, or the file's first lines were altered.\n\nThe password was what was typed.", Fail(File.ReadAllText(Path), "battery staple"));
    }

    [Fact]
    public void A_change_of_one_value_changes_its_line_and_the_seal()
    {
        Make(("a", "1"), ("b", "2"), ("c", "3"));
        var before = File.ReadAllLines(Path);

        using var store = SecretStore.Open(Path, Right);
        store.Set("a", "1");
        store.Set("b", "two");
        store.Save();

        var after = File.ReadAllLines(Path);
        Assert.Equal([7, 10], Enumerable.Range(0, before.Length).Where(line => before[line] != after[line]));
        Assert.Equal("two", store.Get("b"));
    }

    [Fact]
    public void A_value_is_taken_away()
    {
        Make(("a", "1"), ("bread", "2"));
        using var store = SecretStore.Open(Path, Right);
        store.Remove("a");
        store.Save();

        Assert.Equal(["bread"], SecretStore.ReadNames(Path));
        Assert.Equal($"{Path} has no secret 'a'.\n\nIt holds bread.", Assert.Throws<SecretException>(() => store.Remove("a")).Message);
        Assert.Equal($"{Path} has no secret 'braed'.\n\nDid you mean 'bread'?", Assert.Throws<SecretException>(() => store.Get("braed")).Message);
    }

    [Fact]
    public void Another_password_comes_with_another_salt_and_everything_encrypted_anew()
    {
        Make(("a", "1"), ("b", "2"));
        var before = File.ReadAllLines(Path);
        using (var store = SecretStore.Open(Path, Right))
        {
            store.Rekey("battery staple", 220_000);
            store.Save();
        }

        var after = File.ReadAllLines(Path);
        Assert.Equal("iterations: 220000", after[2]);
        Assert.Equal([0, 1, 5, 8], Enumerable.Range(0, before.Length).Where(line => before[line] == after[line]));
        using var reopened = SecretStore.Open(Path, new("battery staple", "what was typed"));
        Assert.Equal(("1", "2"), (reopened.Get("a"), reopened.Get("b")));
        Assert.StartsWith(WrongKey, Fail(File.ReadAllText(Path)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_file_has_600_000_iterations_and_few_or_far_too_many_are_refused()
    {
        using (var store = SecretStore.Create(Path, VaultVectors.Password))
            store.Save();
        Assert.Equal("iterations: 600000", File.ReadAllLines(Path)[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretStore.Create(Path, VaultVectors.Password, 209_999));
        Assert.Throws<ArgumentOutOfRangeException>(() => SecretStore.Create(Path, VaultVectors.Password, 10_000_001));
    }

    [Fact]
    public void A_bit_that_is_flipped_anywhere_is_noticed()
    {
        var bytes = Encoding.UTF8.GetBytes(MadeByPython);
        // Not every byte: most need a derivation of the key, which is slow. 7 and 8 have no common divisor, so each bit has its turn in each part.
        for (var at = 0; at < bytes.Length; at += 7)
        {
            var flipped = bytes.ToArray();
            flipped[at] ^= (byte)(1 << at % 8);
            _folder.Write("site.secrets", flipped);
            Assert.Throws<SecretException>(() => Open(flipped));
        }
    }

    [Theory]
    [InlineData("iterations: 210000", "iterations: 210001", WrongKey)]
    [InlineData("salt: Z", "salt: a", WrongKey)]
    [InlineData("iterations: 210000", "iterations: 1000", "the file of secrets FILE was altered: line 3 asks for 1000 iterations: 210000 to 10000000 are safe and can be waited for.")]
    [InlineData("iterations: 210000", "iterations: 10000001", "the file of secrets FILE was altered: line 3 asks for 10000001 iterations: 210000 to 10000000 are safe and can be waited for.")]
    [InlineData("iterations: 210000", "iterations: +210000", "the file of secrets FILE was altered: line 3 has no number of iterations.")]
    [InlineData("secrets: 1", "secrets: 2", "the file of secrets FILE is of version '2'; this program knows version 1.")]
    [InlineData("HMAC-SHA512", "HMAC-SHA1", "the file of secrets FILE was altered: line 2 names a function that is not PBKDF2-HMAC-SHA512.")]
    [InlineData("db/password: ", "db/passwort: ", Altered)]
    [InlineData("token: ", "token:", "the file of secrets FILE was altered: line 8 is no line of a name and its value.")]
    [InlineData("token: ", "to ken: ", "the file of secrets FILE was altered: line 8 is no line of a name and its value.")]
    [InlineData("token: ", "db/password: ", "the file of secrets FILE was altered: line 8 has the name 'db/password' a second time.")]
    [InlineData("token: ", "token: =", "the file of secrets FILE was altered: line 8 is not in base64, or of another length than it was written.")]
    [InlineData("\nseal: ", "\nx: eA==\nseal: ", "the file of secrets FILE was altered: line 10 should begin with 'seal: '.")]
    [InlineData("marchitect-secrets: 1", "hello", "FILE is no file of secrets.")]
    [InlineData("token: ", "<<<<<<< HEAD\ntoken: ", "the file of secrets FILE holds a conflict of a merge.")]
    public void What_was_altered_is_told(string part, string other, string what)
    {
        Assert.Contains(part, MadeByPython, StringComparison.Ordinal);
        Assert.StartsWith(what, Fail(MadeByPython.Replace(part, other, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_were_swapped_taken_away_added_or_put_in_another_order_are_noticed()
    {
        var lines = MadeByPython.Split('\n');
        var (db, token) = (lines[6]["db/password: ".Length..], lines[7]["token: ".Length..]);

        Assert.StartsWith(Altered, Fail(Lines(6, $"db/password: {token}", $"token: {db}")), StringComparison.Ordinal);
        Assert.StartsWith(Altered, Fail(Lines(6, lines[7])), StringComparison.Ordinal);
        Assert.StartsWith(Altered, Fail(Lines(6, lines[6])), StringComparison.Ordinal);
        Assert.StartsWith(Altered, Fail(Lines(6)), StringComparison.Ordinal);
        Assert.StartsWith(Altered, Fail(Lines(6, lines[6], lines[7], $"user: {db}")), StringComparison.Ordinal);
        Assert.StartsWith("the file of secrets FILE was altered: line 8 is not in the order of names.", Fail(Lines(6, lines[7], lines[6])), StringComparison.Ordinal);

        string Lines(int at, params string[] values) => string.Join('\n', [.. lines[..at], .. values, .. lines[8..]]);
    }

    /// <summary>Whoever has the key and seals the file again still cannot give a value another name or another header.</summary>
    [Fact]
    public void A_value_opens_under_its_own_name_only_whatever_the_seal_says()
    {
        var lines = MadeByPython.Split('\n');
        (lines[6], lines[7]) = ($"db/password: {lines[7]["token: ".Length..]}", $"token: {lines[6]["db/password: ".Length..]}");
        var body = string.Join('\n', lines[..9]) + "\n";
        var keys = Rfc2898DeriveBytes.Pbkdf2(
            VaultVectors.Password, Enumerable.Range(100, 32).Select(value => (byte)value).ToArray(), 210_000, HashAlgorithmName.SHA512, 64);
        _folder.Write("site.secrets", $"{body}seal: {Convert.ToBase64String(HMACSHA256.HashData(keys.AsSpan(32), Encoding.UTF8.GetBytes(body)))}\n");

        using var store = SecretStore.Open(Path, Right);

        Assert.Equal($"the value 'token' in {Path} was altered after it was written.", Assert.Throws<SecretException>(() => store.Get("token")).What);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_told_wherever_that_was()
    {
        Assert.StartsWith("FILE is no file of secrets: it is empty.", Fail(""), StringComparison.Ordinal);
        for (var length = 1; length < MadeByPython.Length; length += 5)
            Assert.Contains("FILE", Fail(MadeByPython[..length]), StringComparison.Ordinal);
        var lines = MadeByPython.Split('\n');
        for (var count = 1; count < lines.Length - 1; count++)
            Assert.StartsWith("the file of secrets FILE was cut off: its end is missing.", Fail(string.Join('\n', lines[..count]) + "\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_ends_of_windows_do_not_count()
    {
        _folder.Write("site.secrets", MadeByPython.Replace("\n", "\r\n", StringComparison.Ordinal));
        using var store = SecretStore.Open(Path, Right);
        Assert.Equal("hunter2-canary", store.Get("db/password"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a:b")]
    [InlineData("\u00E4")]
    [InlineData("a\nb")]
    public void What_is_no_name_is_refused(string name)
    {
        using var store = SecretStore.Create(Path, VaultVectors.Password, 210_000);
        Assert.Throws<SecretException>(() => store.Set(name, "x"));
    }

    [Theory]
    [InlineData(null, "rw-------")]
    [InlineData("rw-r--r--", "rw-------")]
    [InlineData("r--------", "r--------")]
    public void The_file_is_the_owners_alone_and_stricter_permissions_stay(string? before, string after)
    {
        if (before is not null)
        {
            Make();
            File.SetUnixFileMode(Path, Mode(before));
        }
        using var store = before is null ? SecretStore.Create(Path, VaultVectors.Password, 210_000) : SecretStore.Open(Path, Right);
        store.Set("a", "1");
        store.Save();

        Assert.Equal(Mode(after), File.GetUnixFileMode(Path));
        Assert.Equal([Path], Directory.GetFiles(System.IO.Path.GetDirectoryName(Path)!));
    }

    [Fact]
    public void A_link_stays_and_the_file_it_leads_to_is_replaced()
    {
        Make(("a", "1"));
        var link = _folder.PathOf("link");
        File.CreateSymbolicLink(link, "site.secrets");
        using var store = SecretStore.Open(link, Right);
        store.Set("b", "2");
        store.Save();

        Assert.Equal("site.secrets", new FileInfo(link).LinkTarget);
        Assert.Equal(["a", "b"], SecretStore.ReadNames(Path));
    }

    [Fact]
    public void What_somebody_else_changed_meanwhile_is_not_written_over()
    {
        Make(("a", "1"));
        using var ours = SecretStore.Open(Path, Right);
        using (var theirs = SecretStore.Open(Path, Right))
        {
            theirs.Set("b", "2");
            theirs.Save();
        }
        ours.Set("c", "3");

        Assert.Equal($"the file of secrets {Path} was changed by somebody else meanwhile.", Assert.Throws<SecretException>(ours.Save).What);
        Assert.Equal(["a", "b"], SecretStore.ReadNames(Path));
    }

    [Fact]
    public async Task A_secret_comes_from_such_a_file_which_is_opened_once()
    {
        _folder.Write("site.secrets", MadeByPython);
        var asked = new List<string>();
        var resolver = new SecretResolver { Ask = (question, _) => { asked.Add(question); return new(VaultVectors.Password); } };

        Assert.Equal("hunter2-canary", await SecretFolder.FetchAsync(Secret.FromStore(Path, "db/password"), resolver));
        File.Delete(Path);
        Assert.Equal("t\u00F6ken\nline two\n", await SecretFolder.FetchAsync(Secret.FromStore(Path, "token"), resolver));
        Assert.Equal([$"Password of {Path}: "], asked);
        Assert.Equal($"{Path} has no secret 'tokne'.\n\nDid you mean 'token'?", (await SecretFolder.FailAsync(Secret.FromStore(Path, "tokne"), resolver)).Message);
        Assert.Equal(
            $"the file of secrets {_folder.PathOf("no")} does not exist.",
            (await SecretFolder.FailAsync(Secret.FromStore(_folder.PathOf("no"), "a"), new() { VaultPasswordFile = _folder.Write("password", "x") })).What);
        Assert.Equal($"'token' of {Path}", Secret.FromStore(Path, "token").Source);
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromStore(Path, "a b"));
        Assert.ThrowsAny<ArgumentException>(() => Secret.FromStore("", "a"));
    }

    private static UnixFileMode Mode(string letters) => (UnixFileMode)Convert.ToInt32(string.Concat(letters.Select(letter => letter == '-' ? '0' : '1')), 2);

    private void Make(params (string Name, string Value)[] values)
    {
        using var store = SecretStore.Create(Path, VaultVectors.Password, 210_000);
        foreach (var (name, value) in values)
            store.Set(name, value);
        store.Save();
    }

    private void Open(byte[] content)
    {
        _folder.Write("site.secrets", content);
        SecretStore.Open(Path, Right).Dispose();
    }

    private string Fail(string content, string password = VaultVectors.Password)
    {
        _folder.Write("site.secrets", content);
        var failure = Assert.Throws<SecretException>(() => SecretStore.Open(Path, new(password, "what was typed")).Dispose());
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
        return failure.Message.Replace(Path, "FILE", StringComparison.Ordinal);
    }
}
