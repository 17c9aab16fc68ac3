using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Marchitect;

/// <summary>
/// Puts files and links in place, any number with a dozen processes: they are written by the shell itself into a folder beside their
/// place, proved by one hash of all, given owners and permissions, checked, flushed, and renamed, all of one folder by one
/// <c>mv</c>. The file under its final name is always whole, the old or the new; cut anywhere, it removes what it wrote.
/// </summary>
internal static class PutScript
{
    /// <summary>What stands before a folder's own name, so that a later run knows what one that was killed has left.</summary>
    private const string Prefix = ".marchitect-put-";

    /// <summary>Appends the script.</summary>
    /// <param name="script">Where to.</param>
    /// <param name="operations">What is put, with the number that <c>bad</c> tells.</param>
    /// <param name="nonce">Sixteen characters that name the folders.</param>
    /// <param name="staged">Where the content of a large file stands already, by path.</param>
    /// <param name="stamp">When, for the names of backups.</param>
    public static void Append(
        StringBuilder script, IReadOnlyList<(int Number, Operation Operation)> operations, string nonce, IReadOnlyDictionary<string, string> staged, string stamp)
    {
        var places = operations.Select(each => Item.Of(each.Number, each.Operation)).ToArray();
        var folders = places.Select(place => place.Folder).Distinct().ToList();
        var all = string.Join(' ', folders.Select((_, i) => $"\"$t{i}\""));
        string Temporary(Item place) => $"\"$t{folders.IndexOf(place.Folder)}\"/{Shell.Quote(place.Name)}";
        string Names(IEnumerable<Item> some) => string.Join(' ', some.Select(Temporary));

        script.Append("umask 077\nbad() { printf '%s ! %s\\n' \"$B\" $1 >&2; exit 1; }\n");
        foreach (var (i, folder) in folders.Index())
        {
            script.Append(CultureInfo.InvariantCulture, $"d{i}={TargetPath.Word(folder)}; t{i}=$d{i}/{Prefix}{nonce}\n")
                .Append(CultureInfo.InvariantCulture, $"[ -d \"$d{i}\" ] || {{ printf '%s\\n' \"$d{i}: the folder does not exist\"; bad {places.First(place => place.Folder == folder).Number}; }}\n")
                .Append(CultureInfo.InvariantCulture, $"for x in \"$d{i}\"/{Prefix}*; do [ ! -d \"$x\" ] || rm -rf -- \"$x\"; done\n");
        }
        script.Append(CultureInfo.InvariantCulture, $"trap 'rm -rf -- {all}' EXIT\ntrap 'exit 143' HUP INT PIPE TERM\nmkdir -- {all} || exit 1\n");

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var place in places)
        {
            if (place.Write is not { } write)
            {
                script.Append(CultureInfo.InvariantCulture, $"ln -s -- {Shell.Quote(place.Target!)} {Temporary(place)} || bad {place.Number}\n");
                continue;
            }
            if (staged.TryGetValue(write.Path, out var there))
            {
                script.Append(CultureInfo.InvariantCulture, $"mv -- {TargetPath.Word(there)} {Temporary(place)} || bad {place.Number}\n");
                continue;
            }
            hash.AppendData(write.Content.Span);
            script.Append(CultureInfo.InvariantCulture, $"{Print(write.Content.Span)} >{Temporary(place)} || bad {place.Number}\n");
        }
        var written = places.Where(place => place.Write is { } write && !staged.ContainsKey(write.Path)).ToArray();
        if (written.Length > 0)
        {
            script.Append(CultureInfo.InvariantCulture, $"h=$(cat -- {Names(written)} | sha256sum)\n")
                .Append(CultureInfo.InvariantCulture, $"[ \"${{h%% *}}\" = {Convert.ToHexStringLower(hash.GetHashAndReset())} ] || {{ echo 'what was written is not what was sent: is the disk full?'; exit 1; }}\n");
        }

        var files = places.Where(place => place.Write is not null).ToArray();
        // chown takes away the bits that chmod may give.
        foreach (var same in files.Where(place => place.Write!.Owner is not null).GroupBy(place => (place.Write!.Owner, place.Write.IsOwnerWanted)))
            script.Append(CultureInfo.InvariantCulture, $"chown -- {Shell.Quote(same.Key.Owner!)} {Names(same)} {(same.Key.IsOwnerWanted ? "|| exit 1" : "2>/dev/null || :")}\n");
        foreach (var same in files.GroupBy(place => place.Write!.Permissions))
            script.Append(CultureInfo.InvariantCulture, $"chmod -- {same.Key.Octal} {Names(same)} || exit 1\n");
        foreach (var place in files.Where(place => place.Write!.Check is not null))
        {
            script.Append(CultureInfo.InvariantCulture, $"f={Temporary(place)}\n")
                .Append(CultureInfo.InvariantCulture, $"F=$f P={Shell.Quote(place.Write!.Check!.Replace("%s", "\"$F\"", StringComparison.Ordinal))} $S -c \"$J\" || bad {place.Number}\n");
        }
        if (files.Length > 0)
            script.Append(CultureInfo.InvariantCulture, $"sync -- {Names(files)} 2>/dev/null || sync\n");
        foreach (var place in files.Where(place => place.Write!.HasBackup))
        {
            var path = TargetPath.Word(place.Write!.Path);
            var backup = TargetPath.Word($"{place.Write.Path}.{stamp}~");
            // A second name for the old file keeps it, whole at any moment, when the new one takes its name.
            script.Append(CultureInfo.InvariantCulture, $"[ ! -e {path} ] || ln -- {path} {backup} 2>/dev/null || cp -p -- {path} {backup} || bad {place.Number}\n");
        }
        foreach (var (i, folder) in folders.Index())
            script.Append(CultureInfo.InvariantCulture, $"mv -f -- {Names(places.Where(place => place.Folder == folder))} \"$d{i}\"/ || exit 1\n");
    }

    /// <summary>Whether a content can stand in a script: as text in quotes, or with its bytes in octal digits.</summary>
    public static bool FitsInScript(ReadOnlySpan<byte> content) =>
        content.Length <= 16 * 1024 || (content.Length <= FileScripts.InlineBytes && FileProbes.TextOf(content) is not null);

    private static string Print(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty)
            return ":";
        if (FileProbes.TextOf(content) is { } text)
            return $"printf %s {Shell.Quote(text)}";
        var octal = new StringBuilder("printf '", content.Length * 4);
        foreach (var b in content)
            octal.Append('\\').Append(Convert.ToString(b, 8).PadLeft(3, '0'));
        return octal.Append('\'').ToString();
    }

    private sealed record Item(int Number, string Folder, string Name, WriteFile? Write, string? Target)
    {
        public static Item Of(int number, Operation operation)
        {
            var path = operation is MakeLink link ? link.Path : ((WriteFile)operation).Path;
            var slash = path.LastIndexOf('/');
            return new(
                number,
                slash < 0 ? "." : slash == 0 ? "/" : path[..slash],
                path[(slash + 1)..],
                operation as WriteFile,
                (operation as MakeLink)?.Target);
        }
    }
}
