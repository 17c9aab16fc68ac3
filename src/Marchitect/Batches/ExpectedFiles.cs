using System.Globalization;
using System.Security.Cryptography;

namespace Marchitect;

/// <summary>
/// What will stand at paths once the changes decided so far are made. A later prefab that looks at such a path decides on that, so that
/// a file and a line in it, or five lines in one file, are one change and not five round trips; a dry run shows each as it would be.
/// </summary>
/// <param name="user">The session's user, who owns what is made.</param>
internal sealed class ExpectedFiles(string user)
{
    private readonly Dictionary<string, Expected> _byPath = [];

    /// <summary>The finding that a prefab will make, where all it asks is about one path that is known by then.</summary>
    public (Finding Finding, ChangeGroup Group)? For(PrefabEntry entry)
    {
        if (entry.Probe.Questions.Count != 1 || entry.Footprint.Paths is not [var path] || !_byPath.TryGetValue(path, out var expected))
            return null;
        return FileProbes.IsAnsweredBy(entry.Probe.Questions[0], expected.Answer.Text) ? (entry.Probe.Read([expected.Answer]), expected.Group) : null;
    }

    /// <summary>Takes in what a change will make.</summary>
    public void Take(PrefabEntry entry, Change change, ChangeGroup group)
    {
        if (change.Operations.Any(operation => operation is RunCommand or SetOwner or SetPermissions))
        {
            Forget(entry.Footprint);
            return;
        }
        foreach (var operation in change.Operations)
        {
            switch (operation)
            {
                case WriteFile write:
                    Expect(write.Path, FileText(write), write.Content, group);
                    break;
                case MakeLink link:
                    Expect(link.Path, $"a1ff 0 0 {user}: {link.Target}", null, group);
                    break;
                case MakeFolder folder:
                    Expect(folder.Path, $"{Mode(0x4000, folder.Permissions ?? "0755")} 0 0 {user}:", null, group);
                    break;
                case RemovePath { Path: var path }:
                    Forget(Footprint.Of(path));
                    Expect(path, "-", null, group);
                    break;
                case RemoveEmptyFolder { Path: var path }:
                    Expect(path, "-", null, group);
                    break;
                default:
                    Forget(entry.Footprint);
                    break;
            }
        }
    }

    private void Expect(string path, string text, ReadOnlyMemory<byte>? content, ChangeGroup group) =>
        _byPath[Footprint.Normal(path)] = new(new ProbeAnswer(text) { Content = content }, group);

    private void Forget(Footprint footprint)
    {
        foreach (var path in _byPath.Keys.Where(path => Footprint.Of(path).Overlaps(footprint)).ToArray())
            _byPath.Remove(path);
    }

    private string FileText(WriteFile write) =>
        $"{Mode(0x8000, write.Permissions)} 0 0 {(write.Owner is { } owner && owner.Contains(':', StringComparison.Ordinal) ? owner : $"{write.Owner ?? user}:")} {Convert.ToHexStringLower(SHA256.HashData(write.Content.Span))}";

    private static string Mode(int kind, Permissions permissions) => (kind | permissions.Bits).ToString("x", CultureInfo.InvariantCulture);

    private sealed record Expected(ProbeAnswer Answer, ChangeGroup Group);
}
