namespace Marchitect;

/// <summary>What the command line asks for about a file of secrets.</summary>
/// <param name="Action">What is to be done.</param>
/// <param name="File">The file.</param>
internal sealed record SecretRequest(SecretAction Action, string File)
{
    /// <summary>The name of the value; null for all of them.</summary>
    public string? Name { get; init; }

    /// <summary>A file with the password, or null: see <see cref="SecretResolver.VaultPasswordFile"/>.</summary>
    public string? PasswordFile { get; init; }

    /// <summary>A file with the new password, or null to ask for it.</summary>
    public string? NewPasswordFile { get; init; }
}
