using System.Security.Cryptography;

namespace Marchitect;

/// <summary>
/// What a dry run found and decided, kept so that <see cref="SitePlan.ApplyAsync"/> does exactly that and nothing else, perhaps days later and after
/// somebody has read it. <see cref="RunReport.Saved"/> has it.
/// </summary>
/// <remarks>
/// The file is JSON, readable, and sealed: one byte altered and it is refused. What is secret stands in it only as keyed hashes, and is resolved again
/// when it is applied. The key (32 random bytes) lies in <c>~/.local/state/marchitect/plan-key</c>, below <c>$XDG_STATE_HOME</c>, or where
/// <c>MARCHITECT_PLAN_KEY_FILE</c> says; it is made when first needed.
/// </remarks>
public sealed class SavedPlan
{
    internal SavedPlan()
    {
    }

    /// <summary>Name of the site plan.</summary>
    public string Plan { get; internal init; } = "";

    /// <summary>The mode.</summary>
    public string Mode { get; internal init; } = "";

    /// <summary>The host as the user calls it.</summary>
    public string Host { get; internal init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; internal init; }

    /// <summary>Fingerprint of the host's key, e.g. <c>SHA256:...</c>; null where the way to the host knows none.</summary>
    public string? HostKeyFingerprint { get; internal init; }

    /// <summary>The host's <c>/etc/machine-id</c>; null where it has none.</summary>
    public string? MachineId { get; internal init; }

    /// <summary>Modules and their version ids.</summary>
    internal IReadOnlyList<string> Program { get; init; } = [];

    /// <summary>What makes the config of each step the same.</summary>
    internal IReadOnlyList<string> Config { get; init; } = [];

    internal IReadOnlyList<SavedPrefab> Prefabs { get; init; } = [];

    internal IReadOnlyList<SavedCommand> Commands { get; init; } = [];

    /// <summary>What the hashes were made with; null for a plan that was never in a file.</summary>
    internal PlanKey? Key { get; init; }

    /// <summary>Reads one from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="PlanRefusedException">It is none, was altered, or was sealed with another key.</exception>
    /// <exception cref="MarchitectException">The file or the key cannot be read.</exception>
    public static async Task<SavedPlan> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        byte[] content;
        try
        {
            content = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MarchitectException($"the saved plan {path} could not be read: {failure.Message}", null, failure);
        }
        return SavedPlanFile.Read(content, path);
    }

    /// <summary>Writes it to a file, whole or not at all, that only its owner may read.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>A task that ends when it is there.</returns>
    /// <exception cref="MarchitectException">It cannot be written, or the key cannot be made.</exception>
    public Task SaveAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        cancellationToken.ThrowIfCancellationRequested();
        var content = SavedPlanFile.Write(this, Key ?? PlanKey.Read(canCreate: true)!);
        var beside = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        try
        {
            PrivateFile.Write(beside, content);
            File.Move(beside, path, overwrite: true);
            return Task.CompletedTask;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(beside);
            throw new MarchitectException($"the saved plan {path} could not be written: {failure.Message}", null, failure);
        }
    }

    /// <summary>A hash made now, as it stands in this plan.</summary>
    internal string Keyed(string hash) => Key?.Hash(hash) ?? hash;
}
