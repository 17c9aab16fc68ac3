using System.Diagnostics;

namespace Marchitect.Tests.Inventory;

public sealed class PrivateKeyFactsSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("marchitect-identity-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("ed25519", "", "", false)]
    [InlineData("ed25519", "", "a passphrase", true)]
    [InlineData("rsa", "PEM", "", false)]
    [InlineData("rsa", "PEM", "a passphrase", true)]
    [InlineData("rsa", "PKCS8", "", false)]
    [InlineData("rsa", "PKCS8", "a passphrase", true)]
    [InlineData("ecdsa", "", "a passphrase", true)]
    public async Task Whether_a_key_needs_a_passphrase_is_told_without_opening_it(string type, string format, string passphrase, bool isEncrypted)
    {
        var path = Path.Join(_folder, "id");
        string[] form = format.Length > 0 ? ["-m", format] : [];
        using var keygen = Process.Start(new ProcessStartInfo("ssh-keygen", ["-q", "-t", type, .. form, "-N", passphrase, "-f", path]))!;
        await keygen.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new PrivateKeyFacts(isEncrypted, IsOnHardware: false), PrivateKeyFacts.Read(path));
    }

    [Fact]
    public void A_file_that_is_not_there_is_none() => Assert.Null(PrivateKeyFacts.Read(Path.Join(_folder, "absent")));

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\n!\n-----END OPENSSH PRIVATE KEY-----\n")]
    [InlineData("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA/////w==\n-----END OPENSSH PRIVATE KEY-----\n")]
    public void What_is_no_key_tells_nothing(string text)
    {
        var path = Path.Join(_folder, "id");
        File.WriteAllText(path, text);

        Assert.Equal(default(PrivateKeyFacts), PrivateKeyFacts.Read(path));
    }
}
