using System.Globalization;

namespace Marchitect.Testing;

/// <summary>
/// <c>/run/sshd</c>, without which root's sshd does not start. Where the machine has none, the first throw-away server makes
/// it and the last one, of whichever program, removes it.
/// </summary>
internal sealed class PrivilegeSeparationFolder
{
    private const string Folder = "/run/sshd";
    private const string MadeHere = "/run/sshd/made-for-throw-away-sshd";

    private readonly string? _claim;

    private PrivilegeSeparationFolder(string? claim) => _claim = claim;

    public static PrivilegeSeparationFolder Take()
    {
        while (true)
        {
            try
            {
                if (!Directory.Exists(Folder))
                {
                    Directory.CreateDirectory(Folder);
                    LocalFile.SetPermissions(Folder, "0755");
                    File.WriteAllText(MadeHere, "");
                }
                if (!File.Exists(MadeHere))
                    return new(null);
                var claim = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"claim-{Environment.ProcessId}-{Guid.NewGuid():N}"));
                File.WriteAllText(claim, "");
                return new(claim);
            }
            catch (DirectoryNotFoundException)
            {
                // Another program's last server removed it between our steps: make it again.
            }
        }
    }

    public void Release()
    {
        if (_claim is null)
            return;
        try
        {
            File.Delete(_claim);
            // A program that was killed could not take its claims back.
            foreach (var claim in Directory.GetFiles(Folder, "claim-*").Where(claim => !Directory.Exists($"/proc/{claim.Split('-')[1]}")))
                File.Delete(claim);
            if (Directory.GetFileSystemEntries(Folder) is [MadeHere])
            {
                File.Delete(MadeHere);
                Directory.Delete(Folder);
            }
        }
        catch (IOException)
        {
            // Another server has just claimed or removed it; then it is theirs.
        }
    }
}
