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

    /// <summary>What stands before the name of what was sent over a channel of its own, beside its place.</summary>
    public const string LargePrefix = ".marchitect-large-";

    // An argument list has 2 MiB on Linux; names may have 255 bytes, and stand behind a path each.
    private const int NamesInACommand = 500;

    private const int FlushedOneByOne = 100;

    /// <summary>Appends the script.</summary>
    /// <param name="script">Where to.</param>
    /// <param name="operations">What is put, with the number that <c>bad</c> tells.</param>
    /// <param name="nonce">Sixteen characters that name the folders.</param>
    /// <param name="staged">Where the content of large files stands already.</param>
    /// <param name="stamp">When, for the names of backups.</param>
    public static void Append(
        StringBuilder script, IReadOnlyList<(int Number, Operation Operation)> operations, string nonce, StagedFiles staged, string stamp)
    {
        var places = operations.Select(each => Item.Of(each.Number, each.Operation)).ToArray();
        var folders = places.Select(place => place.Folder).Distinct().Index().ToDictionary(each => each.Item, each => each.Index);
        var all = string.Join(' ', folders.Values.Select(i => $"\"$t{i}\""));
        string Temporary(Item place) => $"\"$t{folders[place.Folder]}\"/{Shell.Quote(place.Name)}";
        void Each(IEnumerable<Item> some, Func<string, string> line)
        {
            foreach (var names in some.Chunk(NamesInACommand))
                script.Append(line(string.Join(' ', names.Select(Temporary)))).Append('\n');
        }

        script.Append("umask 077\nbad() { printf '%s ! %s\\n' \"$B\" $1 >&2; exit 1; }\n")
            // A shell's own printf does not tell a full disk from other errors.
            .Append("short() { r=$(df -P -k \"$2\" 2>/dev/null | tail -n 1); set -- $1 $r; [ \"${5:-100}\" -ge 64 ] || echo 'No space left on device'; bad $1; }\n");
        foreach (var (folder, i) in folders)
        {
            script.Append(CultureInfo.InvariantCulture, $"d{i}={TargetPath.Word(folder)}; t{i}=$d{i}/{Prefix}{nonce}\n")
                .Append(CultureInfo.InvariantCulture, $"[ -d \"$d{i}\" ] || {{ printf '%s\\n' \"$d{i}: the folder does not exist\"; bad {places.First(place => place.Folder == folder).Number}; }}\n")
                .Append(CultureInfo.InvariantCulture, $"for x in \"$d{i}\"/{Prefix}*; do [ ! -d \"$x\" ] || rm -rf -- \"$x\"; done\n")
                .Append(ForgetLarge($"\"$d{i}\"", staged));
        }
        foreach (var root in staged.Roots)
            script.Append(ForgetLarge(TargetPath.Word(FolderOf(root)), staged));
        script.Append(CultureInfo.InvariantCulture, $"trap 'rm -rf -- {all}' EXIT\ntrap 'exit 143' HUP INT PIPE TERM\nmkdir -- {all} || exit 1\n");

        var files = places.Where(place => place.Write is not null).ToArray();
        foreach (var place in places.Where(place => place.Write is null))
            script.Append(CultureInfo.InvariantCulture, $"ln -s -- {Shell.Quote(place.Target!)} {Temporary(place)} || bad {place.Number}\n");
        AppendStaged(script, files, staged, Temporary, folders);
        var written = files.Where(place => staged.PlaceOf(place.Write!.Path) is null).ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var place in written)
        {
            hash.AppendData(place.Write!.Content.Span);
            script.Append(CultureInfo.InvariantCulture, $"{Print(place.Write.Content.Span)} >{Temporary(place)} || short {place.Number} \"$t{folders[place.Folder]}\"\n");
        }
        if (written.Length > 0)
        {
            script.Append("h=$({\n");
            Each(written, names => $"cat -- {names}");
            script.Append("} | sha256sum)\n")
                .Append(CultureInfo.InvariantCulture, $"[ \"${{h%% *}}\" = {Convert.ToHexStringLower(hash.GetHashAndReset())} ] || {{ echo 'what was written is not what was sent: is the disk full?'; exit 1; }}\n");
        }

        // chown takes away the bits that chmod may give.
        foreach (var same in files.Where(place => place.Write!.Owner is not null).GroupBy(place => (place.Write!.Owner, place.Write.IsOwnerWanted)))
            Each(same, names => $"chown -- {Shell.Quote(same.Key.Owner!)} {names} {(same.Key.IsOwnerWanted ? "|| exit 1" : "2>/dev/null || :")}");
        foreach (var same in files.GroupBy(place => place.Write!.Permissions))
            Each(same, names => $"chmod -- {same.Key.Octal} {names} || exit 1");
        foreach (var place in files.Where(place => place.Write!.Check is not null))
        {
            script.Append(CultureInfo.InvariantCulture, $"f={Temporary(place)}\n")
                .Append(CultureInfo.InvariantCulture, $"F=$f P={Shell.Quote(place.Write!.Check!.Replace("%s", "\"$F\"", StringComparison.Ordinal))} $S -c \"$J\" || bad {place.Number}\n");
        }
        // Each file is a wait for the disk; many are flushed by one for the file systems they lie on, and never those beside them, which may
        // have minutes of other work to write.
        if (files.Length is > 0 and <= FlushedOneByOne)
            Each(files, names => $"sync -- {names} 2>/dev/null || sync");
        else if (files.Length > 0)
            script.Append(CultureInfo.InvariantCulture, $"sync -f -- {all} 2>/dev/null || sync\n");
        foreach (var place in files.Where(place => place.Write!.HasBackup))
        {
            // A second name for the old file keeps it, whole at any moment, when the new one takes its name. An earlier one of the same second stays.
            script.Append(CultureInfo.InvariantCulture, $"f={TargetPath.Word(place.Write!.Path)} i=\nb=$f.{stamp}\n")
                .Append("while [ -e \"$b$i~\" ] || [ -h \"$b$i~\" ]; do i=${i#-}; i=-$((${i:-1}+1)); done\n")
                .Append(CultureInfo.InvariantCulture, $"[ ! -e \"$f\" ] || ln -- \"$f\" \"$b$i~\" 2>/dev/null || cp -p -- \"$f\" \"$b$i~\" || bad {place.Number}\n");
        }
        foreach (var same in places.GroupBy(place => place.Folder))
            Each(same, names => $"mv -f -- {names} \"$d{folders[same.Key]}\"/ || exit 1");
    }

    // Those that keep their name on the way go with one mv for each folder.
    private static void AppendStaged(
        StringBuilder script, Item[] files, StagedFiles staged, Func<Item, string> temporary, Dictionary<string, int> folders)
    {
        var there = files.Select(file => (File: file, Place: staged.PlaceOf(file.Write!.Path))).Where(each => each.Place is not null).ToArray();
        foreach (var same in there.GroupBy(each => (From: FolderOf(each.Place!), To: each.File.Folder, IsSame: each.Place!.EndsWith('/' + each.File.Name, StringComparison.Ordinal))))
        {
            if (!same.Key.IsSame)
            {
                foreach (var (file, place) in same)
                    script.Append(CultureInfo.InvariantCulture, $"mv -- {TargetPath.Word(place!)} {temporary(file)} || bad {file.Number}\n");
                continue;
            }
            script.Append(CultureInfo.InvariantCulture, $"s={TargetPath.Word(same.Key.From)}\n");
            foreach (var some in same.Chunk(NamesInACommand))
                script.Append(CultureInfo.InvariantCulture, $"mv -- {string.Join(' ', some.Select(each => $"\"$s\"/{Shell.Quote(each.File.Name)}"))} \"$t{folders[same.Key.To]}\"/ || bad {some[0].File.Number}\n");
        }
    }

    // What a run that was killed has left; not what is to be put in place now.
    // What stands in / is named with two slashes.
    private static string ForgetLarge(string folder, StagedFiles staged) =>
        $"for x in {folder}/{LargePrefix}*; do case $x in {string.Concat(staged.Roots.Select(root => $"{TargetPath.Word(root)}|/{TargetPath.Word(root)}) ;; "))}*) [ ! -e \"$x\" ] || rm -rf -- \"$x\";; esac; done\n";

    private static string FolderOf(string path) => path.LastIndexOf('/') switch
    {
        < 0 => ".",
        0 => "/",
        var slash => path[..slash],
    };

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
            return new(
                number,
                FolderOf(path),
                path[(path.LastIndexOf('/') + 1)..],
                operation as WriteFile,
                (operation as MakeLink)?.Target);
        }
    }
}
